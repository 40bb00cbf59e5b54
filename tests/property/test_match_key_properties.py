"""The search key of any text: a key is its own key, blind to case, accents and width."""

from __future__ import annotations

import unicodedata

import lede
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import encodable_texts, texts

EVERY_POINT = range(0x110000)
LANGUAGES = (None, "tr", "ar", "fa")
ANY_LANGUAGE = st.sampled_from(LANGUAGES)

#: What the rules of keys look for, whole and in parts, to meet often.
PIECES = (
    *("al", "El", "AS", "ash", "ud", "us", "-", "–", "\u2010", "'", "’", "ʿ", "`", "´", " "),
    *("s", "S", "sh", "d", "D", "r", "i", "I", "İ", "ı", "Ï", "\u0307", "\u0323", "\u20dd"),
    *("أ", "ا", "\u0654", "ى", "ی", "ك", "ک", "ة", "ۀ", "ے", "ھ", "ـ", "\u064e", "\ufdfa", "٣"),
    *("か", "゛", "ﾞ", "\u3099", "ㄱ", "ㅏ", "\u1100", "\u1161", "가", "\u11a8", "क", "\u093c"),
    *("\u200c", "\u200d", "\ufe0f", "\u00ad", "\u0000", "\t", "\n", "\u00a0", "½", "¨", "ﬁ", "ß"),
    *("\ud835", "\udc00", "\U0001d408", "Ⅳ", "\u0345", "\u2000", "\u0e33", "\u0ecd", "“", "”"),
    *("\ufe70", "\u094d", "\u0308"),
)
DENSE = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
TEXTS = st.one_of(DENSE, texts())

#: Characters that have a decomposition with a space that a key has no use for, and the acute accent
#: that is typed for an apostrophe.
CARRIED = "´\u1ffd"


def numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


#: Characters of Unicode 15.0 that this Python knows too.
KNOWN = unicodedata if numbers(unicodedata.unidata_version) <= [15, 0, 0] else unicodedata.ucd_3_2_0


def is_known(character: str) -> bool:
    return KNOWN.category(character) not in ("Cn", "Cs", "Co")


def is_special(character: str) -> bool:
    """Tell what has another key than its NFKC or case folding.

    The iota subscript is a diacritic for us and a letter for case folding.
    """
    spelled = unicodedata.normalize("NFKD", character)
    return character in CARRIED or spelled.startswith(" ") or "\u0345" in spelled


@pytest.mark.parametrize(
    ("around", "lang"),
    [
        *(("{}", lang) for lang in LANGUAGES),
        *(("I{}\u0307", "tr"), ("\u0643{}\u093c\u094d", "fa"), ("el-{}as-{}s", None)),
    ],
)
def test_the_key_of_every_character_is_its_own_key(around: str, lang: str | None) -> None:
    for point in EVERY_POINT:
        key = lede.match_key(around.format(chr(point), chr(point)), lang)
        assert lede.match_key(key, lang) is key, hex(point)


@given(TEXTS, ANY_LANGUAGE)
def test_the_key_of_a_key_is_the_same_object(text: str, lang: str | None) -> None:
    key = lede.match_key(text, lang)
    assert lede.match_key(key, lang) is key


@given(TEXTS, ANY_LANGUAGE)
def test_both_ways_to_ask_agree(text: str, lang: str | None) -> None:
    key = lede.match_key(text, lang, changes=True)
    assert key.source is text
    assert key.text == lede.match_key(text, lang)
    assert (key.text is text) == (not key.changes)


@given(encodable_texts(), ANY_LANGUAGE)
def test_bytes_are_the_text_they_encode(text: str, lang: str | None) -> None:
    assert lede.match_key(text.encode(), lang) == lede.match_key(text, lang)


@given(TEXTS, ANY_LANGUAGE)
def test_canonically_equivalent_texts_have_one_key(text: str, lang: str | None) -> None:
    text = "".join(filter(is_known, text))
    for form in ("NFC", "NFD"):
        assert lede.match_key(unicodedata.normalize(form, text), lang) == lede.match_key(text, lang)


@given(TEXTS)
def test_case_and_width_make_no_difference(text: str) -> None:
    text = "".join(c for c in text if is_known(c) and not is_special(c))
    key = lede.match_key(text)
    assert lede.match_key(text.casefold()) == key
    assert lede.match_key(unicodedata.normalize("NFKC", text)) == key


def test_case_and_width_of_every_single_character_make_no_difference() -> None:
    for character in filter(is_known, map(chr, EVERY_POINT)):
        key = lede.match_key(character)
        if not is_special(character):
            assert lede.match_key(character.casefold()) == key, hex(ord(character))
            for form in ("NFC", "NFD", "NFKC", "NFKD"):
                other = unicodedata.normalize(form, character)
                assert lede.match_key(other) == key, (hex(ord(character)), form)


@given(TEXTS, ANY_LANGUAGE)
def test_a_key_holds_nothing_that_makes_no_difference(text: str, lang: str | None) -> None:
    key = lede.match_key(text, lang)
    key.encode()  # no surrogate is left
    assert key == " ".join(key.split())
    known = "".join(filter(is_known, key))
    assert known == known.casefold() == unicodedata.normalize("NFKC", known)
    assert not any(unicodedata.category(c) in ("Cc", "Pd", "Me") for c in known)
    assert not any(unicodedata.combining(c) >= 200 for c in known)
    assert not set(known) & set("'’‘ʼʿʾ`“”أآإٱىةۃـ" + ("يك" if lang == "fa" else "یک"))


def test_every_digit_is_ascii() -> None:
    for character in filter(is_known, map(chr, EVERY_POINT)):
        if unicodedata.category(character) == "Nd":
            assert lede.match_key(character) == str(unicodedata.decimal(character))


@given(TEXTS, ANY_LANGUAGE)
def test_changes_lead_from_the_text_to_the_key(text: str, lang: str | None) -> None:
    key = lede.match_key(text, lang, changes=True)
    rebuilt, position = "", 0
    for change in key.changes:
        assert change.before == text[change.start : change.end] != change.after
        assert change.start >= position and change.reason
        rebuilt += text[position : change.start] + change.after
        position = change.end
    assert rebuilt + text[position:] == key.text


@given(TEXTS, ANY_LANGUAGE)
def test_maps_are_monotone_and_stay_inside(text: str, lang: str | None) -> None:
    key = lede.match_key(text, lang, changes=True)
    for there, length, limit in (
        (key.to_source, len(key.text), len(text)),
        (key.to_clean, len(text), len(key.text)),
    ):
        spans = [there(at, at) for at in range(length + 1)]
        assert all(0 <= start <= end <= limit for start, end in spans)
        assert spans == sorted(spans)


@given(TEXTS, ANY_LANGUAGE, st.data())
def test_a_span_of_the_key_covers_its_source(
    text: str, lang: str | None, data: st.DataObject
) -> None:
    key = lede.match_key(text, lang, changes=True)
    start = data.draw(st.integers(0, len(key.text)))
    end = data.draw(st.integers(start, len(key.text)))
    there = key.to_source(start, end)
    back = key.to_clean(*there)
    assert start == end or (back[0] <= start and end <= back[1])
