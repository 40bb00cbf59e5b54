"""Readers, and the functions that use the default one."""

from __future__ import annotations

import datetime
import functools
import itertools
import os
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from lede import _core
from lede._article import Article, Articles, BadRow
from lede._errors import OptionError
from lede._gazetteer import Gazetteer
from lede._normalize import NEWS
from lede._options import FORMS, NEWLINES, QUOTES, check_language, choose, decode, step_bits
from lede._types import Entity

TAGGER, ALIAS = 1, 2  # lede_layer in csrc/names/mentions.h
BATCH = 256  # texts between two looks at Ctrl-C

OnError = Literal["raise", "null", "skip", "replace"]


class Reader:
    """Reads articles; immutable, safe to share between threads, and picklable.

    `gazetteers` are your own dictionaries, the strongest first: what they find wins over everything
    else. ``builtin=False`` leaves out the built-in names, ``tagger=False`` the names that no list
    knows, ``aliases=False`` surnames and acronyms that stand for a name given elsewhere.

    `lang` is a language code. Sentences follow the same rules in every language; in others than
    English entities come from dictionaries alone. `newline` is ``"paragraph"`` (only a blank line
    ends a sentence) or ``"line"``; `quotes` is ``"split"`` (sentences inside quotes are sentences)
    or ``"keep"``.

    >>> import lede
    >>> reader = lede.Reader(gazetteers=[lede.Gazetteer([("Zorblax", "PRODUCT")])])
    >>> [(e.text, e.label) for e in reader.read("Zorblax came to Paris.").entities]
    [('Zorblax', 'PRODUCT'), ('Paris', 'LOC')]
    """

    __slots__ = ("__weakref__", "_core", "_options")

    def __init__(
        self,
        *,
        gazetteers: Iterable[Gazetteer] = (),
        builtin: bool = True,
        tagger: bool = True,
        aliases: bool = True,
        lang: str = "en",
        newline: str = "paragraph",
        quotes: str = "split",
    ) -> None:
        own = _gazetteers(gazetteers)
        self._options: dict[str, Any] = {
            "gazetteers": own,
            "builtin": builtin,
            "tagger": tagger,
            "aliases": aliases,
            "lang": lang,
            "newline": newline,
            "quotes": quotes,
        }
        english = check_language(lang) == "en"
        self._core = _core.reader_new(
            tuple(gazetteer._core for gazetteer in own),
            _resource("names.lede") if builtin else None,
            _resource("cues.lede"),
            (TAGGER * (tagger and english)) | (ALIAS * (aliases and english)),
            FORMS["NFC"],
            step_bits(NEWS),
            choose("newline", newline, NEWLINES),
            choose("quotes", quotes, QUOTES),
        )

    def read(
        self,
        text: str | bytes,
        *,
        date: datetime.date | str | None = None,
        errors: Literal["raise", "replace"] = "raise",
    ) -> Article:
        """Read one article; see :func:`lede.read`."""
        return Article(self._core.read(decode(text, errors=errors)), self, _date(date))

    def read_many(
        self,
        texts: Iterable[str | bytes | None],
        *,
        threads: int | None = None,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> Articles:
        """Read many articles; the result is the same for any number of threads.

        `threads` is by default the number of processors this process may use. `errors` says what
        becomes of a text that cannot be read (not a string, not UTF-8, too large): ``"raise"`` an
        error with its row, ``"null"`` None in its place, ``"skip"`` nothing in its place,
        ``"replace"`` U+FFFD for bytes that are not UTF-8, and else like ``"raise"``. `progress`
        shows a bar (needs tqdm).
        """
        choose("errors", errors, {"raise": 0, "null": 1, "skip": 2, "replace": 3})
        count = _thread_count(threads)
        articles: list[Article | None] = []
        rows: list[int] = []
        bad: list[BadRow] = []
        for batch in _batches(_watched(texts, progress)):
            for row, article in self._read_batch(batch, count, errors, bad):
                if article is not None or errors == "null":
                    articles.append(article)
                    rows.append(row)
        return Articles(articles, rows, bad)

    def _read_batch(
        self, batch: list[tuple[int, Any]], threads: int, errors: OnError, bad: list[BadRow]
    ) -> Iterator[tuple[int, Article | None]]:
        """Yield (row, article) for each text; what cannot be read is raised or noted in `bad`."""
        good: list[tuple[int, str]] = []
        failed: set[int] = set()
        for row, text in batch:
            try:
                good.append((row, _checked(decode(text, row=row, errors=errors), row)))
            except (TypeError, ValueError) as error:
                if errors in ("raise", "replace"):
                    raise
                bad.append(BadRow(row, str(error)))
                failed.add(row)
        cores = iter(self._core.read_batch(tuple(text for _, text in good), threads))
        for row, _ in batch:
            yield row, None if row in failed else Article(next(cores), self, None)

    def entities(self, text: str | bytes) -> list[Entity]:
        """Return the entities of one text."""
        return list(self.read(text).entities)

    def sentences(self, text: str | bytes) -> list[str]:
        """Return the sentences of one text; see :func:`lede.sentences`."""
        return self._core.sentences(decode(text))

    def sentence_spans(self, text: str | bytes) -> list[tuple[int, int]]:
        """Return the spans of the sentences; see :func:`lede.sentence_spans`."""
        return self._core.sentence_spans(decode(text))

    def __repr__(self) -> str:
        shown = ", ".join(f"{key}={value!r}" for key, value in self._options.items())
        return f"Reader({shown})"

    def __eq__(self, other: object) -> bool:
        return self._options == other._options if isinstance(other, Reader) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._options.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _new_reader, (tuple(self._options.items()),)


def _new_reader(options: tuple[tuple[str, Any], ...]) -> Reader:
    return Reader(**dict(options))


def _gazetteers(gazetteers: Iterable[Gazetteer]) -> tuple[Gazetteer, ...]:
    if isinstance(gazetteers, Gazetteer):
        raise TypeError("gazetteers must be a collection: put the Gazetteer in a list")
    own = tuple(gazetteers)
    for gazetteer in own:
        if not isinstance(gazetteer, Gazetteer):
            hint = ": Gazetteer.open opens a file" if isinstance(gazetteer, str) else ""
            raise TypeError(f"gazetteers must be Gazetteer, not {type(gazetteer).__name__}{hint}")
    return own


# Immutable and mapped from the package's own files, so sharing them is no hidden state.
@functools.cache
def _resource(name: str) -> _core.Gazetteer:
    path = os.path.join(os.path.dirname(__file__), "data", name)
    return _core.gazetteer_open(os.fsencode(path))


@functools.cache
def _reader(lang: str = "en", newline: str = "paragraph", quotes: str = "split") -> Reader:
    return Reader(lang=lang, newline=newline, quotes=quotes)


# The core refuses larger texts too; here the row is known (LEDE_TEXT_MAX / 3, text/normalize.h).
LARGEST = (2**31 - 1) // 3


def _checked(text: str, row: int) -> str:
    if len(text) > LARGEST // 4 and len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise _core.SizeError(f"the text in row {row} is larger than {LARGEST} bytes; split it")
    return text


def _date(date: datetime.date | str | None) -> datetime.date | None:
    if date is None or isinstance(date, datetime.date):
        return date
    if not isinstance(date, str):
        raise TypeError(f"date must be a date or an ISO string, not {type(date).__name__}")
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        raise OptionError(f'date={date!r} is no date: write it like "2020-02-07"') from None


def _thread_count(threads: int | None) -> int:
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if isinstance(threads, bool) or not isinstance(threads, int) or threads < 1:
        raise OptionError(f"threads={threads!r} is not possible: give 1 or more, or None")
    return threads


def _batches(texts: Iterable[Any]) -> Iterator[list[tuple[int, Any]]]:
    numbered = enumerate(texts)
    while batch := list(itertools.islice(numbered, BATCH)):
        yield batch


def _watched(texts: Iterable[Any], progress: bool) -> Iterable[Any]:
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts must be a collection of texts, not one text: use read")
    if not isinstance(texts, Iterable):
        raise TypeError(f"texts must be a collection of texts, not {type(texts).__name__}")
    if not progress:
        return texts
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise OptionError("progress=True needs tqdm: pip install 'lede[progress]'") from None
    bar: Iterable[Any] = tqdm(texts, unit=" articles")
    return bar


def read(
    text: str | bytes,
    date: datetime.date | str | None = None,
    *,
    errors: Literal["raise", "replace"] = "raise",
) -> Article:
    """Read one article: its sentences, entities and names, all pointing back into `text`.

    `date` is kept with the article. Bytes must be UTF-8 (:class:`EncodingError` with the offending
    byte) unless ``errors="replace"``; the offsets are those of the decoded text. TypeError for
    anything but str and bytes.

    >>> import lede
    >>> article = lede.read("ACCRA – President Ama Mensah met the Turkish envoy. Mensah smiled.")
    >>> [(e.text, e.label, e.name) for e in article.entities]  # doctest: +NORMALIZE_WHITESPACE
    [('ACCRA', 'LOC', 'Accra'), ('Ama Mensah', 'PERSON', 'Ama Mensah'),
     ('Turkish', 'NORP', 'Turkey'), ('Mensah', 'PERSON', 'Ama Mensah')]
    >>> all(article.text[e.start : e.end] == e.text for e in article.entities)
    True
    """
    return _reader().read(text, date=date, errors=errors)


def entities(text: str | bytes) -> list[Entity]:
    """Return the entities of `text`, in order.

    >>> import lede
    >>> [e.name for e in lede.entities("U.S. and Iraqi troops left Mosul.")]
    ['United States', 'Iraq', 'Mosul']
    """
    return _reader().entities(text)


def sentences(
    text: str | bytes, lang: str = "en", *, newline: str = "paragraph", quotes: str = "split"
) -> list[str]:
    """Return the sentences of `text`, each a slice of it.

    >>> import lede
    >>> lede.sentences("Gen. Lee spoke. “Is it over?” he asked. Nobody answered.")
    ['Gen. Lee spoke.', '“Is it over?” he asked.', 'Nobody answered.']
    """
    return _reader(lang, newline, quotes).sentences(text)


def sentence_spans(
    text: str | bytes, lang: str = "en", *, newline: str = "paragraph", quotes: str = "split"
) -> list[tuple[int, int]]:
    """Return where the sentences of `text` start and end, in code points.

    Spans are in order, begin and end with something other than white space, and between them is
    white space alone. They are those of ``lede.read(text).sentences``.

    >>> import lede
    >>> lede.sentence_spans("One. Two.")
    [(0, 4), (5, 9)]
    """
    return _reader(lang, newline, quotes).sentence_spans(text)


def versions() -> dict[str, str]:
    """Return the versions that decide a result: library, Unicode, utf8proc, built-in resources."""
    import importlib.metadata  # slow to import, and needed here alone

    unicode_version, utf8proc_version = _core.versions()
    return {
        "lede": importlib.metadata.version("lede"),
        "unicode": unicode_version,
        "utf8proc": utf8proc_version,
        "names": f"{_resource('names.lede').checksum:016x}",
        "cues": f"{_resource('cues.lede').checksum:016x}",
    }
