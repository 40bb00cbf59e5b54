"""Dictionaries of names."""

from __future__ import annotations

import functools
import itertools
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple
from weakref import WeakValueDictionary

from lede import _core
from lede._batches import OnError, Run, Work
from lede._entries import EntryLike, rows_of, variant_kinds
from lede._entry_tables import entry_rows
from lede._errors import FileError, OptionError
from lede._inputs import BATCH
from lede._options import FOLDS, choose, collection, decode, flag
from lede._table import MATCHES, Table
from lede._types import Match

POLICIES = {"longest": 0, "label": 2, "all": 3}  # lede_match_policy in csrc/names/gazetteer.h
Policy = Literal["longest", "label", "all"]
CHUNK = 8192  # entries or texts between two looks at Ctrl-C


class Entry(NamedTuple):
    """One spelling in a dictionary: ``text`` is looked for and listed as ``name``.

    ``source`` says where it comes from. ``prior`` is the share of the places with this spelling, in
    [0, 1], that mean this entry; None if nobody said.
    """

    text: str
    name: str
    label: str | None
    id: str | None
    source: str | None = None
    prior: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()


class Report(NamedTuple):
    """What building noticed, as indexes of spellings in the order of iteration."""

    unmatchable: tuple[int, ...]  #: they hold no letter, digit or symbol and can never match
    duplicates: tuple[int, ...]  #: an earlier one is equal in everything: both match

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()


class Matches:
    """The matches in many texts, as columns of int32 that speak the buffer protocol.

    ``article`` is the row of the text, ``start`` and ``end`` are code points, ``entry`` is a number
    for :meth:`Gazetteer.entry`. ``numpy.asarray(matches.start)`` copies nothing.
    """

    __slots__ = ("article", "end", "entry", "start")

    def __init__(self, columns: Iterable[array[int]]) -> None:
        views = (memoryview(column).toreadonly() for column in columns)
        self.article, self.start, self.end, self.entry = views

    def __len__(self) -> int:
        return len(self.article)

    def __iter__(self) -> Iterator[tuple[int, int, int, int]]:
        return zip(self.article, self.start, self.end, self.entry, strict=True)

    def __repr__(self) -> str:
        return f"<{len(self)} matches: article, start, end, entry>"


class Gazetteer:
    """A dictionary of names that finds them in text, whole words only.

    `entries` is an iterable of names, ``(name, label)``, ``(name, label, id)`` or mappings with

    - ``name``, ``label``, ``id``, and ``aliases``: other spellings of the name,
    - ``lists_as``: what to report, if not ``name``,
    - ``exact_case``: match only as written (US, WHO),
    - ``needs_capital``: words that the name capitalizes must be capitalized,
    - ``possessive=False``: do not match before a possessive ’s (Moody, but not Moody’s),
    - ``plural=True``: match the plural too (Kurd, Kurds),
    - ``prior``: the share of the places with this spelling, in [0, 1], that mean this entry. Below
      0.5, those of all entries of the spelling together, it matches only where its words are
      capitalized and begin no sentence (Reading, Nice),
    - ``source``: where the entry comes from.

    A data frame or Arrow table whose columns are some of these does as well; a missing value is a
    missing key. One spelling may have several entries; each gives a match. Entries are read one by
    one and not kept. `progress` is True for a bar (tqdm), or a function that is told how many were
    read.

    `fold` says what may differ: ``"none"``, ``"case"`` (full case folding, CaseFolding.txt),
    ``"case+accents"`` (also diacritics, ``ø`` for ``o`` and the like, and the shape of
    apostrophes) or ``"loose"`` (also hyphens and apostrophes between letters, stops in ``U.S.`` and
    behind initials). White space between words never counts, other punctuation always does. In
    scripts without spaces a name may begin at any character. `variants` adds spellings: ``"al"``
    (al-, el-, with hyphen or space) and ``"apostrophe"`` (’ and ' where the fold tells them apart);
    True is both.

    Finding takes time linear in the text, whatever the dictionary holds. A name has at most 255
    words and 65,535 bytes (:class:`SizeError`). TypeError names the row of an entry of the wrong
    type, :class:`OptionError` an unknown key or column.

    >>> gaz = Gazetteer([("Islamic State", "ORG", "Q2429253")])
    >>> [(m.start, m.end, m.id) for m in gaz.find("ISLAMIC STATE fighters")]
    [(0, 13, 'Q2429253')]
    >>> "islamic state" in gaz
    True
    """

    __slots__ = ("__weakref__", "_core", "_path", "_report")

    def __init__(
        self,
        entries: Iterable[EntryLike],
        *,
        fold: str = "case+accents",
        variants: bool | Iterable[str] = False,
        progress: bool | Callable[[int], object] = False,
    ) -> None:
        if isinstance(entries, Mapping):
            raise TypeError("entries is one mapping: give {…}.items(), or a list with it in it")
        number = choose("fold", fold, FOLDS)
        entries = entry_rows(entries) or entries
        collection("entries", entries, "names")
        kinds = variant_kinds(variants)
        plain = not kinds and fold != "loose"
        builder = _core.builder_new(number)
        for first, batch in _batches(entries, progress):
            at = 0
            while at < len(batch):
                if plain:
                    at = builder.add_plain(batch, at)
                if at < len(batch):
                    for row in rows_of(first + at, batch[at], kinds, fold):
                        builder.add(*row)
                    at += 1
        self._core, *numbers = builder.finish()
        self._report: tuple[bytes, ...] | None = tuple(numbers)
        self._path: str | None = None

    @classmethod
    def _wrap(cls, core: _core.Gazetteer, path: str | None) -> Gazetteer:
        self = cls.__new__(cls)
        self._core, self._path, self._report = core, path, None
        return self

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, verify: bool = False, mapped: bool = True
    ) -> Gazetteer:
        """Open a saved dictionary.

        The file is mapped, not read: all processes of a machine share it. While it is open, replace
        it only by `save` or by renaming another one; the system ends a process that reads a mapped
        file which somebody has cut. ``mapped=False`` reads it into memory, which is then this
        process's own.

        With ``verify=True`` every byte is compared with its checksum. :class:`FileError` for a file
        that is damaged, of another kind or version; OSError for one that cannot be opened.
        """
        name = os.path.abspath(os.fspath(path))
        if flag("mapped", mapped):
            self = cls._wrap(_core.gazetteer_open(os.fsencode(name)), name)
        else:
            self = _read(name)
        if flag("verify", verify):
            self._core.verify()
        return self

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the dictionary to a file, which is replaced in one step.

        Whoever has the old one open keeps it. A symbolic link stays, and what it leads to is
        replaced.
        """
        self._core.save(os.fsencode(os.path.realpath(path)))

    def find(self, text: str | bytes, *, policy: Policy = "longest") -> list[Match]:
        """Return the names in `text`, in order, with offsets in code points of `text`.

        `policy` is ``"longest"`` (leftmost longest, without overlap), ``"label"`` (the same for
        each label on its own) or ``"all"`` (every name at each word, the longest first).
        """
        number = 0 if policy == "longest" else choose("policy", policy, POLICIES)
        return self._core.find(text if type(text) is str else decode(text), number)

    def find_columns(
        self,
        texts: Any,
        *,
        text: str | None = None,
        threads: int | None = None,
        policy: Policy = "longest",
    ) -> Matches:
        """Return the names in many texts as columns of numbers, and no more.

        `texts`, `text` and `threads` are those of :meth:`Reader.read_many`; a missing text has no
        names. Nothing is copied for a match and the GIL is released.

        >>> gaz = Gazetteer([("Oman", "LOC"), ("Peru", "LOC")])
        >>> list(gaz.find_columns(["in Peru", None, "from Oman to Peru"]))
        [(0, 3, 7, 1), (2, 5, 9, 0), (2, 13, 17, 1)]
        """
        columns = [array("i") for _ in range(4)]
        run = Run(texts, self._finding(policy, True), column=text, threads=threads, batch=CHUNK)
        for part in itertools.chain.from_iterable(run):
            for column, found in zip(columns, part.core.places(part.row), strict=True):
                column.frombytes(found)
        return Matches(columns)

    def find_many(
        self,
        texts: Any,
        *,
        text: str | None = None,
        policy: Policy = "longest",
        threads: int | None = None,
        batch: int = BATCH,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> Table[Match]:
        """Return the names in many texts as a table; options as in `find` and `Reader.read_many`.

        >>> gaz = Gazetteer([("Lima", "CITY", "c1")])
        >>> [(row, match.id) for row, match in gaz.find_many(["Rain.", "Rain in Lima."]).rows()]
        [(1, 'c1')]
        """
        run = Run(
            texts,
            self._finding(policy, False),
            column=text,
            threads=threads,
            batch=batch,
            progress=progress,
            errors=errors,
        )
        return Table(MATCHES, Match._make, [part for parts in run for part in parts], run.errors)

    def _finding(self, policy: str, only_places: bool) -> Work:
        number = choose("policy", policy, POLICIES)
        return functools.partial(_core.batch_find, self._core, only_places, number)

    def get(self, name: str) -> list[Entry]:
        """Return the entries whose spelling folds to the same words as `name`."""
        return [self.entry(index) for index in self._core.lookup(name)]

    def entry(self, index: int) -> Entry:
        """Return the spelling of that number, as iteration counts and :class:`Matches` names it."""
        text, name, label, ident, source, _flags, prior = self._core.entry(index)
        return Entry(text, name, label, ident, source, prior / 255 if prior else None)

    def select(self, *, allow: Iterable[str] | None = None, deny: Iterable[str] = ()) -> Gazetteer:
        """Return a dictionary of the entries that `allow` names and `deny` does not.

        Both hold names or spellings, which fold as the dictionary does, labels and identifiers;
        ``allow=None`` names all entries. It is built anew, in memory: save it to share it.

        >>> gaz = Gazetteer([("New York", "LOC"), ("New York Times", "ORG"), ("Oman", "LOC")])
        >>> [m.text for m in gaz.select(deny=["oman", "ORG"]).find("New York Times in Oman")]
        ['New York']
        """
        kept = None if allow is None else _Listed("allow", allow, self.fold)
        dropped = _Listed("deny", deny, self.fold)
        builder = _core.builder_new(self._core.fold)
        for index in range(len(self)):
            text, name, label, ident, source, flags, prior = self._core.entry(index)
            keys = (text, name, label, ident)
            if (kept is None or kept.names(keys)) and not dropped.names(keys):
                builder.add(text, name, label or "", ident or "", source or "", flags, prior)
        core, *numbers = builder.finish()
        selected = self._wrap(core, None)
        selected._report = tuple(numbers)
        return selected

    def stats(self) -> dict[str, Any]:
        """Return counts: entries, keys, unmatchable, duplicates, labels; and sizes in bytes.

        ``keys`` is how many beginnings of names there are, ``bytes`` the size of the file, of which
        ``text_bytes`` are names, labels and identifiers as they were given.
        """
        return {"fold": self.fold, "entries": len(self), **self._core.stats()}

    @property
    def report(self) -> Report:
        """What building noticed; only a dictionary built in this process has it."""
        if self._report is None:
            raise OptionError("the report is not kept with a file: stats() has its counts")
        return Report(*(tuple(array("I", part)) for part in self._report))

    @property
    def fold(self) -> str:
        """What may differ between a name and the text."""
        return list(FOLDS)[self._core.fold]

    @property
    def unmatchable(self) -> int:
        """The number of entries that can never match: they hold no letter, digit or symbol."""
        return self._core.stats()["unmatchable"]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self._core.lookup(name))

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.entry, range(len(self)))

    def __repr__(self) -> str:
        where = f" from {self._path}" if self._path else ""
        return f"<Gazetteer of {len(self)} names, fold={self.fold!r}{where}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Gazetteer):
            return NotImplemented
        return self._core is other._core or self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[int, int]:
        return self._core.size, self._core.checksum

    def __copy__(self) -> Gazetteer:
        return self  # it never changes

    def __deepcopy__(self, memo: object) -> Gazetteer:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as path, size and checksum if it came from a file, else as bytes."""
        if self._path is None:
            return _load, (self._core.to_bytes(),)
        return _reopen, (self._path, *self._identity)


def _read(name: str) -> Gazetteer:
    """Read a file into memory; it need not stay, so the dictionary forgets its path."""
    with open(name, "rb") as file:
        content = file.read()
    try:
        return _load(content)
    except FileError as error:
        raise FileError(f"{name}: {error}") from None


def _load(content: bytes) -> Gazetteer:
    return Gazetteer._wrap(_core.gazetteer_load(content), None)


# A worker is sent the same dictionary with every task; while one is in use it is not opened again.
_OPENED: WeakValueDictionary[tuple[str, int, int], Gazetteer] = WeakValueDictionary()


def _reopen(path: str, size: int, checksum: int) -> Gazetteer:
    known = _OPENED.get((path, size, checksum))
    gazetteer = known or Gazetteer.open(path)
    if gazetteer._identity != (size, checksum):
        raise FileError(f"{path} has changed since the dictionary was pickled; pickle it anew")
    _OPENED[path, size, checksum] = gazetteer
    return gazetteer


class _Listed:
    """What an allow or deny list says: whole strings, and names as they fold."""

    __slots__ = ("folded", "strings")

    def __init__(self, option: str, strings: Iterable[str], fold: str) -> None:
        collection(option, strings, "names")
        listed = list(strings)
        for string in listed:
            if not isinstance(string, str):
                raise TypeError(f"{option} must hold names, labels or ids, not {string!r}")
        self.strings = frozenset(listed)
        self.folded = Gazetteer(sorted(self.strings), fold=fold)

    def names(self, keys: tuple[str, str, str | None, str | None]) -> bool:
        text, name = keys[:2]
        return not self.strings.isdisjoint(keys) or text in self.folded or name in self.folded


def _batches(
    entries: Iterable[EntryLike], progress: bool | Callable[[int], object]
) -> Iterator[tuple[int, list[EntryLike]]]:
    """Yield entries in lists, each with the number of its first one."""
    if not isinstance(progress, bool) and not callable(progress):
        raise OptionError(f"progress={progress!r} is not possible: give True, False or a function")
    rest, first = iter(_watched(entries) if progress is True else entries), 0
    while batch := list(itertools.islice(rest, CHUNK)):
        yield first, batch
        first += len(batch)
        if callable(progress):
            progress(first)


def _watched(entries: Iterable[EntryLike]) -> Iterable[EntryLike]:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise OptionError("progress=True needs tqdm: pip install 'lede[progress]'") from None
    bar: Iterable[EntryLike] = tqdm(entries, unit=" names")
    return bar
