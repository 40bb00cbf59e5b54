"""HTML references against the tests of html5lib; skipped where those are missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import lede
import pytest


class Case(NamedTuple):
    text: str
    read: str


def cases(shared: Path, name: str) -> list[Case]:
    path = shared / "data" / "normalize" / "html5lib-tests" / f"{name}.test"
    if not path.exists():
        pytest.skip(f"there is no {path}")
    tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
    return [
        Case(test["input"], "".join(part[1] for part in test["output"] if part != "ParseError"))
        for test in tests
        if all(part == "ParseError" or part[0] == "Character" for part in test["output"])
    ]


def read(text: str) -> str:
    return lede.normalize(text, steps=("entities",))


def nfc(text: str) -> str:
    return lede.normalize(text, steps=())


def test_named_references(shared: Path) -> None:
    found = cases(shared, "namedEntities")
    assert len(found) > 4000
    assert [case for case in found if read(case.text) != nfc(case.read)] == []


def test_numeric_references_that_end_in_a_semicolon(shared: Path) -> None:
    found = [case for case in cases(shared, "numericEntities") if case.text.endswith(";")]
    assert len(found) >= 330
    assert [case for case in found if read(case.text) != nfc(case.read)] == []


def test_numbers_without_a_semicolon_stay(shared: Path) -> None:
    """Browsers read them; in plain text `&#11111x` is more often a part of an address."""
    found = [case for case in cases(shared, "numericEntities") if not case.text.endswith(";")]
    assert found
    assert [case for case in found if read(case.text) != case.text] == []


def test_addresses_stay() -> None:
    for address in ("?a=1&copy=2&region=3", "https://x.org/?page=2&copy=1&reg=eu&lt=5#&amp"):
        assert read(address) is address
