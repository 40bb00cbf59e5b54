"""What reading gives: an article, or a sequence of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from lede import _core, _html
from lede._types import Entity, Name, Sentence

if TYPE_CHECKING:
    from lede._reader import Reader


class Article:
    """A text with its sentences, entities and names; a view over the columns of the core.

    Every offset counts code points of `text`, the string that was passed in. In a notebook an
    article shows itself.
    """

    __slots__ = ("__weakref__", "_core", "_date", "_entities", "_names", "_reader", "_sentences")

    def __init__(self, core: _core.Article, reader: Reader, date: datetime.date | None) -> None:
        self._core = core
        self._reader = reader
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
        return self._core.text

    @property
    def clean(self) -> str:
        """The normalized text."""
        return self._core.clean

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order: trimmed, and with all visible text in one of them."""
        if self._sentences is None:
            self._sentences = tuple(map(Sentence._make, self._core.sentences()))
        return self._sentences

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Mentions of names in order, without overlap."""
        if self._entities is None:
            self._entities = tuple(map(Entity._make, self._core.entities()))
        return self._entities

    @property
    def names(self) -> tuple[Name, ...]:
        """One row a name, in the order of first mention."""
        if self._names is None:
            self._names = tuple(map(Name._make, self._core.names()))
        return self._names

    @property
    def seconds(self) -> dict[str, float]:
        """The time that each pass took, by its name."""
        return self._core.seconds

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


class BadRow(NamedTuple):
    """A text of a batch that could not be read: its position in the input, and why."""

    row: int
    message: str


class Articles(Sequence["Article | None"]):
    """The articles of a batch, in the order of their texts.

    With ``errors="null"`` a text that could not be read is None here, with ``errors="skip"`` it is
    left out; either way `errors` says which and why, and `rows` gives each article's position in
    the input. A slice keeps the errors of the whole batch.
    """

    __slots__ = ("_articles", "errors", "rows")

    def __init__(
        self,
        articles: Sequence[Article | None],
        rows: Sequence[int],
        errors: Sequence[BadRow],
    ) -> None:
        self._articles = tuple(articles)
        self.rows = tuple(rows)
        self.errors = tuple(errors)

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, index: int) -> Article | None: ...
    @overload
    def __getitem__(self, index: slice) -> Articles: ...
    def __getitem__(self, index: int | slice) -> Article | Articles | None:
        if isinstance(index, slice):
            return Articles(self._articles[index], self.rows[index], self.errors)
        return self._articles[index]

    def __iter__(self) -> Iterator[Article | None]:
        return iter(self._articles)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Articles):
            return NotImplemented
        mine = self._articles, self.rows, self.errors
        return mine == (other._articles, other.rows, other.errors)

    def __hash__(self) -> int:
        return hash((self._articles, self.rows, self.errors))

    def __repr__(self) -> str:
        return f"<Articles: {len(self)}, {len(self.errors)} errors>"
