"""Normalization on any text: idempotent, well-formed, and every change leads back."""

from __future__ import annotations

import unicodedata
from array import array
from typing import Any

import lede
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import encodable_texts, normalizations, texts

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
OPTIONS = normalizations()
NOTHING = {"form": "NFC", "steps": (), "quotes": "keep", "dashes": "keep", "ellipsis": "keep"}


def numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


#: Characters that Python's tables and those of the linked utf8proc both know. Python's oldest
#: tables know a part of what any newer ones do.
KNOWN = (
    unicodedata
    if numbers(unicodedata.unidata_version) <= numbers(lede.versions()["unicode"])
    else unicodedata.ucd_3_2_0
)


def is_known(character: str) -> bool:
    return KNOWN.category(character) not in ("Cn", "Cs")


@given(texts(), OPTIONS)
def test_doing_it_twice_changes_nothing_more(text: str, options: dict[str, Any]) -> None:
    once = lede.normalize(text, **options)
    assert lede.normalize(once, **options) is once


@given(texts(), OPTIONS)
def test_result_is_well_formed(text: str, options: dict[str, Any]) -> None:
    clean = lede.normalize(text, **options)
    clean.encode()  # no surrogate is left
    if set(text) <= set(map(chr, range(0x20, 0x7F))) and options == NOTHING:
        assert clean is text


@given(st.lists(st.one_of(st.characters(), texts(3)), max_size=12).map("".join))
def test_form_alone_is_that_of_the_standard(text: str) -> None:
    text = "".join(filter(is_known, text))
    for form in FORMS:
        assert lede.normalize(text, form=form, steps=()) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("form", FORMS)
def test_form_of_every_single_character_is_that_of_the_standard(form: str) -> None:
    characters = "\n".join(filter(is_known, map(chr, range(0x110000))))
    assert lede.normalize(characters, form=form, steps=()) == unicodedata.normalize(
        form, characters
    )


@given(texts(), OPTIONS)
def test_both_ways_to_ask_agree(text: str, options: dict[str, Any]) -> None:
    clean = lede.normalize(text, **options, changes=True)
    assert clean.source is text
    assert clean.text == lede.normalize(text, **options)
    assert (clean.text is text) == (not clean.changes)


@given(encodable_texts(), OPTIONS)
def test_bytes_are_the_text_they_encode(text: str, options: dict[str, Any]) -> None:
    of_bytes = lede.normalize(text.encode(), **options, changes=True)
    of_text = lede.normalize(text, **options, changes=True)
    assert (of_bytes.text, of_bytes.changes) == (of_text.text, of_text.changes)


def aligned(clean: lede.Normalized) -> list[tuple[range, range]]:
    """The stretches of source and clean text that answer to each other, one by one.

    A slow and plain reading of the changes: each of them is one stretch, and each character
    between them too.
    """
    stretches: list[tuple[range, range]] = []
    at_source = at_clean = 0
    for start, end, _, after, _ in [*clean.changes, (len(clean.source),) * 2 + ("", "", "")]:
        while at_source < start:
            stretches.append((range(at_source, at_source + 1), range(at_clean, at_clean + 1)))
            at_source, at_clean = at_source + 1, at_clean + 1
        stretches.append((range(start, end), range(at_clean, at_clean + len(after))))
        at_source, at_clean = end, at_clean + len(after)
    return stretches


def covering(
    stretches: list[tuple[range, range]], side: int, start: int, end: int
) -> tuple[int, int]:
    """The other side of all stretches that a span of at least one character touches."""
    touched = [s[1 - side] for s in stretches if s[side].start < end and start < s[side].stop]
    return touched[0].start, touched[-1].stop


@given(texts(), OPTIONS)
def test_changes_lead_from_one_text_to_the_other(text: str, options: dict[str, Any]) -> None:
    clean = lede.normalize(text, **options, changes=True)
    forth, back, behind = [], [], 0
    for source, target in aligned(clean):
        assert source.start == behind
        behind = source.stop
        forth.append(clean.text[target.start : target.stop])
        back.append(clean.source[source.start : source.stop])
    assert "".join(forth) == clean.text
    assert "".join(back) == clean.source
    rebuilt, position = "", 0
    for change in clean.changes:
        assert change.before == text[change.start : change.end] != change.after
        assert change.start >= position
        rebuilt += text[position : change.start] + change.after
        position = change.end
    assert rebuilt + text[position:] == clean.text


@given(texts(), OPTIONS, st.data())
def test_spans_map_to_the_smallest_cover(
    text: str, options: dict[str, Any], data: st.DataObject
) -> None:
    clean = lede.normalize(text, **options, changes=True)
    stretches = aligned(clean)
    for side, length, there in (
        (0, len(clean.source), clean.to_clean),
        (1, len(clean.text), clean.to_source),
    ):
        if length == 0:
            assert there(0, 0)[0] <= there(0, 0)[1]
            continue
        start = data.draw(st.integers(0, length - 1))
        end = data.draw(st.integers(start + 1, length))
        assert there(start, end) == covering(stretches, side, start, end)


@given(texts(), OPTIONS)
def test_maps_are_monotone_and_stay_inside(text: str, options: dict[str, Any]) -> None:
    clean = lede.normalize(text, **options, changes=True)
    for there, length, limit in (
        (clean.to_source, len(clean.text), len(text)),
        (clean.to_clean, len(text), len(clean.text)),
    ):
        spans = [there(at, at) for at in range(length + 1)]
        assert all(0 <= start <= end <= limit for start, end in spans)
        assert spans == sorted(spans)
        assert all(there(at, length) >= there(max(at - 1, 0), length) for at in range(length + 1))
        for outside in ((-1, 0), (0, length + 1), (1, 0)):
            with pytest.raises(IndexError):
                there(*outside)


@given(texts(), OPTIONS, st.data())
def test_many_spans_are_each_of_them(
    text: str, options: dict[str, Any], data: st.DataObject
) -> None:
    clean = lede.normalize(text, **options, changes=True)
    for length, one, many in (
        (len(clean.text), clean.to_source, clean.to_source_many),
        (len(text), clean.to_clean, clean.to_clean_many),
    ):
        ends = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)
        spans = [tuple(ends) for ends in data.draw(st.lists(ends, max_size=5))]
        kind = data.draw(st.sampled_from("iIlLqQ"))
        flat = array(kind, [offset for span in spans for offset in span])
        pairs = memoryview(flat).cast("B").cast(kind, [len(spans), 2]) if spans else flat
        expected = [list(one(*span)) for span in spans]
        assert many(spans).tolist() == many(pairs).tolist() == expected
        assert many(pairs).itemsize == flat.itemsize
        if spans:
            backwards = pairs[::-1]
            assert many(backwards).tolist() == expected[::-1]


@given(texts(), OPTIONS)
def test_loose_quotes_are_quotes_of_the_source(text: str, options: dict[str, Any]) -> None:
    clean = lede.normalize(text, **options, changes=True)
    loose = clean.loose_quotes
    assert [q.start for q in loose] == sorted(q.start for q in loose)
    for quote in loose:
        assert text[quote.start : quote.end] == quote.text
        assert 0 <= quote.paragraph <= clean.text.count("\n\n")
        start, end = clean.to_clean(quote.start, quote.end)
        assert set(clean.text[start:end]) & set('"“”„«»「」『』')
