"""Dictionaries of names."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from lede import _core
from lede._batches import OnError, Run
from lede._errors import FileError, OptionError
from lede._inputs import BATCH, entry_rows
from lede._options import FOLDS, choose, decode
from lede._table import MATCHES, Table
from lede._types import Match

EXACT_CASE, NEEDS_CAPITAL = 1, 2  # lede_entry_flags in csrc/names/gazetteer.h
KEYS = ("name", "label", "id", "aliases", "lists_as", "exact_case", "needs_capital")

Row = tuple[str, str, str, str, int]
EntryLike = str | tuple[str | None, ...] | Mapping[str, Any]


class Entry(NamedTuple):
    """One spelling in a dictionary: ``text`` is looked for and listed as ``name``."""

    text: str
    name: str
    label: str | None
    id: str | None


class Gazetteer:
    """A dictionary of names that finds them in text, whole words only.

    `entries` are names, ``(name, label)``, ``(name, label, id)`` or mappings with the keys
    ``name``, ``label``, ``id``, ``aliases`` (other spellings), ``lists_as`` (the name to report, if
    not ``name``), ``exact_case`` (match only as written: US, WHO) and ``needs_capital`` (words that
    the name capitalizes must be capitalized). One spelling may have several entries; each gives a
    match.

    A data frame or Arrow table with the column ``name``, and ``label`` and ``id`` if there are any,
    does as well.

    `fold` says what may differ: ``"none"``, ``"case"`` (full case folding, CaseFolding.txt) or
    ``"case+accents"`` (also diacritics, ``ø`` for ``o`` and the like, and the shape of
    apostrophes). White space between words never counts, punctuation always does. In scripts
    without spaces a name may begin at any character. Finding takes time linear in the text; names
    of very many words and very many entries of one spelling make it slower in proportion.

    TypeError names the row of an entry of the wrong type; :class:`OptionError` an unknown key.

    >>> gaz = Gazetteer([("Islamic State", "ORG", "Q2429253")])
    >>> [match] = gaz.find("the islamic  state group")
    >>> match.start, match.end, match.name, match.id
    (4, 18, 'Islamic State', 'Q2429253')
    """

    __slots__ = ("__weakref__", "_core", "_path")

    def __init__(self, entries: Iterable[EntryLike], *, fold: str = "case+accents") -> None:
        if isinstance(entries, (str, bytes)):
            raise TypeError("entries must be a collection of names, not one: put it in a list")
        if isinstance(entries, Mapping):
            raise TypeError("entries is one mapping: give {…}.items(), or a list with it in it")
        number = choose("fold", fold, FOLDS)
        entries = entry_rows(entries) or entries
        rows = tuple(row for i, entry in enumerate(entries) for row in _rows(i, entry))
        self._core = _core.gazetteer_build(rows, number)
        self._path: str | None = None

    @classmethod
    def _wrap(cls, core: _core.Gazetteer, path: str | None) -> Gazetteer:
        self = cls.__new__(cls)
        self._core, self._path = core, path
        return self

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, verify: bool = False) -> Gazetteer:
        """Open a saved dictionary.

        The file is mapped, not read: all processes of a machine share it. With ``verify=True``
        every byte is compared with its checksum. :class:`FileError` for a file that is damaged, of
        another kind or version; OSError for one that cannot be opened.
        """
        name = os.path.abspath(os.fspath(path))
        if os.path.isdir(name):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        # For Python's own FileNotFoundError and its like; what is no file does not block.
        os.close(os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))
        self = cls._wrap(_core.gazetteer_open(os.fsencode(name)), name)
        if verify:
            self._core.verify()
        return self

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the dictionary to a file, which is replaced in one step."""
        self._core.save(os.fsencode(path))

    def find(self, text: str | bytes) -> list[Match]:
        """Return the names in `text`, leftmost longest, offsets in code points of `text`."""
        return [Match._make(match) for match in self._core.find(decode(text))]

    def find_many(
        self,
        texts: Any,
        *,
        text: str | None = None,
        threads: int | None = None,
        batch: int = BATCH,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> Table[Match]:
        """Return the names in many texts as a table; options as in `Reader.read_many`.

        >>> gaz = Gazetteer([("Lima", "CITY", "c1")])
        >>> [(row, match.id) for row, match in gaz.find_many(["Rain.", "Rain in Lima."]).rows()]
        [(1, 'c1')]
        """
        run = Run(
            texts,
            functools.partial(_core.batch_find, self._core),
            column=text,
            threads=threads,
            batch=batch,
            progress=progress,
            errors=errors,
        )
        return Table(MATCHES, Match._make, [part for parts in run for part in parts], run.errors)

    def get(self, name: str) -> list[Entry]:
        """Return the entries whose spelling folds to the same words as `name`."""
        return [self._entry(index) for index in self._core.lookup(name)]

    def _entry(self, index: int) -> Entry:
        return Entry(*self._core.entry(index)[:4])

    @property
    def fold(self) -> str:
        """What may differ between a name and the text."""
        return list(FOLDS)[self._core.fold]

    @property
    def unmatchable(self) -> int:
        """The number of entries that can never match, because they hold nothing visible."""
        return self._core.unmatchable

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self._core.lookup(name))

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[Entry]:
        return map(self._entry, range(len(self)))

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

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as path, size and checksum if it came from a file, else as bytes."""
        if self._path is None:
            return _load, (self._core.to_bytes(),)
        return _reopen, (self._path, *self._identity)


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


def _rows(number: int, entry: EntryLike) -> Iterator[Row]:
    """Yield what the core wants for one entry: (surface, name, label, id, flags) a spelling."""
    if isinstance(entry, str):
        entry = {"name": entry}
    elif isinstance(entry, tuple) and 1 <= len(entry) <= 3:
        entry = dict(zip(("name", "label", "id"), entry, strict=False))
    elif not isinstance(entry, Mapping):
        raise TypeError(
            f"entry {number} is {entry!r}: give a name, (name, label), (name, label, id) or a dict"
        )
    unknown = [key for key in entry if key not in KEYS]
    if unknown or "name" not in entry:
        wrong = f"an unknown key {unknown[0]!r}" if unknown else "no name"
        raise OptionError(f"entry {number} has {wrong}; keys are {', '.join(KEYS)}")
    name, label, ident = (_string(number, key, entry.get(key)) for key in ("name", "label", "id"))
    listed = _string(number, "lists_as", entry.get("lists_as")) or name
    flags = EXACT_CASE * bool(entry.get("exact_case"))
    flags |= NEEDS_CAPITAL * bool(entry.get("needs_capital"))
    yield name, listed, label, ident, flags
    aliases = entry.get("aliases") or ()
    if isinstance(aliases, (str, bytes)):
        raise TypeError(f"entry {number}: aliases must be a collection of names, not one string")
    for alias in aliases:
        yield _string(number, "aliases", alias), listed, label, ident, flags


def _string(number: int, key: str, value: object) -> str:
    if value is None and key != "name":
        return ""
    if not isinstance(value, str):
        raise TypeError(f"entry {number}: {key} must be str, not {type(value).__name__}")
    return value
