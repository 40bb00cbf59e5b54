"""The hand-labelled news: its markup holds, and lede does not fall below what it once reached."""

from __future__ import annotations

from collections.abc import Callable

import lede
import pytest
import score_news
from score_news import Labelled, MarkupError, Paragraph

# Below what was measured when the floors were set, to leave room for what one paragraph weighs.
FLOORS = {"ALL": 90.0, "PERSON": 90.0, "ORG": 83.0, "LOC": 93.0, "NORP": 92.0}
LISTED_FLOOR = 86.0

GOOD = "Prose.\n\n## wire | Africa | Ghana\n[LOC ACCRA = Accra] – Ama met\\n[PERSON Kofi Annor].\n"


def test_the_markup_is_read() -> None:
    (paragraph,) = score_news.read_paragraphs(GOOD)
    assert paragraph == Paragraph(
        3,
        "wire",
        "Africa",
        "Ghana",
        "ACCRA – Ama met\nKofi Annor.",
        (Labelled(0, 5, "LOC", "Accra"), Labelled(16, 26, "PERSON", "Kofi Annor")),
    )


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("PERSON", "PER", "is none of"),
        ("[PERSON", "[PERSON ", "white space"),
        ("].", "", "bracket"),
        (" | Ghana", "", "heading"),
        ("\\n", "\\q", "no escape"),
    ],
)
def test_bad_markup_is_an_error(before: str, after: str, complaint: str) -> None:
    assert before in GOOD
    with pytest.raises(MarkupError, match=f"line 3: .*{complaint}"):
        list(score_news.read_paragraphs(GOOD.replace(before, after)))


def test_the_set_is_varied() -> None:
    paragraphs = score_news.load()
    assert len(paragraphs) >= 60
    assert len({p.style for p in paragraphs}) >= 12
    assert len({p.region for p in paragraphs}) >= 40
    assert {e.label for p in paragraphs for e in p.entities} == set(score_news.LABELS)
    assert len({p.text for p in paragraphs}) == len(paragraphs)


def test_scores_count_as_they_say() -> None:
    text = "Ships left Basra for Narnia."
    gold = (Labelled(11, 16, "LOC", "Basra"), Labelled(21, 27, "LOC", "Narnia"))
    report = score_news.compare([Paragraph(1, "", "", "", text, gold)])
    mine = {(e.start, e.end) for e in lede.entities(text) if e.label == "LOC"}
    right = len(mine & {(11, 16), (21, 27)})
    assert report.entities["LOC"] == (right, len(mine), 2)
    assert report.entities["ALL"].wanted == 2


def test_the_floors_hold() -> None:
    report = score_news.compare(score_news.load())
    for label, floor in FLOORS.items():
        assert report.entities[label].f1 >= floor, report.entities
    assert report.listed.recall >= LISTED_FLOOR, report.listed


@pytest.mark.parametrize("spell", score_news.SPELLINGS.values(), ids=lambda spell: spell.__name__)
def test_other_spellings_keep_the_places(spell: Callable[[Paragraph], Paragraph]) -> None:
    for paragraph in score_news.load():
        other = spell(paragraph)
        assert len(other.text) == len(paragraph.text)
