"""The notebook view of an article: values in, one escaped HTML string out.

Notebooks strip ``<style>`` and ``<script>``, so every rule is inline. Text keeps the page's own
colour and tints are half transparent, so the view reads on light and on dark pages. What the view
adds to the text (sentence numbers, label tags) is marked ``user-select:none``: copying a passage
out of it gives the article's own words.

>>> article_html("Hi.", [Sentence(0, 3, "Hi.")], [], []).count("Hi.")
1
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ._types import Entity, Name, Sentence

MAX_CHARS = 20_000
MAX_NAMES = 100
MAX_LABELS = 12
MAX_FIELD = 200  # a dictionary's name or id may be megabytes long, and is shown at every mention


class _Label(NamedTuple):
    rgb: str
    meaning: str


# Colours that stay apart for colour-blind readers: Okabe and Ito, "Color Universal Design", 2008.
_LABELS = {
    "PERSON": _Label("230,159,0", "people"),
    "ORG": _Label("86,180,233", "organizations"),
    "LOC": _Label("0,158,115", "places"),
    "NORP": _Label("204,121,167", "nationalities, religious and political groups"),
}
_OTHER = _Label("128,128,128", "")

# Controls, which a browser drops, and lone surrogates, which no file can hold, are shown as U+FFFD.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_QUIET = "opacity:.7;font-size:.85em"
# plaintext gives every paragraph the direction of its own first letter.
_TEXT = (
    "white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:start;"
    "line-height:1.9;max-width:48em"
)
# Margins on both sides: a number or a tag may stand in a paragraph that runs right to left.
_NUMBER = "user-select:none;-webkit-user-select:none;opacity:.6;font-size:.65em;margin:0 .3em"
_TAG = "user-select:none;-webkit-user-select:none;font-size:.65em;font-weight:600;margin:0 .45em"
_CELL = "text-align:start;padding:.2em .5em"
_COUNT_CELL = _CELL + ";text-align:end;font-variant-numeric:tabular-nums"


def article_html(
    text: str,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    names: Sequence[Name],
    *,
    max_chars: int = MAX_CHARS,
) -> str:
    """Return an article as HTML: its text with sentences and entities marked, then its names.

    Spans are those of an ``Article``: in order, without overlap, each entity inside its sentence.
    A text above ``max_chars`` code points is cut, at the end of a sentence where one fits, and a
    line says how much is missing; counts and names are always those of the whole article.
    """
    cut = _cut(len(text), sentences, max_chars)
    return (
        '<div style="text-align:start">'
        f'<div dir="auto" style="{_TEXT}">{_body(text, sentences, entities, cut)}</div>'
        f"{_cut_notice(len(text), cut)}"
        f"{_counts(text, sentences, entities, names)}"
        f"{_legend(sentences, entities)}"
        f"{_names_table(names)}"
        "</div>"
    )


def page(body: str, title: str) -> str:
    """Return a complete HTML document around ``body``, which is HTML; ``title`` is plain text."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_escape(title)}</title>\n</head>\n"
        '<body style="max-width:52rem;margin:2rem auto;padding:0 1.25rem;'
        'font:1rem/1.5 system-ui,sans-serif">\n'
        f"{body}\n</body>\n</html>\n"
    )


def _cut(size: int, sentences: Sequence[Sentence], max_chars: int) -> int:
    if size <= max_chars:
        return size
    return max((s.end for s in sentences if s.end <= max_chars), default=max_chars)


def _body(text: str, sentences: Sequence[Sentence], entities: Sequence[Entity], cut: int) -> str:
    mentions: dict[int, list[Entity]] = {}
    for entity in entities:
        mentions.setdefault(entity.sentence, []).append(entity)
    parts = []
    here = 0
    for index, sentence in enumerate(sentences):
        if sentence.start >= cut:
            break
        end = min(sentence.end, cut)
        parts.append(_escape(text[here : sentence.start]))
        parts.append(f"<span>{_number(index + 1)}")
        parts.append(_passage(text, sentence.start, end, mentions.get(index, ())))
        parts.append("</span>")
        here = end
    parts.append(_escape(text[here:cut]))
    return "".join(parts)


def _passage(text: str, start: int, end: int, mentions: Iterable[Entity]) -> str:
    parts = []
    here = start
    for entity in mentions:
        if entity.start >= end:
            break
        stop = min(entity.end, end)
        parts.append(_escape(text[here : entity.start]))
        parts.append(_mention(text[entity.start : stop], entity))
        here = stop
    parts.append(_escape(text[here:end]))
    return "".join(parts)


def _mention(shown: str, entity: Entity) -> str:
    rgb = _LABELS.get(entity.label, _OTHER).rgb
    return (
        f'<mark title="{_tooltip(entity)}" style="color:inherit;{_tint(rgb)}">'
        f'{_escape(shown)}<small dir="auto" style="{_TAG}">{_field(entity.label)}</small></mark>'
    )


def _tooltip(entity: Entity) -> str:
    facts = [("name", entity.name), ("label", entity.label)]
    if entity.title is not None:
        facts.append(("title", entity.title))
    if entity.role is not None:
        facts.append(("role", entity.role))
    if entity.id is not None:
        facts.append(("id", entity.id))
    facts.append(("score", f"{entity.score:.2f} ({entity.source})"))
    return "&#10;".join(f"{key}: {_field(value)}" for key, value in facts)


def _cut_notice(size: int, cut: int) -> str:
    if cut == size:
        return ""
    return (
        f'<div style="border-inline-start:.25em solid rgba(128,128,128,.6);padding:.2em .8em;'
        f'margin:.6em 0"><b>The text is cut here.</b> {cut:,} of {size:,} characters are shown, '
        f"{size - cut:,} are not. Counts and names below are those of the whole article.</div>"
    )


def _counts(
    text: str, sentences: Sequence[Sentence], entities: Sequence[Entity], names: Sequence[Name]
) -> str:
    counts = (
        _plural(len(text), "character"),
        _plural(len(sentences), "sentence"),
        _plural(len(entities), "mention"),
        _plural(len(names), "name"),
    )
    return f'<div style="{_QUIET};margin-top:1em">{" · ".join(counts)}</div>'


def _legend(sentences: Sequence[Sentence], entities: Sequence[Entity]) -> str:
    counts = Counter(entity.label for entity in entities)
    labels = _in_order(counts)
    items = [f"{_tag(label)} {_meaning(label)}{counts[label]:,}" for label in labels[:MAX_LABELS]]
    if len(labels) > MAX_LABELS:
        items.append(_plural(len(labels) - MAX_LABELS, "more label"))
    if sentences:
        items.append(f"{_number(1)}number of the sentence")
    item_style = "display:inline-block;margin-inline-end:1.5em"
    return (
        '<div style="font-size:.85em;line-height:1.9">'
        + "".join(f'<span style="{item_style}">{item}</span>' for item in items)
        + "</div>"
    )


def _in_order(counts: Counter[str]) -> list[str]:
    """The labels that are counted: those with a colour first, then the commonest."""
    own = [label for label in _LABELS if label in counts]
    return own + [label for label, _ in counts.most_common() if label not in _LABELS]


def _names_table(names: Sequence[Name]) -> str:
    if not names:
        return ""
    rows = "".join(_names_row(name) for name in names[:MAX_NAMES])
    headings = "".join(
        f'<th scope="col" style="{style};opacity:.7;font-weight:600">{heading}</th>'
        for heading, style in (
            ("Name", _CELL),
            ("Label", _CELL),
            ("Title", _CELL),
            ("Mentions", _COUNT_CELL),
            ("Id", _CELL),
        )
    )
    return (
        '<div style="overflow-x:auto">'
        '<table style="border-collapse:collapse;margin:1em 0 0;font-size:.9em">'
        f"<thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{_more_names(len(names))}"
    )


def _names_row(name: Name) -> str:
    cells = (
        (_CELL, _field(name.name)),
        (_CELL, _tag(name.label)),
        (_CELL, _field(name.title or "")),
        (_COUNT_CELL, f"{name.count:,}"),
        (_CELL, _field(name.id or "")),
    )
    return (
        '<tr style="border-top:1px solid rgba(128,128,128,.3)">'
        + "".join(f'<td dir="auto" style="{style}">{cell}</td>' for style, cell in cells)
        + "</tr>"
    )


def _more_names(count: int) -> str:
    if count <= MAX_NAMES:
        return ""
    return f'<div style="{_QUIET}">{_plural(count - MAX_NAMES, "more name")} not shown.</div>'


def _tag(label: str) -> str:
    rgb = _LABELS.get(label, _OTHER).rgb
    return f'<bdi style="{_tint(rgb)};font-size:.8em;font-weight:600">{_field(label)}</bdi>'


def _number(number: int) -> str:
    return f'<sup dir="ltr" style="{_NUMBER}">{number}</sup>'


def _meaning(label: str) -> str:
    meaning = _LABELS.get(label, _OTHER).meaning
    return f"{meaning} " if meaning else ""


def _tint(rgb: str) -> str:
    return (
        f"background-color:rgba({rgb},.25);border-bottom:2px solid rgba({rgb},.9);"
        "border-radius:.2em;padding:.1em .15em"
    )


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _field(value: str) -> str:
    """Escape a value that comes from a dictionary, and shorten one that is no name at all."""
    return _escape(value if len(value) <= MAX_FIELD else value[: MAX_FIELD - 1] + "…")


def _escape(text: str) -> str:
    """Escape text for an element or an attribute in double quotes."""
    return html.escape(_UNSHOWABLE.sub("\ufffd", text))
