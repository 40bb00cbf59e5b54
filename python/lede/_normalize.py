"""Clean text, and the way back from it."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from lede import _core
from lede._batches import BadRow, OnError, Part, Run
from lede._changes_html import changes_html
from lede._inputs import BATCH
from lede._options import FORMS, REASONS, check_together, choose, decode, shape_bits, step_bits
from lede._table import CHANGES, CLEAN, SINGLE, Column, Table
from lede._types import Change, LooseQuote

if TYPE_CHECKING:
    from typing_extensions import Buffer

    Spans = Sequence[tuple[int, int]] | Buffer

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
Shape = Literal["keep", "straight", "typographic"]

#: Repairs damage of encoding and transport only.
SAFE = ("surrogates", "c1", "controls", "lines", "ligatures")

#: The default: everything a scraped news text needs. Quotes, dashes and ellipses keep their shape.
NEWS = (*SAFE, "mojibake", "entities", "spaces", "width", "quotes", "glued")
NEWS_BITS = step_bits(NEWS)


#: The bits that the reasons of a map have, for each form by its number.
NAMES = tuple(
    {form if name == "form" else name: bit for name, bit in REASONS.items()} for form in FORMS
)


def as_array(spans: Spans) -> Buffer:
    """Return `spans` as something with a buffer."""
    if not isinstance(spans, (list, tuple)):
        return cast("Buffer", spans)
    try:
        return as_pairs([offset for start, end in spans for offset in (start, end)])
    except (TypeError, ValueError):
        raise TypeError("spans must be pairs of offsets, or an array of shape (n, 2)") from None
    except OverflowError:
        raise IndexError("a span does not lie in the text: it has offsets beyond 2**63") from None


def as_pairs(offsets: list[int]) -> Buffer:
    """Return an array of shape (n, 2), or an empty one, which cannot have that."""
    flat = array("q", offsets)
    return memoryview(flat).cast("B").cast("q", [len(flat) // 2, 2]) if flat else flat


class Normalized(_core.Normalized):
    """A clean text with every change that led to it and the map between the two texts.

    `text` is the clean text, `source` the one that was passed in. They are one and the same object
    when nothing had to change.
    """

    __slots__ = ("_changes",)
    _changes: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every edit in order; its reason names the steps that made it, joined by ``+``."""
        if not hasattr(self, "_changes"):
            edits = self._edits()
            reasons = {bits: self._reason(bits) for bits in {edit[-1] for edit in edits}}
            self._changes = tuple(Change(*edit[:-1], reasons[edit[-1]]) for edit in edits)
        return self._changes

    @property
    def unicode_version(self) -> str:
        """The version of Unicode that the form follows, that of the linked utf8proc."""
        return _core.versions()[0]

    def _reason(self, bits: int) -> str:
        return "+".join(name for name, bit in self._names.items() if bits & bit)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that clean text ``text[start:end]`` comes from.

        Offsets are code points. A span that touches a change covers all that it replaced; text that
        was taken out at its very border stays outside. IndexError for a span outside of the text.

        >>> import lede
        >>> clean = lede.normalize("AT&amp;T  Corp", changes=True)
        >>> clean.text, clean.to_source(0, 4)
        ('AT&T Corp', (0, 8))
        """
        return super().to_source(start, end)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the clean text that ``source[start:end]`` became; see `to_source`."""
        return super().to_clean(start, end)

    def to_source_many(self, spans: Spans) -> memoryview:
        """Return `to_source` of many spans at once, as an array of shape (n, 2).

        `spans` is such an array too, of integers with 32 or 64 bits in any object with a buffer
        (numpy, Arrow), or a sequence of pairs. The result has the type of the input, 64 bits for
        pairs; ``numpy.asarray`` takes it without a copy. IndexError for a span outside of the text.

        >>> import lede
        >>> clean = lede.normalize("AT&amp;T  Corp", changes=True)
        >>> clean.to_source_many([(0, 4), (5, 9)]).tolist()
        [[0, 8], [10, 14]]
        """
        return _core.map_spans(self, as_array(spans), True)

    def to_clean_many(self, spans: Spans) -> memoryview:
        """Return `to_clean` of many spans at once; see `to_source_many`."""
        return _core.map_spans(self, as_array(spans), False)

    @property
    def loose_quotes(self) -> tuple[LooseQuote, ...]:
        """Quotes of the clean text that have no partner in their paragraph; nothing is changed.

        A quotation of several paragraphs opens each of them and closes the last alone (AP
        stylebook, "quotation marks"), so a quote is not loose if the next paragraph begins with one
        like it. Single quotes look like apostrophes and are not counted. Offsets are those of the
        source.

        >>> import lede
        >>> lede.normalize("“We won, he said.", changes=True).loose_quotes
        (LooseQuote(start=0, end=1, text='“', kind='unclosed', paragraph=0),)
        """
        return tuple(LooseQuote(*loose) for loose in _core.loose_quotes(self))

    def __eq__(self, other: object) -> bool:
        """Compare both texts and every change."""
        if not isinstance(other, Normalized):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((self.source, self.text))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the source and what changed there, which together are the clean text."""
        return _restored, (type(self), self._names, self.source, self._edits())

    def _parts(self) -> tuple[object, ...]:
        return self.source, self.text, self.changes

    def _repr_html_(self) -> str:
        return changes_html(self.text, self.changes)

    def __repr__(self) -> str:
        count = len(self._edits())
        return f"<Normalized {len(self.text)} characters, {count} change{'s' * (count != 1)}>"


def _restored(
    kind: type[Normalized],
    names: dict[str, int],
    source: str,
    edits: list[tuple[int, int, str, str, int]],
) -> Normalized:
    """Return what was pickled."""
    pieces: list[str] = []
    done = 0
    for start, end, _, after, _ in edits:
        pieces += (source[done:start], after)
        done = end
    text = "".join(pieces) + source[done:] if edits else source
    return _core.restored(kind, names, source, text, edits)


@overload
def normalize(
    text: str | bytes,
    *,
    form: Form = ...,
    steps: Iterable[str] = ...,
    quotes: Shape = ...,
    dashes: Shape = ...,
    ellipsis: Shape = ...,
    changes: Literal[False] = ...,
    errors: Literal["raise", "replace"] = ...,
) -> str: ...
@overload
def normalize(
    text: str | bytes,
    *,
    form: Form = ...,
    steps: Iterable[str] = ...,
    quotes: Shape = ...,
    dashes: Shape = ...,
    ellipsis: Shape = ...,
    changes: Literal[True],
    errors: Literal["raise", "replace"] = ...,
) -> Normalized: ...
def normalize(
    text: str | bytes,
    *,
    form: Form = "NFC",
    steps: Iterable[str] = NEWS,
    quotes: Shape = "keep",
    dashes: Shape = "keep",
    ellipsis: Shape = "keep",
    changes: bool = False,
    errors: Literal["raise", "replace"] = "raise",
) -> str | Normalized:
    """Return clean text; with ``changes=True`` a :class:`Normalized` that knows the way back.

    `form` is a normalization form of UAX #15. `steps` are, in whatever order they are given:

    ``mojibake``
        decodes UTF-8 that was read as windows-1250 to 1254 or 1257, latin-1 or latin-2, Mac Roman
        or code page 437, where that is certain: ``cafÃ©`` to ``café``
    ``surrogates``
        joins pairs of surrogates and makes lone ones U+FFFD; done whether asked for or not
    ``c1``
        reads C1 controls as windows-1252: U+0093 is ``“``, U+0085 is ``…``
    ``controls``
        takes out C0 and C1 controls, terminal escapes (ECMA-48), soft hyphens, zero-width spaces,
        bidi controls and byte order marks (the joiners U+200C and U+200D stay: Persian, Indic
        scripts and emoji need them)
    ``entities``
        reads HTML references (WHATWG), however often they were escaped; the old names without a
        semicolon only where they can be no part of an address or a longer word
    ``width``
        gives full-width letters, digits and signs and half-width kana and jamo their usual width;
        the full-width marks of Chinese and Japanese clauses stay, but not within numbers
    ``ligatures``
        spells out U+FB00 to U+FB06: ``ﬁ`` to ``fi``
    ``lines``
        makes every line end a line feed; U+2029, which ends a paragraph, two (Unicode 15.0, 5.8)
    ``spaces``
        makes white space of any kind one space, one line end or one blank line between paragraphs
    ``quotes``
        moves a closing quote from the wrong side of a space: ``Iran, ”said`` to ``Iran,” said``
    ``glued``
        puts back a space that was lost between two sentences: ``said.He left`` to
        ``said. He left``; addresses, file names, initials and numbers keep their stops

    The default, `lede.NEWS`, has all of these. `lede.SAFE` repairs encoding and transport alone:
    surrogates, c1, controls, ligatures, lines. Two more are for texts that need them,
    ``steps=(*lede.NEWS, "wrapped")``:

    ``wrapped``
        joins the lines of paragraphs that were broken at one width, and words broken at a hyphen
        where the rest of the text spells them without it; needs lines or spaces
    ``repeated``
        leaves one of marks typed more than once: ``What??!!`` to ``What?!``

    `quotes`, `dashes` and `ellipsis` say what shape those marks are to have. ``"straight"`` is that
    of a typewriter: ``" ' - -- ...``; ``"typographic"`` that of a printer: ``“ ” ‘ ’ – — …``, where
    it is clear which one is meant (feet, inches, hyphens and rules stay); ``"keep"`` leaves them.

    Doing it twice changes nothing more. Bytes must be UTF-8 (:class:`EncodingError`) unless
    ``errors="replace"``.

    >>> import lede
    >>> lede.normalize("Caf&eacute;\\u00a0“closed, ”he said.")
    'Café “closed,” he said.'
    >>> lede.normalize("'It's over' -- so he said...", quotes="typographic", dashes="typographic")
    '‘It’s over’ — so he said...'
    >>> text = "Nothing to do."
    >>> lede.normalize(text) is text
    True
    """
    string = text if type(text) is str and errors == "raise" else decode(text, errors=errors)
    if steps is NEWS and form == "NFC" and quotes == dashes == ellipsis == "keep":
        form_number, bits, shapes = 0, NEWS_BITS, 0
    else:
        form_number, bits, shapes = _settings(form, steps, quotes, dashes, ellipsis)
    if changes:
        names = NAMES[form_number]
        return _core.normalize_with_map(Normalized, names, string, form_number, bits, shapes)
    return _core.normalize(string, form_number, bits, shapes)


def _settings(
    form: str, steps: Iterable[str], quotes: str, dashes: str, ellipsis: str
) -> tuple[int, int, int]:
    """Return the numbers by which the core knows the options of `normalize`."""
    form_number = choose("form", form, FORMS)
    bits = NEWS_BITS if steps is NEWS else step_bits(steps)
    shapes = shape_bits(quotes, dashes, ellipsis)
    check_together(bits, form, ellipsis)
    return form_number, bits | (REASONS["typography"] if shapes else 0), shapes


class CleanTexts(Column):
    """Many clean texts: a column for data frames, and a collection of strings.

    A text that needed nothing is the object that was passed in. Missing texts, and with
    ``errors="null"`` bad ones, are None. `changes` is the table of all edits.
    """

    __slots__ = ()

    def __init__(self, parts: Sequence[Part], errors: Sequence[BadRow]) -> None:
        super().__init__(CLEAN, SINGLE, parts, errors)

    @property
    def changes(self) -> Table[Change]:
        """All edits: article and the fields of :class:`Change`."""
        return Table(CHANGES, Change._make, self._parts, self.errors)

    def __iter__(self) -> Iterator[str | None]:
        for core, _, start, stop in self._parts:
            for i in range(start, stop):
                yield None if core.is_missing(i) else core.clean(i)


def normalize_many(
    texts: Any,
    *,
    text: str | None = None,
    form: Form = "NFC",
    steps: Iterable[str] = NEWS,
    quotes: Shape = "keep",
    dashes: Shape = "keep",
    ellipsis: Shape = "keep",
    threads: int | None = None,
    batch: int = BATCH,
    progress: bool = False,
    errors: OnError = "raise",
) -> CleanTexts:
    """Return the clean texts of many; options as in `normalize` and `Reader.read_many`.

    >>> clean = normalize_many(["Caf&eacute;", None, "Plain."])
    >>> list(clean)
    ['Café', None, 'Plain.']
    >>> [(row, change.reason) for row, change in clean.changes.rows()]
    [(0, 'entities')]
    """
    settings = _settings(form, steps, quotes, dashes, ellipsis)
    work = functools.partial(_core.batch_normalize, *settings)
    run = Run(
        texts,
        work,
        column=text,
        threads=threads,
        batch=batch,
        progress=progress,
        errors=errors,
    )
    return CleanTexts([part for parts in run for part in parts], run.errors)
