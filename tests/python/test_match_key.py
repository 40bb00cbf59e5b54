"""What a search key makes equal, what it keeps apart, and how it tells what it did."""

from __future__ import annotations

import lede
import pytest


@pytest.mark.parametrize(
    ("lang", "spellings"),
    [
        (None, ["Al-Sisi", "el-Sisi", "As-Sisi", "AL-SĪSĪ", "al Sisi", "al–Sisi", "Ａl-Sisi"]),
        (None, ["Ash-Sharq", "al-Sharq", "esh-Sharq", "as-Sharq", "ash-'Sharq"]),
        (None, ["Salah ad-Din", "Salah ud-Din", "Salah al-Din", "Salah ed-Dîn", "Salah ul-Din"]),
        (None, ["al-'Arish", "el-ʿArīsh", "EL-‘ARISH"]),
        (None, ["Abd el-Rahman", "Abd-al-Rahman", "Abd ar-Rahman", "Abd er-Raḥmān"]),
        (None, ["O'Brien", "O’BRIEN", "OBrien", "Oʼbrien", "O`Brien", "O´Brien", "O＇Brien"]),
        (
            None,
            ["Jean-Claude", "Jean Claude", "JEAN–CLAUDE", "Jean\u2011Claude", " Jean\n- Claude "],
        ),
        (None, ["Straße", "STRASSE", "ſtraſſe", "stra\u00adße", "STRAẞE"]),
        (None, ["Erdoğan", "ERDOGAN", "Erdog\u0306an", "erdoğan"]),
        (None, ["Łódź", "lodz"]),
        (None, ["Ærøskøbing", "aeroskobing"]),
        (None, ["ﬁnance №1", "Finance no1", "FINANCE Nº１"]),
        (None, ["ISTANBUL", "İstanbul", "ıstanbul", "I\u0307stanbul"]),
        (None, ["“x”", '"X"', "„x‟", "«x»"]),
        (None, ["2020", "２０２０", "٢٠٢٠", "۲۰۲۰", "२०२०", "²⁰²⁰", "𝟐𝟎𝟐𝟎"]),
        (None, ["1,234.5%", "١٬٢٣٤٫٥٪"]),
        (None, ["أحمد", "احمد", "أَحْمَدُ", "ٱحمد", "احـــمد", "ا\u0654حمد"]),
        (None, ["علي", "على", "علی", "ﻋﻠﻲ"]),
        (None, ["کریم", "كريم", "ڪريم"]),
        (None, ["مدرسة", "مدرسه", "مدرسۃ", "مدرسہ"]),
        (None, ["لا", "ﻻ", "ﻷ", "لأ"]),
        (None, ["ﷺ", "صلى الله عليه وسلم"]),
        (None, ["شعبان\u064b\u0670", "شعبان"]),
        (None, ["می\u200cخواهم", "میخواهم"]),
        (None, ["ガス", "ｶﾞｽ", "カ\u3099ス", "カ゛ス"]),
        (None, ["한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"]),
        (None, ["Ελλάς", "ΕΛΛΑΣ", "ελλασ"]),
        (None, ["Ёлка", "ЕЛКА", "е\u0308лка"]),
        ("tr", ["Isparta", "ısparta", "ISPARTA"]),
        ("tr", ["İzmir", "izmir", "I\u0307zmir", "I\u0323\u0307zmir"]),
        ("az", ["Bakı", "BAKI"]),
        ("tr-TR", ["ÎMAN", "iman", "İMAN"]),
        ("ar", ["مے", "مى", "مي", "می"]),
        ("fa", ["ھوا", "هوا", "ہوا"]),
        ("de", ["Müller", "MULLER"]),
    ],
)
def test_spellings_of_one_name_have_one_key(lang: str | None, spellings: list[str]) -> None:
    assert len({lede.match_key(spelling, lang) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("tr", ["kısa", "kisa"]),
        ("az", ["ISI", "İSİ"]),
        (None, ["がん", "かん"]),
        (None, ["कल", "काल", "क़ल"]),
        (None, ["القاهرة", "قاهرة"]),  # the article in Arabic script stays
        (None, ["بھ", "به"]),  # Urdu
        (None, ["مے", "مي"]),
        (None, ["US-Saudi", "al-Saudi"]),
        (None, ["UN-negotiated", "al-negotiated"]),
        (None, ["in-laws", "al-laws"]),
        (None, ["at-large", "al-large"]),
        (None, ["as-yet", "al-yet"]),
        (None, ["Abdel-Fattah", "Abd al-Fattah"]),
        (None, ["el Niño", "al Niño"]),
        (None, ["el-", "al"]),
    ],
)
def test_different_names_have_different_keys(lang: str | None, texts: list[str]) -> None:
    assert len({lede.match_key(text, lang) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("text", "lang", "key"),
    [
        ("", None, ""),
        (" \t\n", None, ""),
        ("-", None, ""),
        ("’", None, ""),
        ("- ’a’ -", None, "a"),
        ("al-Ahram", None, "al ahram"),
        ("el-Ahram as-Sabah", None, "al ahram al sabah"),
        ("x-el-y", None, "x al y"),
        ("علي کریم", None, "علي كريم"),
        ("علي كريم", "fa", "علی کریم"),
        ("علی کریم", "ar", "علي كريم"),
        ("IĞDIR", "tr", "ıgdır"),
        ("\ud83d\ude00 \ud800", None, "😀 \ufffd"),
        ("\ud835\udc00", None, "a"),
        ("a\x00\u200b\u2060\ufe0fb", None, "ab"),
    ],
)
def test_keys(text: str, lang: str | None, key: str) -> None:
    assert lede.match_key(text, lang) == key


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("A", (0, 1, "A", "a", "case")),
        ("é", (0, 1, "é", "e", "accents")),
        ("É", (0, 1, "É", "e", "case+accents")),
        ("ﬁ", (0, 1, "ﬁ", "fi", "NFKC")),
        ("かﾞ", (0, 2, "かﾞ", "が", "NFKC")),
        ("a\ud800", (1, 2, "\ud800", "\ufffd", "NFKC")),
        ("٣", (0, 1, "٣", "3", "digits")),
        ("ى", (0, 1, "ى", "ي", "arabic")),
        ("بَ", (1, 2, "\u064e", "", "arabic")),
        ("el-a", (0, 3, "el-", "al ", "article+punctuation")),
        ("El-a", (0, 3, "El-", "al ", "case+article+punctuation")),
        ("e’l-a", (0, 4, "e’l-", "al ", "article+punctuation")),
        ("a-b", (1, 2, "-", " ", "punctuation")),
        ("a  b", (2, 3, " ", "", "spaces")),
        ("a ' \t", (1, 5, " ' \t", "", "punctuation+spaces")),
        ("a\u200db", (1, 2, "\u200d", "", "spaces")),
    ],
)
def test_changes_say_what_was_done(text: str, change: tuple[int, int, str, str, str]) -> None:
    assert lede.match_key(text, changes=True).changes == (change,)


def test_spans_of_the_key_lead_into_the_source() -> None:
    text = "Sheikh Hasan an-Naṣr’s men"
    key = lede.match_key(text, changes=True)
    start = key.text.index("al nasr")
    assert text[slice(*key.to_source(start, start + len("al nasr")))] == "an-Naṣr"
    assert key.to_clean(13, 20) == (start, start + len("al nasr"))


def test_a_key_is_itself_and_has_no_changes() -> None:
    text = "al sisi علي ı"
    key = lede.match_key(text, "tr")
    assert key is text
    assert lede.match_key(text, "tr", changes=True).changes == ()
    assert isinstance(lede.match_key(text, changes=True), lede.Normalized)


def test_bytes_are_utf_8() -> None:
    assert lede.match_key("Café".encode()) == "cafe"
    with pytest.raises(lede.EncodingError):
        lede.match_key(b"caf\xe9")
    assert lede.match_key(b"Caf\xe9", errors="replace") == "caf\ufffd"


def test_impossible_options_are_errors() -> None:
    with pytest.raises(TypeError, match="int"):
        lede.match_key(3)  # type: ignore[call-overload]
    with pytest.raises(lede.OptionError, match="lang='turkish'"):
        lede.match_key("x", "turkish")
    with pytest.raises(lede.OptionError, match="errors='ignore'"):
        lede.match_key("x", errors="ignore")  # type: ignore[call-overload]
