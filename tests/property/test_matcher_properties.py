"""The matcher against one that is slow and plain, on dictionaries that are full of overlaps."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import lede
from hypothesis import given
from hypothesis import strategies as st

#: Words that fold to each other in one way or another, and marks.
WORDS = (
    *("a", "A", "b", "B", "ab", "é", "É", "e", "e\u0301", "E", "ss", "ß", "SS", "ſ", "s"),
    *("ﬁ", "fi", "FI", "İ", "i", "ø", "Ø", "o", "æ", "ae", "Σ", "ς", "K", "k", "\u212a", "𐐀", "𐐨"),
)
MARKS = ("-", ",", "(", "$", "😀")
#: Punctuation alone is no name; the other marks are symbols.
PUNCTUATION = frozenset("-,(")
PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "ae"})


class Row(NamedTuple):
    name: str
    label: str
    exact_case: bool
    needs_capital: bool


def words_of(text: str) -> list[re.Match[str]]:
    """Words and marks with their places; enough for the alphabet above."""
    return list(re.finditer(r"[\w\u0301]+|[^\w\s]", text))


def can_match(name: str) -> bool:
    return any(match[0] not in PUNCTUATION for match in words_of(name))


def folded(word: str, fold: str) -> str:
    if fold == "none":
        return word
    word = word.casefold()
    if fold == "case":
        return word
    plain = (c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return "".join(plain).translate(PLAIN_LETTERS)


def is_same(row: Row, stored: str, word: str, fold: str) -> bool:
    if row.exact_case:
        return stored == word
    if row.needs_capital and stored[0].isupper() and not word[0].isupper():
        return False
    return folded(stored, fold) == folded(word, fold)


def find_slowly(rows: list[Row], fold: str, text: str) -> list[tuple[int, int, str]]:
    """At each word all entries of the longest name that fits there; then on behind it."""
    words, found, at = words_of(text), [], 0
    while at < len(words):
        fits: dict[int, list[str]] = {}
        for row in rows:
            stored = [match[0] for match in words_of(row.name)]
            here = [match[0] for match in words[at : at + len(stored)]]
            same = len(here) == len(stored) and all(
                is_same(row, a, b, fold) for a, b in zip(stored, here, strict=True)
            )
            if can_match(row.name) and same:
                fits.setdefault(len(stored), []).append(row.label)
        longest = max(fits, default=0)
        for label in fits.get(longest, []):
            found.append((words[at].start(), words[at + longest - 1].end(), label))
        at += longest or 1
    return found


def phrases(longest: int) -> st.SearchStrategy[str]:
    space = st.sampled_from([" ", "  ", "\n", "\u00a0"])
    piece = st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS))
    both = st.tuples(piece, space).map("".join)
    return st.lists(st.one_of(both, both, both, st.sampled_from(MARKS)), max_size=longest).map(
        "".join
    )


@given(
    st.lists(st.tuples(phrases(3), st.booleans(), st.booleans()), max_size=12),
    st.sampled_from(["none", "case", "case+accents"]),
    phrases(20),
)
def test_matcher_equals_the_naive_one(
    names: list[tuple[str, bool, bool]], fold: str, text: str
) -> None:
    rows = [Row(name, f"L{i}", exact, capital) for i, (name, exact, capital) in enumerate(names)]
    gazetteer = lede.Gazetteer([row._asdict() for row in rows], fold=fold)
    found = [(m.start, m.end, m.label) for m in gazetteer.find(text)]
    assert found == find_slowly(rows, fold, text)
    for match in gazetteer.find(text):
        assert text[match.start : match.end] == match.text
        assert match.name == rows[int(match.label[1:])].name


@given(st.lists(phrases(3), max_size=12), st.sampled_from(["none", "case", "case+accents"]))
def test_a_dictionary_knows_its_own_names(names: list[str], fold: str) -> None:
    gazetteer = lede.Gazetteer(names, fold=fold)
    assert [entry.text for entry in gazetteer] == names
    assert len(gazetteer) == len(names)
    assert gazetteer.unmatchable == sum(not can_match(name) for name in names)
    for name in names:
        same = [other for other in names if fold_words(other, fold) == fold_words(name, fold)]
        assert [entry.text for entry in gazetteer.get(name)] == (same if can_match(name) else [])
        assert (name in gazetteer) == can_match(name)


def fold_words(name: str, fold: str) -> list[str]:
    return [folded(match[0], fold) for match in words_of(name)]


@given(st.lists(st.text(), max_size=5), st.text())
def test_any_text_at_all(names: list[str], text: str) -> None:
    gazetteer = lede.Gazetteer(names)
    behind = 0
    for match in gazetteer.find(text):
        assert text[match.start : match.end] == match.text
        assert match.start >= behind
        assert match.name in names
        behind = match.start
    for name in names:
        expected = [entry.text for entry in gazetteer.get(name)]
        assert [match.name for match in gazetteer.find(name)][: len(expected)] == expected
