"""The notebook views of many articles and of a table.

Pure, as in `_html`: values in, one escaped HTML string out, every rule inline, tints half
transparent so that it reads on light and on dark pages.

>>> table_html(["article", "text"], [(0, "Hi.")], 1).count("Hi.")
1
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lede._html import (
    _CELL,
    _COUNT_CELL,
    _LABELS,
    _OTHER,
    _QUIET,
    _field,
    _in_order,
    _meaning,
    _plural,
    _tag,
    _tint,
    article_html,
)
from lede._types import Name

if TYPE_CHECKING:
    from lede._article import Article, Articles
    from lede._batches import BadRow

MAX_ARTICLES = 10
MAX_PREVIEW = 4_000  # characters of each
MAX_LINE = 120  # characters of the line that stands for it
MAX_NAMES = 8
MAX_LABELS = 12
MAX_ERRORS = 12
MAX_CELL = 60  # characters

_RULE = "border-top:1px solid rgba(128,128,128,.3)"
_LINE = "font-weight:600;overflow-wrap:anywhere"
# A name stays on one line; the space behind each is where a line may end.
_NAME = "white-space:nowrap;font-size:.85em;margin-inline-end:.35em"


def articles_html(articles: Articles) -> str:
    """Return a batch as HTML: how much there is, what could not be read, the first articles."""
    counts = (
        _plural(len(articles), "article"),
        _plural(len(articles.sentences), "sentence"),
        _plural(len(articles.entities), "mention"),
        _plural(len(articles.errors), "error"),
    )
    shown = articles[:MAX_ARTICLES]
    bad = {error.row for error in articles.errors}
    rows = "".join(
        _article_row(row, article, row in bad)
        for row, article in zip(shown.rows, shown, strict=True)
    )
    more = len(articles) - len(shown)
    rest = (
        f'<div style="{_QUIET};{_RULE};padding-top:.4em">'
        f"{_plural(more, 'more article')} not shown.</div>"
    )
    return (
        f'<div style="text-align:start"><div style="{_QUIET}">{" · ".join(counts)}</div>'
        f"{_legend(shown)}{_errors_list(articles.errors)}{rows}{rest if more else ''}</div>"
    )


def table_html(columns: Sequence[str], rows: Sequence[tuple[object, ...]], total: int) -> str:
    """Return a table as HTML, of which `rows` are the first; `total` is how many there are."""
    numeric = [
        all(isinstance(row[i], (int, float)) and not isinstance(row[i], bool) for row in rows)
        for i in range(len(columns))
    ]
    styles = [_COUNT_CELL if number else _CELL for number in numeric]
    head = "".join(
        f'<th scope="col" style="{style};opacity:.7;font-weight:600">{_field(name)}</th>'
        for name, style in zip(columns, styles, strict=True)
    )
    body = "".join(
        f'<tr style="{_RULE}">'
        + "".join(
            f'<td dir="auto" style="{style}">{_cell(value)}</td>'
            for value, style in zip(row, styles, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    first = f"The first {len(rows):,} of " if len(rows) < total else ""
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:.9em">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<div style="{_QUIET}">{first}{_plural(total, "row")}</div>'
    )


def _article_row(row: int, article: Article | None, bad: bool) -> str:
    style = f"{_RULE};padding:.4em 0"
    if article is None:
        why = "could not be read" if bad else "no text"
        return f'<div style="{_QUIET};{style}">{row}: {why}</div>'
    names = "".join(_name(name) for name in article.names[:MAX_NAMES])
    more = len(article.names) - MAX_NAMES
    names += f'<span style="{_QUIET}">and {more:,} more</span>' if more > 0 else ""
    date = (
        f' <bdi style="{_QUIET};white-space:nowrap">{article.date.isoformat()}</bdi>'
        if article.date
        else ""
    )
    view = article_html(
        article.text, article.sentences, article.entities, article.names, max_chars=MAX_PREVIEW
    )
    return (
        f'<details style="{style}"><summary dir="auto" style="cursor:pointer;line-height:1.7">'
        f'<span style="{_QUIET}">{row}:</span> <span style="{_LINE}">{_first_line(article.clean)}'
        f'</span>{date}<span style="display:block">{names}</span></summary>'
        f'<div style="margin:.4em 0 .8em">{view}</div></details>'
    )


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return _field(_cut(line, MAX_LINE)) or f'<span style="{_QUIET};font-weight:400">empty</span>'


def _name(name: Name) -> str:
    rgb = _LABELS.get(name.label, _OTHER).rgb
    count = f" ×{name.count:,}" if name.count > 1 else ""
    return (
        f'<bdi title="{_field(name.label)}" style="{_NAME};{_tint(rgb)}">'
        f"{_field(_cut(name.name, MAX_CELL))}{count}</bdi> "
    )


def _legend(shown: Articles) -> str:
    """The kinds of names in the articles that are shown."""
    counts = Counter(entity.label for _, entity in shown.entities.rows())
    labels = _in_order(counts)[:MAX_LABELS]
    items = " &nbsp; ".join(f"{_tag(label)} {_meaning(label)}".strip() for label in labels)
    return f'<div style="font-size:.85em;line-height:1.9">{items}</div>' if items else ""


def _errors_list(errors: Sequence[BadRow]) -> str:
    """What each error says; it names its row."""
    items = "".join(f"<li>{_field(error.message)}</li>" for error in errors[:MAX_ERRORS])
    more = len(errors) - MAX_ERRORS
    items += f"<li>{_plural(more, 'more error')} not shown.</li>" if more > 0 else ""
    return f'<ul style="margin:.4em 0;font-size:.9em">{items}</ul>' if items else ""


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    text = "" if value is None else str(value)
    if text and not text.strip():
        text = repr(text)  # what normalization changed is often white space
    return _field(_cut(text, MAX_CELL))


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"
