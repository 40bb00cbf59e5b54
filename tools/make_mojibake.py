"""Write the tables of mojibake repair: what each encoding makes of a byte, and what stands by what.

    python tools/make_mojibake.py [--unicode /usr/share/unicode] [--out csrc/unicode/tables]

`charmaps.inc` holds, for every character that one of ENCODINGS has above 0x7F, its byte in each,
and what UTF-8 makes of those bytes: three masks of ten bits with the encodings in which it goes on
with a sequence, starts one of two bytes, or a longer one.

`mojibake.inc` sorts all characters into KINDS and weighs every pair of kinds that stands side by
side: 0 for what real text has, 1 for what it seldom has, 2 for what it as good as never has.
Counted over 180,000 pairs with a character beyond ASCII in clean text, mostly German, French,
Spanish, Portuguese, Russian and English, less than two in a thousand weigh anything. The order of
ENCODINGS and KINDS must match csrc/unicode/charmap.h and csrc/unicode/kinds.h.
"""

from __future__ import annotations

from make_tables import POINTS, Unicode, array, two_stage, unicode_and_folder

# The likelier first: of two readings that are equally good, the first is taken.
ENCODINGS = "cp1252 cp1251 cp1250 cp1253 cp1254 cp1257 iso8859_2 mac_roman cp437".split()
WITH_LATIN_1 = "cp1252"  # Text often mixes the two, so bytes 0x80 to 0x9F may be C1 controls too.

KINDS = (
    "NONE SPACE NBSP PUNCT DIGIT LOWER UPPER ACCENT_LOWER ACCENT_UPPER LIGATURE GREEK_LOWER "
    "GREEK_UPPER CYRILLIC_LOWER CYRILLIC_UPPER HEBREW ARABIC INDIC EAST OTHER OPEN CLOSE "
    "APOSTROPHE NEUTRAL TRADE DEGREE CURRENCY SUPERSCRIPT FRACTION NOTE SYMBOL MATH DIACRITIC "
    "COMBINING SOFT BOX PICTURE C1 LOST RARE"
).split()

LATIN = {"LOWER", "UPPER", "ACCENT_LOWER", "ACCENT_UPPER", "LIGATURE"}
ACCENTED = {"ACCENT_LOWER", "ACCENT_UPPER", "LIGATURE"}
GREEK = {"GREEK_LOWER", "GREEK_UPPER"}
CYRILLIC = {"CYRILLIC_LOWER", "CYRILLIC_UPPER"}
SCRIPTS = (LATIN, GREEK, CYRILLIC, {"HEBREW"}, {"ARABIC"}, {"INDIC"}, {"EAST"}, {"OTHER"})
LETTERS = set().union(*SCRIPTS)
BEYOND_ASCII = LETTERS - {"LOWER", "UPPER"}
SIGNS = {"TRADE", "DEGREE", "CURRENCY", "SUPERSCRIPT", "FRACTION", "SYMBOL", "MATH", "DIACRITIC"}

# Characters whose place in a text the general category does not tell.
SPECIAL = {
    "NBSP": "\u00a0",
    "SOFT": "\u00ad",
    "LIGATURE": "œŒŸ",
    "OPEN": "¡¿«‹“‘„‚‛‟",
    "CLOSE": "”»›",
    "APOSTROPHE": "’",
    "NEUTRAL": "‐‑‒–—―…",
    "TRADE": "™®",
    "DEGREE": "°ºª",
    "NOTE": "†‡•·",
    "SYMBOL": "§¶¦©¤◊‰ƒ№⌐ⁿ",
    "MATH": "µ",
    "LOST": "\ufffd",
}
SPECIAL_KIND = {ord(char): kind for kind, chars in SPECIAL.items() for char in chars}

# Scripts of living languages with news on the web; any other letter is RARE.
SCRIPT_KIND = {"Hebrew": "HEBREW", "Arabic": "ARABIC", "Armenian": "OTHER", "Georgian": "OTHER"}
SCRIPT_KIND |= {"Ethiopic": "OTHER"}
SCRIPT_KIND |= dict.fromkeys("Han Hiragana Katakana Hangul Bopomofo".split(), "EAST")
SCRIPT_KIND |= dict.fromkeys(
    "Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao "
    "Tibetan Myanmar Khmer".split(),
    "INDIC",
)

# Letters that several scripts share: the mark of long vowels in Japanese, the Arabic tatweel and
# signs for vowels.
SHARED = {0x30FC: "EAST", 0x640: "ARABIC"}
SHARED |= dict.fromkeys((*range(0x64B, 0x656), 0x670), "ARABIC")

# Blocks within a script that modern spelling does not use: accents of the Hebrew Bible, Quranic
# signs, historic Cyrillic, rare Chinese, phonetic and African Latin (but Vietnamese ơ ư, Romanian
# ș ț, Azerbaijani ə).
UNUSUAL = [(0x591, 0x5AF), (0x600, 0x605), (0x610, 0x61A), (0x6D6, 0x6ED), (0x750, 0x77F)]
UNUSUAL += [(0x460, 0x489), (0x500, 0x52F), (0x370, 0x383), (0x3CF, 0x3FF), (0x8A0, 0x8FF)]
UNUSUAL += [(0x3400, 0x4DBF), (0x20000, 0x3FFFF)]
LATIN_USUAL = {*range(0xC0, 0x17F), 0x18F, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x259}
LATIN_USUAL |= {*range(0x218, 0x21C), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07)}


def ascii_kind(char: str) -> str:
    if char.isdigit():
        return "DIGIT"
    if char.isalpha():
        return "LOWER" if char.islower() else "UPPER"
    return "SPACE" if char.isspace() else "PUNCT" if char.isprintable() else "NONE"


def cased(script: str, point: int, category: str) -> str:
    """Return the kind of a letter of a script that has case."""
    case = "UPPER" if category in ("Lu", "Lt") else "LOWER"
    if script == "Latin":
        return f"ACCENT_{case}" if point in LATIN_USUAL else "RARE"
    return f"{script.upper()}_{case}" if script in ("Greek", "Cyrillic") else "RARE"


def kind_of(point: int, category: str, script: str) -> str:
    if point < 0x80:
        return ascii_kind(chr(point))
    if point < 0xA0:
        return "C1"
    if point in SPECIAL_KIND:
        return SPECIAL_KIND[point]
    if category in ("Cn", "Co", "Cs", "Cc"):
        return "NONE"
    if any(first <= point <= last for first, last in UNUSUAL):
        return "RARE"
    if 0x3000 <= point < 0x3040 or 0xFF00 <= point < 0xFFF0:
        return "NEUTRAL" if category.startswith(("P", "Z", "S")) else "EAST"
    if category.startswith("P"):
        return "NEUTRAL"
    if script in SCRIPT_KIND:
        return SCRIPT_KIND[script]
    if point in SHARED:
        return SHARED[point]
    if 0x2500 <= point < 0x25A0:
        return "BOX"
    if 0x300 <= point < 0x370:
        return "COMBINING"
    by_category = {"Sc": "CURRENCY", "Sm": "MATH", "Sk": "DIACRITIC", "So": "PICTURE"}
    by_category |= {"Zs": "NEUTRAL", "Cf": "NEUTRAL", "Zl": "NEUTRAL", "Zp": "NEUTRAL"}
    if category in by_category:
        return by_category[category]
    if category == "No":
        return "SUPERSCRIPT" if point in (0xB2, 0xB3, 0xB9) else "FRACTION"
    if 0x2B0 <= point < 0x300:
        return "DIACRITIC"
    if 0x2010 <= point < 0x2060 or 0xFE00 <= point < 0xFE10 or 0x1F3FB <= point < 0x1F400:
        return "NEUTRAL"
    return cased(script, point, category)


def weight(a: str, b: str) -> int:
    """Say how much it surprises to see a character of kind `b` right after one of kind `a`."""
    if "C1" in (a, b):
        return 2 if b == "C1" else 1
    if "RARE" in (a, b):
        return 2 if b == "RARE" and a != "RARE" else 1
    if {a, b} <= LETTERS:
        return letter_weight(a, b)
    if a in SIGNS and b in SIGNS:
        return 1
    if "BOX" in (a, b):
        other = b if a == "BOX" else a
        return 2 if other in (BEYOND_ASCII | SIGNS) else int(other in LATIN)
    return before_letter(a) if b in LETTERS and before_letter(a) else after(a, b)


def letter_weight(a: str, b: str) -> int:
    rises = a.endswith("LOWER") and b.endswith("UPPER")
    if not any({a, b} <= script for script in SCRIPTS):
        return 1 if {a, b} <= LATIN | GREEK and not (rises and a == "LOWER") else 2  # IL2Rγ
    if b == "LIGATURE":
        return 2 * (a in ACCENTED)  # œ follows consonants: cœur, sœur
    if not rises or (a, b) == ("LOWER", "UPPER"):
        return 0
    return 2 if a == "LOWER" else 1


def before_letter(a: str) -> int:
    """Weigh a sign right before a letter."""
    if a in ("TRADE", "SUPERSCRIPT"):
        return 2
    return int(a in ("CLOSE", "DEGREE", "FRACTION", "SYMBOL", "DIACRITIC"))


def after(a: str, b: str) -> int:
    """Weigh what follows a letter, and math before one."""
    if a == "MATH" and b in ACCENTED:
        return 2
    if a == "TRADE" and b == "OPEN":
        return 1
    if a not in LETTERS:
        return 0
    beyond = a in BEYOND_ASCII
    weights = {
        "OPEN": 2 if a == "ACCENT_UPPER" else 1,
        "TRADE": int(a in ACCENTED),
        "DEGREE": int(beyond),
        "CURRENCY": 1,
        "MATH": 2 if beyond else 1,
        "SUPERSCRIPT": 2 * (a in ACCENTED) or int(a in GREEK),
        "FRACTION": 2,
        "SYMBOL": 2,
        "NOTE": int(a in ACCENTED),
        "DIACRITIC": int(beyond),
        "SOFT": int(beyond and a.endswith("UPPER")),
        "LOST": int(a == "ACCENT_UPPER"),
        "COMBINING": int(a in LATIN | GREEK | CYRILLIC),
        "PICTURE": int(beyond),
    }
    return weights.get(b, 0)


def scripts(unicode: Unicode) -> list[str]:
    table = [""] * POINTS
    for first, last, fields in unicode.rows("Scripts.txt"):
        table[first : last + 1] = [fields[0]] * (last + 1 - first)
    return table


def kind_tables(unicode: Unicode) -> str:
    script = scripts(unicode)
    kinds = [
        KINDS.index(kind_of(point, unicode.category[point], script[point]))
        for point in range(POINTS)
    ]
    weights = [weight(a, b) for a in KINDS for b in KINDS]
    return two_stage("kind", "uint8_t", kinds) + array("uint8_t", "kind_weights", weights)


def bytes_of(encoding: str) -> dict[int, int]:
    """Return the byte of each character above ASCII; undefined bytes stand for themselves."""
    found: dict[int, int] = {}
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(encoding, errors="ignore")
        found[ord(char) if char else byte] = byte
        if encoding == WITH_LATIN_1:
            found[byte] = byte
    return found


def mask(row: list[int], wanted: range) -> int:
    """Return the encodings, a bit each, in which a character's byte is a wanted one."""
    return sum(1 << place for place, byte in enumerate(row) if byte in wanted)


def charmap_tables() -> str:
    """Write a row a character (row 0: in no encoding) and the way from code point to row."""
    maps = [bytes_of(encoding) for encoding in ENCODINGS]
    points = sorted(set().union(*maps))
    if points[-1] > 0xFFFF:
        raise SystemExit("a character beyond the basic plane")
    row = {point: place for place, point in enumerate(points, 1)}
    rows = [[0] * len(ENCODINGS)] + [[found.get(point, 0) for found in maps] for point in points]
    masks = [
        mask(r, range(0x80, 0xC0))
        | mask(r, range(0xC2, 0xE0)) << 10
        | mask(r, range(0xE0, 0xF5)) << 20
        for r in rows
    ]
    index = [row.get(point, 0) for point in range(0x10000)]
    text = two_stage("charmap", "uint16_t", index) + array("uint32_t", "charmap_masks", masks)
    flat = [byte for r in rows for byte in r]
    return text + array("uint8_t", "charmap_bytes", flat)


def main() -> None:
    unicode, folder = unicode_and_folder(__doc__)
    head = "/* Generated by tools/make_mojibake.py from {}. Do not edit. */\n"
    for name, origin, text in (
        ("charmaps.inc", "Python's codecs", charmap_tables()),
        ("mojibake.inc", f"Unicode {unicode.version}", kind_tables(unicode)),
    ):
        (folder / name).write_text(head.format(origin) + text, encoding="ascii")


if __name__ == "__main__":
    main()
