"""The guideline that training data is brought to (tools/tagger/labels.py)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def labels() -> Any:
    sys.path.insert(0, str(TOOLS))
    try:
        from tagger import labels as module
    finally:
        sys.path.remove(str(TOOLS))
    return module


def document(labels: Any, set_name: str, text: str, spans: dict[str, str]) -> Any:
    """A document of a set in which each key is labelled where it stands first."""
    entities = [
        [text.index(key), text.index(key) + len(key), label] for key, label in spans.items()
    ]
    return labels.convert(set_name, {"doc_id": "0", "text": text, "entities": entities})


def shown(doc: Any) -> list[tuple[str, str]]:
    return [(doc.text[start:end], label) for start, end, label in doc.gold]


@pytest.mark.parametrize(
    ("set_name", "text", "spans", "expected"),
    [
        # titles stand outside of a name, and a title alone is none
        (
            "gmb_silver",
            "President Ama Mensah spoke.",
            {"President Ama Mensah": "per"},
            [("Ama Mensah", "PERSON")],
        ),
        ("gmb_silver", "The President spoke.", {"President": "per"}, []),
        (
            "wikigold",
            "J. Elder Mensah",
            {"J. Elder Mensah": "PER"},
            [("J. Elder Mensah", "PERSON")],
        ),
        # a people is NORP whatever its set says, a country is a place
        ("redocred", "A Ghanaian song.", {"Ghanaian": "LOC"}, [("Ghanaian", "NORP")]),
        ("uner_ewt", "A Ghanaian song.", {}, [("Ghanaian", "NORP")]),
        ("redocred", "They play for Ghana.", {"Ghana": "ORG"}, [("Ghana", "LOC")]),
        # what silver labels get wrong again and again
        (
            "gmb_silver",
            "The South Korean envoy left.",
            {"South": "geo", "Korean": "gpe"},
            [("South Korean", "NORP")],
        ),
        (
            "gmb_silver",
            "The Iraqi National Assembly met.",
            {"Iraqi": "gpe", "National Assembly": "org"},
            [("Iraqi National Assembly", "ORG")],
        ),
        (
            "gmb_silver",
            "It asked Japan's Supreme Court.",
            {"Japan's Supreme Court": "org"},
            [("Japan", "LOC"), ("Supreme Court", "ORG")],
        ),
        # articles and possessives
        ("wikigold", "The Volta's mouth", {"The Volta's": "LOC"}, [("Volta", "LOC")]),
        ("re3d", "He told the ministry.", {"the ministry": "Organisation"}, []),
        ("gmb_silver", "Come on Monday.", {"Monday": "tim"}, []),
    ],
)
def test_guideline(
    labels: Any,
    set_name: str,
    text: str,
    spans: dict[str, str],
    expected: list[tuple[str, str]],
) -> None:
    assert shown(document(labels, set_name, text, spans)) == expected


def test_compounds_hold_names(labels: Any) -> None:
    doc = document(labels, "gmb_silver", "A Ghana-led, pro-Iranian and Acme-backed plan", {})
    kinds = {doc.text[s.start : s.end]: s.kinds for s in doc.spans}
    assert kinds == {"Ghana": labels.LOC, "Iranian": labels.NORP, "Acme": 63}


def test_another_opinion_opens_labels(labels: Any) -> None:
    doc = document(labels, "gmb_silver", "Volta Authority met.", {"Volta": "geo"})
    opened = labels.opened(doc, [(0, 15, "ORG", 0.9)], 0.5)
    added = {(s.start, s.end): s.kinds for s in opened.spans if s.adds}
    assert added == {(0, 15): labels.ORG | labels.OUTSIDE, (0, 5): labels.OUTSIDE}
    assert labels.opened(doc, [(0, 15, "ORG", 0.4)], 0.5) == doc
    assert labels.opened(doc, [(0, 5, "LOC", 0.9)], 0.5) == doc


def test_spaces_of_tokens_go(labels: Any) -> None:
    text, places = labels.rejoined("Jean - Luc", labels.SPACED["redocred"])
    assert text == "Jean-Luc"
    assert [text[places[i]] for i in (0, 5, 7)] == ["J", "-", "L"]
    assert len(places) == len("Jean - Luc") + 1


def test_offsets_in_bytes(labels: Any) -> None:
    assert labels.byte_offsets("aé€\U0001f600") == [0, 1, 3, 6, 10]


def test_a_respelled_document_keeps_its_length(labels: Any) -> None:
    text = "Ama Mensah left Accra. Nobody saw it happen."
    docs = [document(labels, "wikigold", text, {"Ama Mensah": "PER"}) for _ in range(40)]
    copies = list(labels.respelled(docs, 1.0, 3))
    assert len({copy.text for copy in copies}) > 3
    assert all(len(copy.text) == len(text) and copy.spans == docs[0].spans for copy in copies)
