"""The notebook view of a normalized text: the changes in place, by reason.

Pure, as in `_html`: values in, one escaped HTML string out, every rule inline, tints half
transparent so that it reads on light and on dark pages. What was taken out is struck through, what
came in its place is marked; copying a passage gives the clean text alone.

>>> changes_html("Hi.", []).count("Hi.")
1
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lede._html import _QUIET, _TEXT, _escape, _plural, _tint
from lede._types import Change

MAX_CHARS = 20_000
MAX_CHANGES = 2_000
MAX_FIELD = 200  # characters of one change

# Okabe and Ito, "Color Universal Design", 2008: by what kind of damage it was.
_KINDS = {
    "encoding": ("213,94,0", ("mojibake", "surrogates", "c1", "entities")),
    "characters": ("86,180,233", ("controls", "width", "ligatures", "NFC", "NFD", "NFKC", "NFKD")),
    "white space": ("128,128,128", ("spaces", "lines", "wrapped")),
    "news": ("0,158,115", ("quotes", "glued", "repeated", "typography")),
}
_COLOURS = {reason: rgb for rgb, reasons in _KINDS.values() for reason in reasons}
_OTHER = "204,121,167"  # of the search key

# What one cannot see, shown where it was taken out or put in.
_SIGNS = {"\n": "↵", "\r": "␍", "\t": "⇥", " ": "␣", "\xa0": "⍽"}
_GONE = "user-select:none;-webkit-user-select:none;opacity:.6"


def changes_html(text: str, changes: Sequence[Change], *, max_chars: int = MAX_CHARS) -> str:
    """Return a clean text as HTML, with what each change took out and put in, then their counts.

    `changes` are those of a ``Normalized`` of `text`, in order. A text of more than ``max_chars``
    code points or of more than 2,000 changes is cut, and a line says so; counts are those of the
    whole.
    """
    cut = _cut(len(text), changes, max_chars)
    return (
        '<div style="text-align:start">'
        f'<div dir="auto" style="{_TEXT}">{_body(text, changes[:MAX_CHANGES], cut)}</div>'
        f"{_cut_notice(len(text), cut)}"
        f"{_legend(text, changes)}"
        "</div>"
    )


def _cut(size: int, changes: Sequence[Change], max_chars: int) -> int:
    if len(changes) <= MAX_CHANGES:
        return min(size, max_chars)
    shown = changes[:MAX_CHANGES]
    shift = sum(len(change.after) - (change.end - change.start) for change in shown)
    return min(size, max_chars, changes[MAX_CHANGES].start + shift)


def _body(text: str, changes: Sequence[Change], cut: int) -> str:
    parts = []
    shift = here = 0  # how far the clean text is ahead of the source; what is written of it
    for change in changes:
        start = change.start + shift
        if start > cut:
            break
        parts.append(_escape(text[here:start]))
        parts.append(_mark(change))
        here = start + len(change.after)
        shift += len(change.after) - (change.end - change.start)
    parts.append(_escape(text[here : max(here, cut)]))
    return "".join(parts)


def _mark(change: Change) -> str:
    before = f'<del style="{_GONE};text-decoration:line-through">{_shown(change.before)}</del>'
    line = f'<span style="{_GONE}">↵</span>\n'
    return (
        f'<mark title="{_escape(change.reason)}" style="color:inherit;'
        f'{_tint(_colour(change.reason))}">{before if change.before else ""}'
        f"{_escape(change.after).replace(chr(10), line)}</mark>"
    )


def _shown(text: str) -> str:
    cut = text if len(text) <= MAX_FIELD else text[: MAX_FIELD - 1] + "…"
    return _escape("".join(_sign(character) for character in cut))


def _sign(character: str) -> str:
    """Return a character, or what stands for one that cannot be seen."""
    if character in _SIGNS:
        return _SIGNS[character]
    return character if character.isprintable() else f"⟨{ord(character):04X}⟩"


def _colour(reason: str) -> str:
    return next((_COLOURS[part] for part in reason.split("+") if part in _COLOURS), _OTHER)


def _cut_notice(size: int, cut: int) -> str:
    if size <= cut:
        return ""
    return (
        f'<div style="{_QUIET};margin-top:.6em"><b>The text is cut here.</b> {cut:,} of '
        f"{size:,} characters are shown. The counts below are those of the whole text.</div>"
    )


def _legend(text: str, changes: Sequence[Change]) -> str:
    counts = Counter(part for change in changes for part in change.reason.split("+"))
    items = "".join(
        f'<span style="display:inline-block;margin-inline-end:1.5em">'
        f'<bdi style="{_tint(_colour(reason))};font-size:.8em;font-weight:600">{_escape(reason)}'
        f"</bdi> {count:,}</span>"
        for reason, count in counts.most_common()
    )
    summary = f"{_plural(len(text), 'character')} · {_plural(len(changes), 'change')}"
    return (
        f'<div style="{_QUIET};margin-top:1em">{summary}</div>'
        f'<div style="font-size:.85em;line-height:1.9">{items}</div>'
    )
