"""The matcher against one that is slow and plain, on dictionaries that are full of overlaps."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

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
    prior: float | None = None


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


def doubtful(row: Row, rows: list[Row]) -> bool:
    """True where the bearers of a spelling that ask for the same have less than half together."""
    asks = (row.name, row.exact_case, row.needs_capital)
    priors = [r.prior or 0 for r in rows if (r.name, r.exact_case, r.needs_capital) == asks]
    return row.prior is not None and sum(priors) < 0.5


def is_same(row: Row, doubt: bool, stored: str, word: str, fold: str) -> bool:
    if row.exact_case:
        return stored == word
    if (row.needs_capital or doubt) and stored[0].isupper() and not word[0].isupper():
        return False
    return folded(stored, fold) == folded(word, fold)


def begins_sentence(words: list[re.Match[str]], at: int, text: str) -> bool:
    """True at the start of the text or of a line, behind opening brackets too."""
    while at and "\n" not in text[words[at - 1].end() : words[at].start()]:
        if words[at - 1][0] != "(":
            return False
        at -= 1
    return True


def find_slowly(rows: list[Row], fold: str, text: str, policy: str) -> list[tuple[int, int, str]]:
    """At each word all entries that fit there, the longest first, as the policy wants them."""
    words, found, at = words_of(text), [], 0
    last: dict[str, tuple[int, int]] = {}
    doubts = [(row, doubtful(row, rows)) for row in rows]
    while at < len(words):
        fits: dict[int, list[str]] = {}
        for row, doubt in doubts:
            stored = [match[0] for match in words_of(row.name)]
            here = [match[0] for match in words[at : at + len(stored)]]
            same = len(here) == len(stored) and all(
                is_same(row, doubt, a, b, fold) for a, b in zip(stored, here, strict=True)
            )
            if can_match(row.name) and same and not (doubt and begins_sentence(words, at, text)):
                fits.setdefault(len(stored), []).append(row.label)
        for count in sorted(fits, reverse=True):
            for label in fits[count]:
                kind = label[-1] if policy == "label" else ""
                if policy == "label":
                    start, end = last.get(kind, (0, 0))
                    if not (end <= at or (start, end) == (at, at + count)):
                        continue
                    last[kind] = (at, at + count)
                found.append((words[at].start(), words[at + count - 1].end(), label))
            if policy == "longest":
                break
        at += max(fits, default=1) if policy == "longest" else 1
    return found


def phrases(longest: int) -> st.SearchStrategy[str]:
    space = st.sampled_from([" ", "  ", "\n", "\u00a0"])
    piece = st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS))
    both = st.tuples(piece, space).map("".join)
    return st.lists(st.one_of(both, both, both, st.sampled_from(MARKS)), max_size=longest).map(
        "".join
    )


@given(
    st.lists(
        st.tuples(phrases(3), st.booleans(), st.booleans(), st.sampled_from([None, 0.2, 0.9])),
        max_size=12,
    ),
    st.sampled_from(["none", "case", "case+accents"]),
    st.sampled_from(["longest", "label", "all"]),
    phrases(20),
)
def test_matcher_equals_the_naive_one(
    names: list[tuple[str, bool, bool, float | None]],
    fold: str,
    policy: Literal["longest", "label", "all"],
    text: str,
) -> None:
    # Labels end in one of three letters: entries of equal ones are one kind for the policy.
    rows = [Row(name, f"{i}{'ABC'[i % 3]}", *asks) for i, (name, *asks) in enumerate(names)]
    entries = [{**row._asdict(), "label": row.label[-1], "id": row.label} for row in rows]
    gazetteer = lede.Gazetteer(entries, fold=fold)
    found = [(m.start, m.end, m.id) for m in gazetteer.find(text, policy=policy)]
    assert found == find_slowly(rows, fold, text, policy)
    columns = gazetteer.find_columns(["", text], threads=2, policy=policy)
    assert found == [(m[1], m[2], gazetteer.entry(m[3]).id) for m in columns]
    for match in gazetteer.find(text, policy=policy):
        assert text[match.start : match.end] == match.text
        assert match.id is not None and match.name == rows[int(match.id[:-1])].name


LOOSE = ("Al", "al", "Qaeda", "U.S.", "US", "J", "Lee", "ONeill", "O'Neill", "O’Neill", "3.5", "35")


def loosely(name: str) -> list[str]:
    """The words of a name made of LOOSE, hyphens and initials, as the fold counts them."""
    name = re.sub(r"(?<=[\w.])-(?=\w)", " ", re.sub(r"\bJ\.", "J", name))
    return [re.sub(r"['’]|(?<!\d)\.", "", word).casefold() for word in name.split()]


@given(
    st.lists(st.sampled_from(LOOSE), min_size=1, max_size=3),
    st.lists(st.sampled_from(LOOSE), min_size=1, max_size=3),
    st.sampled_from([" ", "-"]),
    st.sampled_from([" ", "-"]),
    st.booleans(),
)
def test_loose_names_differ_in_marks(
    stored: list[str], here: list[str], join: str, between: str, initials: bool
) -> None:
    name, text = join.join(stored), between.join(here)
    if initials:
        text = re.sub(r"\bJ\b(?= )", "J.", text)
    matches = lede.Gazetteer([name], fold="loose").find(text)
    whole = [match for match in matches if match.text == text]
    assert bool(whole) == (loosely(name) == loosely(text))


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
