"""How long one call takes on a text made for it, printed as JSON: seconds by size.

    python measure.py CASE SIZE...

Run in a process of its own whose allocator keeps what it has, so that the time is that of the work
and not that of the system handing out pages.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import lede

RUNS = 3


class Case(NamedTuple):
    make: Callable[[int], str]  # a text of about so many characters
    call: Callable[[str], object] = lede.read


def repeated(unit: str, before: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit))


def numbered(form: str) -> Callable[[int], str]:
    """A text whose units all differ: `#` is their number in letters."""

    def letters(number: int) -> str:
        return "".join(chr(ord("a") + int(digit)) for digit in str(number))

    return lambda size: "".join(
        form.replace("#", letters(i)) for i in range(size // (len(form) + 4))
    )


def form(name: str, steps: tuple[str, ...] = lede.NEWS) -> Callable[[str], object]:
    return lambda text: lede.normalize(text, form=name, steps=steps, changes=True)


def typed(shape: str) -> Callable[[str], object]:
    """All steps on request, and those of NEWS."""
    steps = (*lede.NEWS, "wrapped", "repeated")

    def call(text: str) -> object:
        return lede.normalize(
            text, steps=steps, quotes=shape, dashes=shape, ellipsis=shape, changes=True
        )

    return call


def keep(text: str) -> object:
    return lede.sentence_spans(text, quotes="keep")


def finder(*names: str) -> Callable[[str], object]:
    return lede.Gazetteer(names).find


UNITS = {
    "digits": "7",
    "grouped digits": "1,000.",
    "dots": ".",
    "spaced dots": ". ",
    "question marks": "?!",
    "US": "U.S. ",
    "initials": "A.",
    "abbreviations": "Gen. ",
    "unclosed quotes": "“A. ",
    "unclosed straight quotes": '"A. ',
    "unclosed parentheses": "(A. ",
    "closed quotes only": "” ",
    "misplaced quotes": "“A, ”b ",
    "words": "word ",
    "one word": "a",
    "one capital word": "A",
    "spaces": " ",
    "spaces with words": "          a",
    "lines": "\n",
    "paragraphs": "A.\n\n",
    "dates": "2020-",
    "date lines": "date 2020-02-07\n",
    "capitals": "A B C ",
    "capitalized words": "Xab ",
    "hyphens": "a-",
    "capital hyphens": "A-",
    "particles": "al-",
    "apostrophes": "'",
    "curly apostrophes": "’",
    "possessives": "X's ",
    "commas": "A, ",
    "bank of": "Bank of ",
    "ministry of the": "Ministry of the ",
    "ministry and": "Ministry of Health and ",
    "titles": "General ",
    "long titles": "Prime Minister ",
    "lakes": "Lake ",
    "known names": "New York ",
    "begun names": "New ",
    "speakers": "said Xab, ",
    "acronyms": "Alpha Beta Corp (ABC) ",
    "headlines": "Big Words Here\n\n",
    "ampersands": "&",
    "semicolons": "&;",
    "nested references": "amp;",
    "references": "&semi;",
    "cut references": "&semi",
    "numbers of references": "&#38;#",
    "surrogates": "\ud800",
    "surrogate pairs": "\ud83d\ude00",
    "soft hyphens": "\xad",
    "soft hyphens in words": "a\xad",
    "controls": "\x00",
    "marks of one class": "\u0301",
    "marks of two classes": "\u0301\u0327",
    "jamo": "\u1112\u1161\u11ab",
    "ideographs": "文",
    "ideographic stops": "文。",
    "regional indicators": "🇮",
    "joiners": "👩\u200d",
    "misread letters": "Ã©",
    "misread twice": "ÃƒÂ©",
    "glued sentences": "End.Next",
    "glued domains": "a.co.Mr.",
}


def long_organization(size: int) -> str:
    """A name of half the text, and its short form all over the other half."""
    return "The A" + "a" * (size // 2) + " Ministry (AM) said. " + "AM said. " * (size // 18)


def look_up(text: str) -> object:
    """Look up one spelling with as many entries as the text has words."""
    entries = [("foo", "X", str(i)) for i in range(text.count(" "))]
    return lede.Gazetteer(entries).get("foo")


CASES = {name: Case(repeated(unit)) for name, unit in UNITS.items()}
CASES |= {
    "nested references": Case(repeated("amp;", "&")),
    "marks": Case(repeated("\u0327\u0301", "a"), form("NFD")),
    "marks composed": Case(repeated("\u0301\u0327", "a"), form("NFC", ())),
    "long decompositions": Case(repeated("\ufdfa"), form("NFKC")),
    "full-width references": Case(repeated("\uff06amp\uff1b"), form("NFKC")),
    "changes": Case(repeated("a\x00&amp;  "), form("NFC")),
    "terminal escapes": Case(repeated("\x1b[1m"), form("NFC")),
    "unclosed terminal escapes": Case(repeated("\x1b]a"), form("NFC")),
    "one unclosed escape": Case(repeated("1;", "\x1b["), form("NFC")),
    "C1 controls": Case(repeated("\x85\x93"), form("NFC")),
    "half-width kana": Case(repeated("ｶﾞ"), form("NFC")),
    "full-width ampersands": Case(repeated("＆ａ；"), form("NFC")),
    "broken lines": Case(repeated("the weather was bad and the ri-\n"), typed("straight")),
    "broken paragraphs": Case(
        repeated("Nobody at the ministry knew in the min-\nistry itself, and nobody asked\n\n"),
        typed("keep"),
    ),
    "blank lines": Case(repeated(" \n"), lambda t: lede.normalize(t, steps=("lines", "wrapped"))),
    "straight quotes to curl": Case(repeated("\"'a' "), typed("typographic")),
    "straight quotes side by side": Case(repeated('"'), typed("typographic")),
    "apostrophes to curl": Case(repeated("'"), typed("typographic")),
    "curly quotes to straighten": Case(repeated("“‘"), typed("straight")),
    "hyphens": Case(repeated("--a"), typed("typographic")),
    "endless dash": Case(repeated("-"), typed("typographic")),
    "endless marks": Case(repeated("?!"), typed("keep")),
    "mixed marks": Case(repeated("a..!!,, "), typed("keep")),
    "loose quotes": Case(
        repeated("“A “b „c « \n\n"), lambda text: lede.normalize(text, changes=True).loose_quotes
    ),
    "a paragraph of loose quotes": Case(
        repeated('“„«"」'), lambda text: lede.normalize(text, changes=True).loose_quotes
    ),
    "unclosed quotes kept": Case(repeated("“A. "), keep),
    "nested quotes kept": Case(repeated("“«A. »”"), keep),
    "different capitalized words": Case(numbered("X#q ")),
    "different people": Case(numbered("General Ali X#q came. ")),
    "different surnames": Case(numbered("Mr. X#q said. X#q left. ")),
    "one surname of many": Case(numbered("General X#q Tamran came. Tamran left. ")),
    "other names": Case(numbered("General Ali Tamran, also known as X#q, came. ")),
    "known as what": Case(repeated("known as ", "Ali Tamran, ")),
    "juniors": Case(numbered("General Ali X#q, Jr., came. X#q Jr. left. ")),
    "families": Case(repeated("the Tamrans ", "General Ali Tamran and ")),
    "different organizations": Case(numbered("Ministry of X#q. ")),
    "different acronyms": Case(numbered("Alpha X#q Corp (AXC) ")),
    "different words in lower case": Case(numbered("x#q ")),
    "repeated prefixes": Case(repeated("a "), finder("a " * 50 + "b", "a a a b", "a c")),
    "names in each other": Case(
        repeated("a b "), finder(*("a b " * n + "a" for n in range(1, 30)))
    ),
    "long last word": Case(repeated("a"), finder("a b", "aa")),
    "a name of half the text": Case(long_organization),
    "entries of one spelling": Case(repeated("foo "), look_up),
    "links": Case(repeated("a.b@c.d/e#f "), lede.find_links),
    "endless link": Case(repeated("a.co/", "https://"), lede.find_links),
    "search keys": Case(repeated("Al-Ŝĥ’s "), lede.match_key),
    "marks in words": Case(repeated("a\u0301\u0327"), finder("a", "á")),
}


def seconds(case: Case, text: str) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        case.call(text)
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    case = CASES[sys.argv[1]]
    gc.disable()  # as timeit does: its rounds grow with the number of results in jumps
    case.call(case.make(100_000))  # warm: tables, resources, memory
    for size in map(int, sys.argv[2:]):
        print(json.dumps(seconds(case, case.make(size))), flush=True)
