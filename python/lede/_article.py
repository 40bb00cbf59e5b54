"""What reading gives: an article, or a sequence of them."""

from __future__ import annotations

import bisect
import datetime
import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from lede import _core, _html, _plots
from lede._batch_html import articles_html
from lede._batches import BadRow, Part
from lede._table import CHANGES, ENTITIES, NAMES, SENTENCES, Table
from lede._types import Change, Entity, Name, Sentence

if TYPE_CHECKING:
    from lede._reader import Reader


class Article:
    """A text with its sentences, entities and names; a view over the columns of the core.

    Every offset counts code points of `text`, the string that was passed in. In a notebook an
    article shows itself.
    """

    __slots__ = (
        *("__weakref__", "_core", "_date", "_entities", "_index", "_names", "_reader"),
        *("_sentences", "_text"),
    )

    def __init__(
        self, core: _core.Batch, index: int, reader: Reader, date: datetime.date | None
    ) -> None:
        self._core = core
        self._index = index
        self._reader = reader
        self._text: str | None = None
        self._date = date
        self._sentences: tuple[Sentence, ...] | None = None
        self._entities: tuple[Entity, ...] | None = None
        self._names: tuple[Name, ...] | None = None

    @property
    def date(self) -> datetime.date | None:
        """The date that was passed in, or None."""
        return self._date

    @property
    def text(self) -> str:
        """The text as it was passed in."""
        if self._text is None:
            self._text = self._core.text(self._index) or ""
        return self._text

    @property
    def clean(self) -> str:
        """The normalized text."""
        return self._core.clean(self._index)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order: trimmed, and with all visible text in one of them."""
        if self._sentences is None:
            self._sentences = tuple(map(Sentence._make, self._rows(SENTENCES)))
        return self._sentences

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Mentions of names in order, without overlap."""
        if self._entities is None:
            self._entities = tuple(map(Entity._make, self._rows(ENTITIES)))
        return self._entities

    @property
    def names(self) -> tuple[Name, ...]:
        """One row a name, in the order of first mention."""
        if self._names is None:
            self._names = tuple(map(Name._make, self._rows(NAMES)))
        return self._names

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed on the way to the clean text; see :class:`Normalized`."""
        return tuple(map(Change._make, self._rows(CHANGES)))

    def _rows(self, kind: int) -> list[tuple[Any, ...]]:
        return self._core.rows(kind, self._index)

    @property
    def seconds(self) -> dict[str, float]:
        """The time that each pass took, by its name."""
        return self._core.seconds(self._index)

    def to_dict(self) -> dict[str, Any]:
        """Return text, clean text, date, sentences, entities and names, ready for JSON."""
        return {
            "text": self.text,
            "clean": self.clean,
            "date": self.date.isoformat() if self.date else None,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "entities": [entity.to_dict() for entity in self.entities],
            "names": [name.to_dict() for name in self.names],
        }

    def _repr_html_(self) -> str:
        return _html.article_html(self.text, self.sentences, self.entities, self.names)

    def __repr__(self) -> str:
        start = self.text.strip()[:40]
        return (
            f"<Article {start!r}… {len(self.sentences)} sentences, "
            f"{len(self.entities)} entities, {len(self.names)} names>"
        )

    def _parts(self) -> tuple[object, ...]:
        return self.text, self.clean, self.date, self.sentences, self.entities

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Article) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.text, self.date))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as text and reader: reading it again gives the same article.

        A reader takes its dictionaries along, those of a file by path: save large ones to a file.
        """
        return _read_again, (self._reader, self.text, self.date)


def _read_again(reader: Reader, text: str, date: datetime.date | None) -> Article:
    return reader.read(text, date=date)


class Articles(Sequence["Article | None"]):
    """The articles of a batch, in the order of their texts, and their findings as tables.

    What was found is kept in columns; an :class:`Article` is made when it is looked at. A missing
    text (None, NaN, null) is None here. With ``errors="null"`` a text that could not be read is
    None too, with ``errors="skip"`` it is left out; either way `errors` says which and why. A slice
    keeps the errors of the whole batch.
    """

    __slots__ = ("__weakref__", "_dates", "_ends", "_parts", "_reader", "errors")

    def __init__(
        self,
        parts: Sequence[Part],
        reader: Reader,
        dates: Mapping[int, datetime.date | None],
        errors: Sequence[BadRow],
    ) -> None:
        self._parts = tuple(part for part in parts if part.start < part.stop)
        self._ends = tuple(itertools.accumulate(part.stop - part.start for part in self._parts))
        self._reader = reader
        self._dates = dates
        self.errors = tuple(errors)

    @property
    def rows(self) -> tuple[int, ...]:
        """The position of each article in the input."""
        spans = (range(p.row + p.start, p.row + p.stop) for p in self._parts)
        return tuple(itertools.chain.from_iterable(spans))

    @property
    def sentences(self) -> Table[Sentence]:
        """All sentences: article, start, end, text."""
        return Table(SENTENCES, Sentence._make, self._parts, self.errors)

    @property
    def entities(self) -> Table[Entity]:
        """All mentions: article and the fields of :class:`Entity`."""
        return Table(ENTITIES, Entity._make, self._parts, self.errors)

    @property
    def names(self) -> Table[Name]:
        """All names, one row for each name of each article; mentions count within the article."""
        return Table(NAMES, Name._make, self._parts, self.errors)

    @property
    def changes(self) -> Table[Change]:
        """What normalization changed: article and the fields of :class:`Change`."""
        return Table(CHANGES, Change._make, self._parts, self.errors)

    def plot_names(
        self,
        *,
        top: int = 8,
        by: str = "week",
        names: Iterable[str] | None = None,
        labels: Iterable[str] | None = None,
        ax: Any = None,
    ) -> Any:
        """Draw how many articles hold each name over time, and return the axes of matplotlib.

        A people counts with its country ("British" with United Kingdom), as in `names`.
        Needs dates: ``read_many(texts, dates=…)``. The `top` commonest names are drawn, or those
        in `names`; `labels` keeps those of some kinds. `by` is ``"day"``, ``"week"``, ``"month"``
        or ``"year"``. OptionError for articles without dates and names that no article holds.
        """
        return _plots.plot_names(
            self, top=top, by=by, names=_tuple(names), labels=_tuple(labels), ax=ax
        )

    def to_networkx(self, *, labels: Iterable[str] | None = None, least: int = 1) -> Any:
        """Return the graph of names that stand in the same article, for networkx.

        Nodes are (name, label) with the number of ``articles``; the ``weight`` of an edge is the
        number of articles with both names. Edges of fewer than `least` articles are left out. A
        people counts with its country, as in `names`.
        """
        return _plots.to_networkx(self, labels=_tuple(labels), least=least)

    def plot_together(
        self, *, top: int = 20, labels: Iterable[str] | None = None, ax: Any = None
    ) -> Any:
        """Draw which of the `top` commonest names stand together, and return the axes."""
        return _plots.plot_together(self, top=top, labels=_tuple(labels), ax=ax)

    def _repr_html_(self) -> str:
        return articles_html(self)

    def to_dicts(self) -> list[dict[str, Any] | None]:
        """Return `Article.to_dict` of each article, None where there is none."""
        return [None if article is None else article.to_dict() for article in self]

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Article | None: ...
    @overload
    def __getitem__(self, index: slice) -> Articles: ...
    def __getitem__(self, index: int | slice) -> Article | Articles | None:
        if isinstance(index, slice):
            chosen = range(len(self))[index]
            cut = Articles(self._cut(chosen), self._reader, {}, self.errors)
            dates = {row: self._dates[row] for row in cut.rows if row in self._dates}
            return Articles(cut._parts, self._reader, dates, self.errors)
        place = operator.index(index)
        place += len(self) if place < 0 else 0
        if not 0 <= place < len(self):
            raise IndexError(f"there is no article {index} among {len(self)}")
        number = bisect.bisect_right(self._ends, place)
        part = self._parts[number]
        return self._article(part, part.stop - (self._ends[number] - place))

    def _cut(self, chosen: range) -> list[Part]:
        """Return the parts that hold the articles at these places."""
        if chosen.step != 1:
            return [part for i in chosen for part in self._cut(range(i, i + 1))]
        cut = []
        for part, end in zip(self._parts, self._ends, strict=True):
            first = end - (part.stop - part.start)
            start, stop = max(first, chosen.start), min(end, chosen.stop)
            if start < stop:
                shift = part.start - first
                cut.append(part._replace(start=start + shift, stop=stop + shift))
        return cut

    def _article(self, part: Part, index: int) -> Article | None:
        if part.core.is_missing(index):
            return None
        return Article(part.core, index, self._reader, self._dates.get(part.row + index))

    def __iter__(self) -> Iterator[Article | None]:
        for part in self._parts:
            for index in range(part.start, part.stop):
                yield self._article(part, index)

    def _state(self) -> tuple[object, ...]:
        return tuple(self), self.rows, self.errors

    def __eq__(self, other: object) -> bool:
        return self._state() == other._state() if isinstance(other, Articles) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._state())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as texts and reader: reading them again gives the same articles.

        So a pickle is small and holds no layout of ours, but opening one costs as much as reading,
        and another version of lede may find other things. To keep findings, keep their tables.
        """
        texts = [None if article is None else article.text for article in self]
        return _read_all_again, (self._reader, texts, self.rows, dict(self._dates), self.errors)

    def __repr__(self) -> str:
        return f"<Articles: {len(self)}, {len(self.errors)} errors>"


def _tuple(values: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(values, str):
        raise TypeError(f"{values!r} is one string: put it in a list")
    return None if values is None else tuple(values)


def _read_all_again(
    reader: Reader,
    texts: Sequence[str | None],
    rows: Sequence[int],
    dates: Mapping[int, datetime.date | None],
    errors: Sequence[BadRow],
) -> Articles:
    again = reader.read_many(texts)
    parts = []
    for place, row in enumerate(rows):
        [part] = again[place : place + 1]._parts
        parts.append(part._replace(row=row - part.start))
    return Articles(parts, reader, dates, errors)
