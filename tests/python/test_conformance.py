"""The conformance test of UAX #15: NormalizationTest.txt of Unicode, all rows, all forms."""

from __future__ import annotations

import bz2
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lede
import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "normalize"
PLACES = {
    "15.0": (
        Path("/usr/share/unicode/NormalizationTest.txt.bz2"),
        Path("/usr/share/unicode/NormalizationTest.txt"),
        SHARED / "ucd-15.0.0" / "NormalizationTest.txt",
    ),
    "16.0": (SHARED / "ucd-16.0.0" / "NormalizationTest-16.0.txt",),
}


class Row(NamedTuple):
    """The columns of the file: a text and its four forms."""

    source: str
    nfc: str
    nfd: str
    nfkc: str
    nfkd: str


def numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def read_rows(content: str) -> Iterator[Row]:
    for line in content.splitlines():
        if line and line[0] not in "#@":
            columns = line.split(";")[:5]
            yield Row(*("".join(chr(int(c, 16)) for c in column.split()) for column in columns))


def is_older(version: str, other: str) -> bool:
    return numbers(version) < numbers(other)


def known_to_all(linked: str) -> set[str]:
    """The characters that Python's newest tables which are not newer than the library's know."""
    tables = unicodedata.ucd_3_2_0 if is_older(linked, unicodedata.unidata_version) else unicodedata
    return {chr(c) for c in range(0x110000) if tables.category(chr(c)) != "Cn"}


@pytest.fixture(scope="module", params=PLACES)
def table(request: pytest.FixtureRequest) -> tuple[list[Row], str]:
    """All rows of one version of the file, and that version."""
    place = next(filter(Path.exists, PLACES[request.param]), None)
    if place is None:
        pytest.skip("there is no NormalizationTest.txt (Debian has it in the package unicode-data)")
    raw = place.read_bytes()
    content = (bz2.decompress(raw) if place.suffix == ".bz2" else raw).decode()
    version = request.param
    if "NormalizationTest-" in content:
        version = content.split("NormalizationTest-", 1)[1].split(".txt", 1)[0]
    return list(read_rows(content)), version


@pytest.fixture(scope="module")
def rows(table: tuple[list[Row], str]) -> list[Row]:
    """The rows without those of characters that are too new for the linked library."""
    found, version = table
    linked = lede.versions()["unicode"]
    if is_older(linked, version):
        known = known_to_all(linked)
        found = [row for row in found if set("".join(row)) <= known]
    assert len(found) > 18_000
    return found


def form(text: str, name: str) -> str:
    return lede.normalize(text, form=name, steps=())


def test_canonical_forms(rows: list[Row]) -> None:
    for row in rows:
        for text in (row.source, row.nfc, row.nfd):
            assert form(text, "NFC") == row.nfc, row
            assert form(text, "NFD") == row.nfd, row
        for text in (row.nfkc, row.nfkd):
            assert form(text, "NFC") == row.nfkc, row
            assert form(text, "NFD") == row.nfkd, row


def test_compatibility_forms(rows: list[Row]) -> None:
    for row in rows:
        for text in row:
            assert form(text, "NFKC") == row.nfkc, row
            assert form(text, "NFKD") == row.nfkd, row


def test_characters_that_are_in_no_row_stay(table: tuple[list[Row], str]) -> None:
    """Part 1 of the file lists every character that any form changes."""
    listed = {row.source for row in table[0] if len(row.source) == 1}
    surrogates = range(0xD800, 0xE000)
    others = [chr(c) for c in range(0x110000) if c not in surrogates and chr(c) not in listed]
    text = "\n".join(others)
    for name in ("NFC", "NFD", "NFKC", "NFKD"):
        assert form(text, name) is text


def test_rows_one_behind_the_other(rows: list[Row]) -> None:
    """In one long text, where the borders between segments matter."""
    source, *forms = ("\n".join(column) for column in zip(*rows, strict=True))
    for name, expected in zip(("NFC", "NFD", "NFKC", "NFKD"), forms, strict=True):
        assert form(source, name) == expected


def test_the_place_before_the_first_trailing_jamo_stays() -> None:
    """U+11A7 is no jamo (Unicode 15.0, 3.12); utf8proc 2.8 drops it behind a syllable."""
    assert form("\uac00\u11a7", "NFC") == "\uac00\u11a7"
    assert form("\u1100\u1161\u11a7\u11a8", "NFC") == "\uac00\u11a7\u11a8"
    assert form("\uac00\u11a7", "NFD") == "\u1100\u1161\u11a7"
