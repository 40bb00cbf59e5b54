"""The values lede returns: immutable, hashable, comparable.

Offsets are code points of the caller's text. Every span is half-open, so that
``text[value.start:value.end] == value.text`` holds for each of them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lede._core import Match as Match


class Sentence(NamedTuple):
    """One sentence or segment (a headline, a metadata line) of an article."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name.

        >>> Sentence(0, 3, "Hi.").to_dict()
        {'start': 0, 'end': 3, 'text': 'Hi.'}
        """
        return self._asdict()


class Entity(NamedTuple):
    """One mention of a name.

    ``label`` is PERSON, ORG, LOC or NORP, or a label of your own dictionary. ``name`` is how an
    analyst would list the entity, ``id`` the dictionary's identifier. ``title`` is the rank, office
    or form of address before a person's name ("General", "Prime Minister"), ``role`` what else the
    text says right there that the person is ("spokesman", "top US commander in the Middle East").
    ``source`` is the layer that found it (``gazetteer``, ``tagger`` or ``alias``), ``score`` the
    share in [0, 1] of right ones among mentions that the tagger is as sure of (docs/entities.md; 1
    for dictionaries of your own), and ``sentence`` an index into the sentences. ``ambiguous``
    is true for a short form that fits several names of the article: a surname that two people bear
    goes to the one named in full last.
    """

    start: int
    end: int
    text: str
    label: str
    name: str
    id: str | None
    title: str | None
    role: str | None
    source: str
    score: float
    sentence: int
    ambiguous: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()


class Name(NamedTuple):
    """One row of the table of names.

    ``title`` and ``role`` are the first that the text gives, ``mentions`` are indexes into the
    article's entities.
    """

    name: str
    label: str
    id: str | None
    title: str | None
    role: str | None
    mentions: tuple[int, ...]
    count: int  # type: ignore[assignment]  # tuple.count, of no use to a row of names

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()


class Change(NamedTuple):
    """One edit of :func:`lede.normalize`: ``before`` stood at ``text[start:end]`` of the source."""

    start: int
    end: int
    before: str
    after: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()


class LooseQuote(NamedTuple):
    """A quote without its partner: ``kind`` is ``unclosed`` or ``unopened``.

    ``paragraph`` counts the paragraphs of the clean text from 0.
    """

    start: int
    end: int
    text: str
    kind: str
    paragraph: int

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()
