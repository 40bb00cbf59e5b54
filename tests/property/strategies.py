"""Texts that try to break things: every kind of character, and pieces that rules look for."""

from __future__ import annotations

from typing import Any

import lede
from hypothesis import strategies as st

#: Pieces that a rule of some pass looks for, whole and cut in two.
PIECES = (
    *("U.S. ", "D.C. ", "Inc. ", "Mr. ", "No. ", "J. ", "... ", "?! ", "3.5", "10:30 a.m. "),
    *("“", "”", "‘", "’", '"', "'", "«", "»", "(", ")", "[", "]", ", ”", '. "', ", “"),
    *(
        "date 2020-02-07 ",
        "Published: 5 May 2021\n",
        "2021-03-14",
        "PARIS – ",
        "https://x.org/?a=1&b",
    ),
    *("&amp;", "&amp;amp;", "&lt;", "&eacute;", "&nbsp;", "&shy;", "&#8220;", "&#x41;", "&#0;"),
    *(
        "&#xD83D;",
        "&#38;",
        "&",
        "#",
        ";",
        "&am",
        "p;",
        "&#",
        "x41;",
        "＆",
        "；",
        "\u037e",
        "\u212a",
    ),
    *(" ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1f", "\x85"),
    *("\xa0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"),
    *("\x00", "\x07", "\x7f", "\x9f", "\xad", "\u200b", "\u200c", "\u200d", "\u200e", "\ufeff"),
    *(
        "\u0301",
        "\u0327",
        "\u0323",
        "\u0338",
        "\u0344",
        "\u0345",
        "e",
        "é",
        "q\u0307\u0323",
        "\u212b",
    ),
    *("\u1100", "\u1161", "\u11a8", "\u11a7", "가", "\u0958", "\ufb01", "½", "\ufdfa", "\u1e9b"),
    *(
        "\ud83d",
        "\ude00",
        "\ud800",
        "\udfff",
        "😀",
        "👩\u200d👩",
        "\U0001f1e9\U0001f1ea",
        "\U0010ffff",
    ),
    *("\x93", "\x85", "\x1b[1m", "\x1b", "[", "\x1b]a\x07", "Ａ", "，", "ｶ", "ﾞ", "ﾟ", "ﾡ"),
    *("--", " - ", "-", "–", "—", "…", "..", "....", "!!", "?!?", ",,", "5'", '6"', " '", "'em"),
    *("exam-\nple", "example", "\xad\n", "word " * 9 + "\n", "wor " * 10 + "\n", "‘", "’", "„"),
    *("。", "！", "文", "ไทย", "हम गए। ", "؟ ", "é", "Ж", "İ", "ß", "ﬁ"),
    *("General ", "Prime Minister ", "al-", "Al-Amin ", "bin ", "van der ", "Iraqi ", "Baghdad "),
    *("Bank of ", "Ministry of ", "Army ", "and ", "the ", "The ", "of ", "in ", "said ", "John "),
    *(
        "New York",
        "New",
        "York",
        "US ",
        "UN ",
        "(UN) ",
        "Lake ",
        "River ",
        "Smith",
        "'s ",
        "-",
        "a",
        "A",
    ),
)

CHARACTERS = st.characters(exclude_categories=())  # lone surrogates and unassigned ones included


SHAPES = st.sampled_from(["keep", "straight", "typographic"])
#: Steps that need others (a table, since lede.normalize refuses them alone).
NEEDS = {"wrapped": "lines"}


@st.composite
def normalizations(draw: st.DrawFn) -> dict[str, Any]:
    """Any options of `lede.normalize` that go together."""
    names = (*lede.NEWS, "wrapped", "repeated")
    steps = st.lists(st.sampled_from(names), unique=True).map(tuple)
    chosen = draw(st.one_of(st.sampled_from([lede.NEWS, lede.SAFE, (), names]), steps))
    chosen += tuple(need for step, need in NEEDS.items() if step in chosen)
    form = draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    shapes = {option: draw(SHAPES) for option in ("quotes", "dashes", "ellipsis")}
    if form in ("NFKC", "NFKD") and shapes["ellipsis"] == "typographic":
        shapes["ellipsis"] = "straight"
    return {"form": form, "steps": chosen, **shapes}


def texts(pieces: int = 12) -> st.SearchStrategy[str]:
    """Any text."""
    piece = st.one_of(st.sampled_from(PIECES), CHARACTERS, st.text("ab AB.,", max_size=5))
    return st.lists(piece, max_size=pieces).map("".join)


#: What rules for names join, and what stands between them and may keep them apart.
NAMES = (
    *("Maria Lopez", "John", "Smith", "J.", "Gen.", "“Bud”", "'Bud'", "(UN)", "Iraqi", "Army"),
    *("Director", "Bank of", "bin", "U.S.", "said", "and the"),
    *("Jr.", "Pius XII", "known as", "Ban Ki-moon", "the Smiths", "Mayor of", "Smyth-san", ","),
)
GAPS = (" ", " ", "\n\n", ". ", "")


def crowds(names: int = 10) -> st.SearchStrategy[str]:
    """Names, quotes and the ends of sentences, side by side."""
    pair = st.tuples(st.sampled_from(NAMES), st.sampled_from(GAPS)).map("".join)
    return st.lists(pair, max_size=names).map("".join)


def encodable_texts() -> st.SearchStrategy[str]:
    """Any text without lone surrogates, so that it has a UTF-8 form."""
    return texts().map(lambda text: text.encode("utf-8", "replace").decode())
