"""Readers, and the functions that use the default one."""

from __future__ import annotations

import datetime
import functools
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from lede import _core
from lede._article import Article, Articles
from lede._batches import BadRow, OnError, Part, Run
from lede._dates import check_all_taken, next_dates, pick_dates, to_date
from lede._errors import OptionError
from lede._explain import Explanation
from lede._explain import explain as explain_at
from lede._gazetteer import Gazetteer
from lede._inputs import BATCH
from lede._normalize import NEWS
from lede._options import (
    FORMS,
    NEWLINES,
    QUOTES,
    check_language,
    choose,
    collection,
    cutoff,
    decode,
    flag,
    step_bits,
    strings,
    whole,
)
from lede._table import SENTENCES, Table
from lede._types import Entity, Sentence

TAGGER, ALIAS = 1, 2  # lede_layer in csrc/names/mentions.h


class Reader:
    """Reads articles; immutable, safe to share between threads, and picklable.

    `gazetteers` are your own dictionaries, the strongest first: what they find wins over everything
    else. ``builtin=False`` leaves out the built-in names, ``tagger=False`` the names that no list
    knows, ``aliases=False`` surnames and acronyms that stand for a name given elsewhere.
    ``tagger="rules"`` finds names by rules alone, without the trained model, and a path
    (pathlib.Path) takes a model of your own (docs/entities.md).

    `lang` is a language code; in others than English entities come from dictionaries alone. The
    options of sentences (`newline`, `quotes`, `abbreviations`, `never_split`, `threshold`) are
    those of :func:`lede.sentence_spans`.

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
        tagger: bool | Literal["rules"] | os.PathLike[str] = True,
        aliases: bool = True,
        lang: str = "en",
        newline: str = "paragraph",
        quotes: str = "split",
        abbreviations: Iterable[str] = (),
        never_split: Iterable[str] = (),
        threshold: float = 0.5,
    ) -> None:
        own = _gazetteers(gazetteers)
        short = strings("abbreviations", abbreviations)
        never = strings("never_split", never_split)
        self._options: dict[str, Any] = {
            "gazetteers": own,
            "builtin": flag("builtin", builtin),
            "tagger": tagger,
            "aliases": flag("aliases", aliases),
            "lang": lang,
            "newline": newline,
            "quotes": quotes,
            "abbreviations": short,
            "never_split": never,
            "threshold": threshold,
        }
        language = check_language(lang)
        english = language == "en"
        model = _sentence_model(language)
        self._core = _core.reader_new(
            tuple(gazetteer._core for gazetteer in own),
            _resource("names.lede") if builtin else None,
            _resource("cues.lede"),
            _model(tagger),
            (TAGGER * (bool(tagger) and english)) | (ALIAS * (aliases and english)),
            FORMS["NFC"],
            step_bits(NEWS),
            model,
            choose("newline", newline, NEWLINES),
            choose("quotes", quotes, QUOTES),
            cutoff(threshold, model.scale),
            short,
            never,
        )

    def read(
        self,
        text: str | bytes,
        *,
        date: datetime.date | str | None = None,
        errors: Literal["raise", "replace"] = "raise",
    ) -> Article:
        """Read one article; see :func:`lede.read`."""
        return Article(self._core.read(decode(text, errors=errors)), 0, self, to_date(date))

    def read_many(
        self,
        texts: Any,
        *,
        text: str | None = None,
        dates: Any = None,
        threads: int | None = None,
        batch: int = BATCH,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> Articles:
        """Read many articles; the result is the same for any `threads`, `batch` and kind of input.

        `texts` is a list or iterator of strings, a Series of pandas or polars, an Arrow array, a
        DuckDB relation, or a table of which `text` names the column (dicts may be its rows). None,
        NaN and null are missing texts: they stay None in the result. `dates`, one a text or the
        name of a column, go with the articles: dates, time stamps or ISO strings.

        `threads` is by default what LEDE_NUM_THREADS says, else the number of processors this
        process may use; `batch` is how many texts they share at a time. `errors` says what becomes
        of a text that cannot be read (not a string, not UTF-8, too large): ``"raise"`` an error
        with its row, ``"null"`` None in its place, ``"skip"`` nothing in its place, ``"replace"``
        U+FFFD for bytes that are not UTF-8, and else like ``"raise"``. `progress` shows a bar by
        tqdm where that is installed, else a line on standard error. Ctrl-C stops between two texts.

        >>> import lede
        >>> articles = lede.Reader().read_many(["Floods in Peru.", None, "Snow in Oslo."])
        >>> [(row, e.name, e.start) for row, e in articles.entities.rows()]
        [(0, 'Peru', 10), (2, 'Oslo', 8)]
        """
        stream = self.stream(
            texts,
            text=text,
            dates=dates,
            threads=threads,
            batch=batch,
            progress=progress,
            errors=errors,
        )
        parts: list[Part] = []
        known: dict[int, datetime.date | None] = {}
        for articles in stream.batches():
            parts += articles._parts
            known |= articles._dates
        return Articles(parts, self, known, stream.errors)

    def stream(
        self,
        texts: Any,
        *,
        text: str | None = None,
        dates: Any = None,
        threads: int | None = None,
        batch: int = BATCH,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> Stream:
        """Read articles one after the other as they come; input without end takes bounded memory.

        Options are those of `read_many`. The result is an iterator of articles in the order of the
        texts; its ``batches()`` gives them as :class:`Articles` of at most `batch` texts, with
        their tables. What could not be read is in its ``errors``.

        >>> import lede
        >>> endless = (f"Rain in Lima on day {day}." for day in range(10**12))
        >>> [entity.name for entity in next(lede.Reader().stream(endless, batch=8)).entities]
        ['Lima']
        """
        texts, dates = pick_dates(texts, dates)
        run = Run(
            texts,
            functools.partial(_core.batch_read, self._core, False),
            column=text,
            threads=threads,
            batch=batch,
            progress=progress,
            errors=errors,
        )
        return Stream(run, self, dates)

    def sentences_many(
        self,
        texts: Any,
        *,
        text: str | None = None,
        threads: int | None = None,
        batch: int = BATCH,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> Table[Sentence]:
        """Return the sentences of many texts as a table; options as in `read_many`."""
        run = Run(
            texts,
            functools.partial(_core.batch_read, self._core, True),
            column=text,
            threads=threads,
            batch=batch,
            progress=progress,
            errors=errors,
        )
        parts = [part for parts in run for part in parts]
        return Table(SENTENCES, Sentence._make, parts, run.errors)

    def entities(self, text: str | bytes) -> list[Entity]:
        """Return the entities of one text."""
        return list(self.read(text).entities)

    def sentences(self, text: str | bytes) -> list[str]:
        """Return the sentences of one text; see :func:`lede.sentences`."""
        return self._core.sentences(decode(text))

    def sentence_spans(self, text: str | bytes) -> list[tuple[int, int]]:
        """Return the spans of the sentences; see :func:`lede.sentence_spans`."""
        return self._core.sentence_spans(decode(text))

    def explain(self, text: str | bytes, position: int) -> Explanation | None:
        """Say why a sentence ends at a place or does not; see :func:`lede.explain`."""
        return explain_at(self._core, decode(text), _position(position))

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
    collection("gazetteers", gazetteers, "Gazetteer")
    own = tuple(gazetteers)
    for gazetteer in own:
        if not isinstance(gazetteer, Gazetteer):
            hint = ": Gazetteer.open opens a file" if isinstance(gazetteer, str) else ""
            raise TypeError(f"gazetteers must be Gazetteer, not {type(gazetteer).__name__}{hint}")
    return own


def _data(name: str) -> str:
    return os.path.join(os.path.dirname(__file__), "data", name)


# Immutable and mapped from the package's own files, so sharing them is no hidden state.
@functools.cache
def _resource(name: str) -> _core.Gazetteer:
    return _core.gazetteer_open(os.fsencode(_data(name)))


@functools.cache
def _trained() -> _core.Tagger:
    return _core.tagger_open(os.fsencode(_data("tagger.lede")))


def _model(tagger: bool | str | os.PathLike[str]) -> _core.Tagger | None:
    """The model that an option of a reader asks for; None: rules alone, or no tagger at all."""
    if tagger is True:
        return _trained()
    if tagger is False or tagger == "rules":
        return None
    if isinstance(tagger, os.PathLike):
        return _core.tagger_open(os.fsencode(tagger))
    raise OptionError(f'tagger={tagger!r} is not possible: give True, False, "rules" or a path')


@functools.cache
def _sentence_model(language: str) -> _core.SentenceModel:
    return _core.sentence_model_open(os.fsencode(_data("sentences.lede")), language)


@functools.lru_cache(maxsize=64)
def _reader(
    lang: str = "en",
    newline: str = "paragraph",
    quotes: str = "split",
    abbreviations: tuple[str, ...] = (),
    never_split: tuple[str, ...] = (),
    threshold: float = 0.5,
) -> Reader:
    return Reader(
        lang=lang,
        newline=newline,
        quotes=quotes,
        abbreviations=abbreviations,
        never_split=never_split,
        threshold=threshold,
    )


def _splitter(
    lang: str,
    newline: str,
    quotes: str,
    abbreviations: Iterable[str],
    never_split: Iterable[str],
    threshold: float,
) -> Reader:
    """The reader of some options of sentences; those of late are kept."""
    if type(abbreviations) is not tuple:
        abbreviations = strings("abbreviations", abbreviations)
    if type(never_split) is not tuple:
        never_split = strings("never_split", never_split)
    return _reader(lang, newline, quotes, abbreviations, never_split, threshold)


def _position(position: int) -> int:
    number = whole(position)
    if number is None:
        raise TypeError(f"position must be an int, not {type(position).__name__}")
    if number < 0:
        raise OptionError(f"position={position} is not possible: count code points from 0")
    return min(number, sys.maxsize)


class Stream(Iterator["Article | None"]):
    """Articles as they are read; see `Reader.stream`."""

    __slots__ = ("_articles", "_coming", "_dates", "_reader", "_row", "_run", "_told")

    def __init__(self, run: Run, reader: Reader, dates: Any) -> None:
        self._run = run
        self._reader = reader
        self._dates = dates
        self._coming = None if dates is None else iter(dates)
        self._row = self._told = 0
        self._articles = (article for articles in self.batches() for article in articles)

    @property
    def errors(self) -> list[BadRow]:
        """What could not be read so far."""
        return self._run.errors

    def batches(self) -> Iterator[Articles]:
        """Yield the articles batch by batch, each with its tables."""
        for parts in self._run:
            row, self._row = self._row, max(part.row + len(part.core) for part in parts)
            dates: dict[int, datetime.date | None] = {}
            if self._coming is not None:
                dates = dict(enumerate(next_dates(self._coming, self._row - row, row), row))
            told, self._told = self._told, len(self.errors)
            yield Articles(parts, self._reader, dates, self.errors[told:])
        check_all_taken(self._dates, self._row)

    def __next__(self) -> Article | None:
        return next(self._articles)


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
    text: str | bytes,
    lang: str = "en",
    *,
    newline: str = "paragraph",
    quotes: str = "split",
    abbreviations: Iterable[str] = (),
    never_split: Iterable[str] = (),
    threshold: float = 0.5,
) -> list[str]:
    """Return the sentences of `text`, each a slice of it; options as for :func:`sentence_spans`.

    >>> import lede
    >>> lede.sentences("Gen. Lee spoke. “Is it over?” he asked. Nobody answered.")
    ['Gen. Lee spoke.', '“Is it over?” he asked.', 'Nobody answered.']
    """
    reader = _splitter(lang, newline, quotes, abbreviations, never_split, threshold)
    return reader._core.sentences(text if type(text) is str else decode(text))


def sentence_spans(
    text: str | bytes,
    lang: str = "en",
    *,
    newline: str = "paragraph",
    quotes: str = "split",
    abbreviations: Iterable[str] = (),
    never_split: Iterable[str] = (),
    threshold: float = 0.5,
) -> list[tuple[int, int]]:
    """Return where the sentences of `text` start and end, in code points.

    Spans are in order, begin and end with something other than white space, and between them is
    white space alone, or nothing: in scripts without spaces, and where a text lost its space
    (``ended.The``). They are those of ``lede.read(text).sentences``.

    `lang` is a language code. Word lists exist for en, de, fr, es, it, pt, ru and ar; any other
    language has what all share. `newline` is ``"paragraph"`` (a blank line ends a sentence, and so
    do a line before an item of a list and one that ends early on purpose, as headlines do),
    ``"line"`` (every line end does) or ``"wrap"`` (a blank line alone, for lines cut at some
    width). `quotes` is ``"split"`` (sentences inside quotes are sentences) or ``"keep"`` (a quote
    is never split). Behind one of `abbreviations` a sentence ends only before a word that nearly
    always begins one (`The`); inside or behind one of `never_split` none ever does. `threshold` is
    how sure the model must be, above 0 and below 1: higher means fewer sentences. :func:`explain`
    tells why a sentence ends somewhere.

    >>> import lede
    >>> lede.sentence_spans("One. Two.")
    [(0, 4), (5, 9)]
    >>> lede.sentence_spans("Ask Abt. Zwei in Ulm.", abbreviations=["Abt"])
    [(0, 21)]
    """
    reader = _splitter(lang, newline, quotes, abbreviations, never_split, threshold)
    return reader._core.sentence_spans(text if type(text) is str else decode(text))


def explain(
    text: str | bytes,
    position: int,
    lang: str = "en",
    *,
    newline: str = "paragraph",
    quotes: str = "split",
    abbreviations: Iterable[str] = (),
    never_split: Iterable[str] = (),
    threshold: float = 0.5,
) -> Explanation | None:
    """Say why a sentence ends at a place of `text`, or does not; None where nothing was decided.

    `position` is a code point of `text`: a mark, the white space behind it, or the border of two
    sentences. Options as for :func:`sentence_spans`. OptionError for a negative position.

    >>> import lede
    >>> print(lede.explain("Stop at 3.5 miles.", 9))
    9-10 '.': no sentence ends: no white space follows the mark
    >>> lede.explain("Stop at 3.5 miles.", 0) is None
    True
    """
    reader = _splitter(lang, newline, quotes, abbreviations, never_split, threshold)
    return reader.explain(text, position)


def sentences_many(
    texts: Any,
    lang: str = "en",
    *,
    text: str | None = None,
    newline: str = "paragraph",
    quotes: str = "split",
    abbreviations: Iterable[str] = (),
    never_split: Iterable[str] = (),
    threshold: float = 0.5,
    threads: int | None = None,
    batch: int = BATCH,
    progress: bool = False,
    errors: OnError = "raise",
) -> Table[Sentence]:
    """Return the sentences of many texts as a table.

    Options are those of :func:`sentence_spans` and of `Reader.read_many`.

    >>> import lede
    >>> lede.sentences_many(["One. Two.", "Three."]).to_dicts()[1]
    {'article': 0, 'start': 5, 'end': 9, 'text': 'Two.'}
    """
    reader = _splitter(lang, newline, quotes, abbreviations, never_split, threshold)
    return reader.sentences_many(
        texts, text=text, threads=threads, batch=batch, progress=progress, errors=errors
    )


def builtin_names() -> Gazetteer:
    """Open the dictionary of the built-in names: countries, places, organizations, groups.

    Each entry tells its source, and its id (ISO 3166, GeoNames) where it has one. Of several cities
    of one name the prior is the share of their people, the largest first but where news means a
    smaller one; docs/names.md tells what it holds. `Reader` uses it unless ``builtin=False``.

    >>> import lede
    >>> [(e.name, e.label, e.id, e.source) for e in lede.builtin_names().get("U.K.")]
    [('United Kingdom', 'LOC', 'iso3166:GB', 'ISO 3166')]
    """
    return Gazetteer.open(_data("names.lede"))


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
        "sentences": f"{_sentence_model('en').checksum:016x}",
        "tagger": f"{_trained().checksum:016x}",
    }
