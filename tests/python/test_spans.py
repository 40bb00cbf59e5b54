"""Arrays of spans through the map of a normalized text."""

from __future__ import annotations

from array import array
from typing import Any

import lede
import pytest

CLEAN = lede.normalize("AT&amp;T  “Corp, ”said", changes=True)


def pairs(kind: str, *offsets: int) -> memoryview:
    return memoryview(array(kind, offsets)).cast("B").cast(kind, [len(offsets) // 2, 2])


@pytest.mark.parametrize(("kind", "size"), [("i", 4), ("I", 4), ("q", 8), ("Q", 8)])
def test_the_result_has_the_type_of_the_array(kind: str, size: int) -> None:
    result = CLEAN.to_source_many(pairs(kind, 0, 4, 5, 6))
    assert (result.format, result.itemsize, result.shape) == (kind, size, (2, 2))
    assert result.tolist() == [list(CLEAN.to_source(0, 4)), list(CLEAN.to_source(5, 6))]


def test_no_spans_are_an_array_of_none() -> None:
    for nothing in ([], (), array("i"), pairs("q", 0, 0)[:0]):
        assert CLEAN.to_clean_many(nothing).shape == (0, 2)


def test_a_text_that_stays_maps_to_itself() -> None:
    clean = lede.normalize("Plain.", changes=True)
    assert clean.to_source_many([(0, 5), (2, 2)]).tolist() == [[0, 5], [2, 2]]


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 1000), (0, 2**40)])
def test_spans_outside_of_the_text_are_named(span: tuple[int, int]) -> None:
    with pytest.raises(IndexError, match=rf"span 1, \({span[0]}, {span[1]}\), does not lie"):
        CLEAN.to_source_many([(0, 1), span])


@pytest.mark.parametrize(
    "spans",
    [
        None,
        5,
        "ab",
        b"abcdefgh",
        [1, 2],
        [(1, 2, 3)],
        [("a", "b")],
        [(0.5, 1.5)],
        array("i", [0, 1]),
        array("d", [0, 1]),
        pairs("i", 0, 1, 2, 3).cast("B").cast("i", [1, 4]),
        pairs("h", 0, 1),
    ],
)
def test_other_things_are_no_spans(spans: Any) -> None:
    with pytest.raises(TypeError, match="spans must be"):
        CLEAN.to_clean_many(spans)


def test_arrays_of_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    spans = numpy.array([[0, 4], [5, 9], [1, 2]], dtype=numpy.int32)
    for view in (spans, spans[::-1], spans[::2], numpy.asfortranarray(spans)):
        result = numpy.asarray(CLEAN.to_source_many(view))
        assert result.dtype == spans.dtype
        assert result.tolist() == [list(CLEAN.to_source(*map(int, span))) for span in view]
    empty = CLEAN.to_source_many(numpy.zeros((0, 2), dtype=numpy.int64))
    assert numpy.asarray(empty).shape == (0, 2)
    for bad in (spans.astype(float), spans.astype(">i8"), spans[:, :1], spans[0]):
        with pytest.raises(TypeError, match="spans must be"):
            CLEAN.to_source_many(bad)


@pytest.mark.parametrize("offset", [2**31, 2**32 + 1, 2**63, 2**70, -(2**70)])
def test_offsets_of_any_size_are_outside_of_the_text(offset: int) -> None:
    for call in (CLEAN.to_source, CLEAN.to_clean):
        with pytest.raises(IndexError):
            call(0, offset)
    for spans in ([(0, offset)], [(offset, offset)]):
        with pytest.raises(IndexError, match="does not lie in"):
            CLEAN.to_source_many(spans)
