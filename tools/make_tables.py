"""Write csrc/unicode/tables/*.inc from the Unicode 15.0 files and from html.entities.

usage: python tools/make_tables.py [--unicode FOLDER] [--out FOLDER]

FOLDER holds UnicodeData.txt and its companions (Debian package unicode-data). The output depends on
these files alone, so running it again leaves the tree unchanged. Class bits and their order must
match csrc/unicode/classes.h.
"""

from __future__ import annotations

import argparse
import html.entities
import pathlib
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

ROOT = pathlib.Path(__file__).resolve().parent.parent
POINTS = 0x110000
BLOCK = 128

# The order of these names is the order of the bits of lede_class.
CLASSES = (
    "LETTER UPPER LOWER DIGIT MARK SPACE PUNCT SYMBOL OPENER CLOSER QUOTE DASH TERMINAL IGNORABLE "
    "CONTROL NOSPACE"
).split()
BIT = {name: 1 << place for place, name in enumerate(CLASSES)}

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
HAS_CCC = 1 << len(FORMS)
RESTLESS = HAS_CCC << 1  # what some other step of normalization may change

# The hash table of pairs of a letter and a mark; of the factors below 4,000 the one whose pairs are
# found soonest, after 1.3 looks (nine at most).
PAIR_PLACES = 2048
PAIR_FACTOR = 1979

# Scripts written without spaces between words: there a name may begin at any code point.
UNSPACED = {"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar", "Bopomofo", "Tibetan"}

# Marks that typists use as quotes although Unicode has them as plain punctuation.
STRAIGHT_QUOTES = (0x22, 0x27, 0x60, 0xB4)
QUOTES = {*STRAIGHT_QUOTES, 0xAB, 0xBB, *range(0x2018, 0x2020), 0x2039, 0x203A}
QUOTES |= {*range(0x300C, 0x3010), 0x301D, 0x301E, 0x301F}

# A closing quote that may stand on the wrong side of a space, the ellipsis that may have lost one.
MOVING = (0x201D, 0x2026)

INVERTED_MARKS = (0xA1, 0xBF)  # they open a sentence in Spanish

# Invisible characters that carry no text: soft hyphen, zero-width space, word joiner, bidi
# controls, byte order mark. The joiners U+200C and U+200D are left alone: Persian, Indic
# scripts and emoji are spelled with them.
IGNORABLE = {0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0xFEFF}
IGNORABLE |= {*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070)}

# Letters with a stroke or of two letters, which have no canonical decomposition: the plain spelling
# that newsrooms use where the letter is not at hand.
PLAIN_LETTERS = {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
PLAIN_LETTERS |= {"þ": "th", "ð": "d", "ŋ": "n", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'"}

# The order of these names is the order of the bits of lede_key_reason (csrc/unicode/keys.h).
KEY_REASONS = "FORM CASE ACCENTS DIGITS ARABIC ARTICLE PUNCTUATION SPACES".split()
KEY = {name: 1 << place for place, name in enumerate(KEY_REASONS)}

KEY_JOINS = 1 << len(KEY_REASONS)

# What stands for an apostrophe, an ayin or a hamza in Latin, Armenian and Hebrew spelling.
KEY_APOSTROPHES = "'`´‘’‚‛ʹʻʼʽʾʿˊˋ՚׳Ꞌꞌ"
KEY_QUOTES = "“”„‟«»‹›״"

# Letters of the Arabic script that are typed for each other: alef with its signs; the yehs, dotted
# or not; the kafs; the hehs, and the teh marbuta.
KEY_ARABIC = dict.fromkeys("ٱٲٳ", "ا") | dict.fromkeys("ىی", "ي") | dict.fromkeys("کڪ", "ك")
KEY_ARABIC |= dict.fromkeys("ةۃہە", "ه") | {"ـ": ""}
KEY_NUMBER_SIGNS = {"٪": "%", "٫": ".", "٬": ","}

# The key of these depends on the language: csrc/text/match_key.c decides.
KEY_VARYING = "Iıيكےھ"

# Full-width marks that stay as they are: Chinese and Japanese set off clauses with them.
CLAUSE_MARKS = set(map(ord, "！（），．：；？［］｛｝～｟｠"))
WIDTHS = range(0xFF00, 0xFFF0)  # the block of full- and half-width forms

# ƙ, ɓ and their like have no decomposition, but their names tell of which letter they are a form.
LATIN_FORM = re.compile(r"LATIN SMALL LETTER ([A-Z]{1,2}) WITH ")


class Unicode:
    """The Unicode files of one folder."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.category = ["Cn"] * POINTS
        self.bidi = [""] * POINTS
        self.ccc = [0] * POINTS
        self.canonical: dict[int, tuple[int, ...]] = {}
        self.compatible: dict[int, tuple[int, ...]] = {}  # tagged decompositions, one level
        self.width: dict[int, int] = {}  # of full- and half-width forms the usual one
        self.digit: dict[int, int] = {}
        self.name: dict[int, str] = {}
        self.version = self.lines("Scripts.txt")[0].split("-")[1].removesuffix(".txt")
        self.read_characters()

    def lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").splitlines()

    def rows(self, name: str) -> Iterator[tuple[int, int, list[str]]]:
        """Yield (first, last, fields) of a file of `range ; field ; …` lines."""
        for line in self.lines(name):
            points, *fields = (field.strip() for field in line.split("#")[0].split(";"))
            if fields:
                first, _, last = points.partition("..")
                yield int(first, 16), int(last or first, 16), fields

    def read_characters(self) -> None:
        first = 0
        for line in self.lines("UnicodeData.txt"):
            fields = line.split(";")
            last = int(fields[0], 16)
            if not fields[1].endswith(", Last>"):
                first = last
            for point in range(first, last + 1):
                self.category[point], self.ccc[point], self.bidi[point] = (
                    fields[2],
                    int(fields[3]),
                    fields[4],
                )
            tag, _, parts = fields[5].rpartition("> ")
            if parts:
                mapping = self.compatible if tag else self.canonical
                mapping[last] = tuple(int(part, 16) for part in parts.split())
            if tag in ("<wide", "<narrow"):
                self.width[last] = int(parts, 16)
            if fields[6]:
                self.digit[last] = int(fields[6])
            self.name[last] = fields[1]

    def points_with(self, file: str, *values: str) -> set[int]:
        """Return the code points that `file` gives one of `values` in its second column."""
        return {
            point
            for first, last, fields in self.rows(file)
            if fields[0] in values
            for point in range(first, last + 1)
        }

    def case_fold(self) -> dict[int, tuple[int, ...]]:
        """Return full case folding (statuses C and F of CaseFolding.txt)."""
        return {
            first: tuple(int(part, 16) for part in fields[1].split())
            for first, _, fields in self.rows("CaseFolding.txt")
            if fields[0] in ("C", "F")
        }

    def decompose(self, point: int) -> tuple[int, ...]:
        """Return the full canonical decomposition, Hangul left whole (UAX #15)."""
        if point not in self.canonical:
            return (point,)
        return tuple(part for piece in self.canonical[point] for part in self.decompose(piece))

    def is_diacritic(self, point: int) -> bool:
        """Tell marks that may be left out of a name from those that are part of its letters.

        Combining classes 1 (overlays), 10 to 35 (Hebrew and Arabic points) and from 200 (above,
        below) go; nuktas, viramas and the vowel signs of Brahmic scripts stay.
        """
        ccc = self.ccc[point]
        return self.category[point].startswith("M") and (ccc == 1 or 10 <= ccc <= 35 or ccc >= 200)


def classes(unicode: Unicode) -> list[int]:
    upper = unicode.points_with("DerivedCoreProperties.txt", "Uppercase")
    lower = unicode.points_with("DerivedCoreProperties.txt", "Lowercase")
    terminal = unicode.points_with("PropList.txt", "Sentence_Terminal") | {0x2026}
    unspaced = unicode.points_with("Scripts.txt", *UNSPACED)
    table = []
    for point in range(POINTS):
        category = unicode.category[point]
        space = category == "Zs" or unicode.bidi[point] in ("WS", "B", "S")
        bits = {
            "LETTER": category.startswith("L"),
            "UPPER": point in upper or category == "Lt",
            "LOWER": point in lower,
            "DIGIT": category == "Nd",
            "MARK": category.startswith("M") or point in (0x200C, 0x200D),
            "SPACE": space,
            "PUNCT": category.startswith("P"),
            "SYMBOL": category.startswith("S") or category in ("No", "Nl"),
            "OPENER": category in ("Ps", "Pi") or point in (*STRAIGHT_QUOTES, *INVERTED_MARKS),
            "CLOSER": category in ("Pe", "Pf") or point in STRAIGHT_QUOTES,
            "QUOTE": point in QUOTES,
            "DASH": category == "Pd" or point == 0x2212,
            "TERMINAL": point in terminal,
            "IGNORABLE": point in IGNORABLE,
            "CONTROL": category == "Cc" and not space,
            "NOSPACE": point in unspaced and category.startswith(("L", "M")),
        }
        table.append(sum(BIT[name] for name, holds in bits.items() if holds))
    return table


def forms(unicode: Unicode) -> list[int]:
    """Return a byte a code point: bit i if form i may change it or it may join the one before.

    Code points that Unicode 15.0 does not know get every bit: the linked utf8proc decides.
    """
    table = [HAS_CCC * (ccc != 0) for ccc in unicode.ccc]
    for first, last, fields in unicode.rows("DerivedNormalizationProps.txt"):
        if fields[0].removesuffix("_QC") in FORMS and fields[0].endswith("_QC"):
            place = FORMS.index(fields[0].removesuffix("_QC"))
            for point in range(first, last + 1):
                table[point] |= 1 << place
    for point, category in enumerate(unicode.category):
        if category == "Cn":
            table[point] |= HAS_CCC - 1
        space = category == "Zs" or unicode.bidi[point] in ("WS", "B", "S")
        if space or category in ("Cc", "Cs") or point in IGNORABLE or point in MOVING:
            table[point] |= RESTLESS
    return table


def pairs(unicode: Unicode) -> list[tuple[int, int, int]]:
    """Return (letter, mark, composite) for the composites of a letter and one mark, sorted.

    These are what NFC is mostly asked for. By the stability policy of Unicode they never change.
    """
    excluded = unicode.points_with("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
    return sorted(
        (*parts, whole)
        for whole, parts in unicode.canonical.items()
        if len(parts) == 2 and whole not in excluded and unicode.ccc[parts[1]] != 0
    )


def folded(unicode: Unicode) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
    """Return what differs under case folding, and under case and accent folding."""
    by_case = unicode.case_fold()
    plain = {ord(key): tuple(map(ord, value)) for key, value in PLAIN_LETTERS.items()}
    by_accents = {}
    for point in range(POINTS):
        if 0xAC00 <= point <= 0xD7A3:
            continue
        pieces = unicode.decompose(point)
        parts = [part for piece in pieces for part in by_case.get(piece, (piece,))]
        parts = [part for piece in parts for part in unicode.decompose(piece)]
        parts = [part for part in parts if not unicode.is_diacritic(part) and part not in IGNORABLE]
        bare = tuple(part for piece in parts for part in plain.get(piece, (piece,)))
        if bare != (point,):
            by_accents[point] = bare
    return by_case, by_accents


class Keys:
    """What becomes of each character in the search key of csrc/text/match_key.c.

    One rule after the other is tried until none changes anything: so every character that stands
    in a key is its own key, and the key of a key is the same key.
    """

    def __init__(self, unicode: Unicode) -> None:
        self.unicode = unicode
        self.by_case = unicode.case_fold()
        self.spaces = {point for point, bits in enumerate(classes(unicode)) if bits & BIT["SPACE"]}
        self.unseen = unicode.points_with(
            "DerivedCoreProperties.txt", "Default_Ignorable_Code_Point"
        )
        self.unseen |= {point for point in range(0xA0) if unicode.category[point] == "Cc"}
        self.written = self.spellings()

    def spellings(self) -> dict[int, tuple[int, tuple[int, ...]]]:
        """Return the characters with a rule of their own."""
        dashes = {point for point in range(POINTS) if self.unicode.category[point] == "Pd"}
        rules: dict[str, dict[str, str]] = {
            "PUNCTUATION": dict.fromkeys(map(chr, dashes | {0x2212}), " ")
            | dict.fromkeys(KEY_APOSTROPHES, "")
            | dict.fromkeys(KEY_QUOTES, '"'),
            "ARABIC": KEY_ARABIC,
            "DIGITS": KEY_NUMBER_SIGNS,
        }
        return {
            ord(character): (KEY[reason], tuple(map(ord, spelling)))
            for reason, rule in rules.items()
            for character, spelling in rule.items()
        }

    def is_diacritic(self, point: int) -> bool:
        return self.unicode.is_diacritic(point) or self.unicode.category[point] == "Me"

    def step(self, point: int) -> tuple[int, tuple[int, ...]]:
        """Apply the first rule that there is for a character: its reason and the result."""
        unicode = self.unicode
        latin = LATIN_FORM.match(unicode.name.get(point, ""))
        if point in self.written:
            return self.written[point]
        if point in self.spaces and point != 0x20:
            return KEY["SPACES"], (0x20,)
        if point in self.unseen:
            return KEY["SPACES"], ()
        if self.is_diacritic(point):
            is_arabic = unicode.name[point].startswith("ARABIC ")
            return KEY["ARABIC" if is_arabic else "ACCENTS"], ()
        if point in unicode.canonical:
            return self.dotted(unicode.canonical[point])
        if point in unicode.compatible:
            return KEY["FORM"], self.without_carrier(unicode.compatible[point])
        if point in self.by_case and chr(point) not in KEY_VARYING:
            return KEY["CASE"], self.by_case[point]
        if chr(point) in PLAIN_LETTERS and chr(point) not in KEY_VARYING:
            return KEY["ACCENTS"], tuple(map(ord, PLAIN_LETTERS[chr(point)]))
        if latin:
            return KEY["ACCENTS"], tuple(map(ord, latin[1].lower()))
        if point in unicode.digit and point > 0x7F:
            return KEY["DIGITS"], (ord("0") + unicode.digit[point],)
        return 0, (point,)

    def dotted(self, parts: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        """Tell Ï from I, which alone is dotless in Turkish (SpecialCasing.txt, tr)."""
        if parts[0] == ord("I") and self.is_diacritic(parts[1]):
            return KEY["CASE"], (ord("i"), *parts[1:])
        return 0, parts

    def without_carrier(self, parts: tuple[int, ...]) -> tuple[int, ...]:
        """Take away the space that only carries a mark: of ¨, which is U+0020 U+0308."""
        carries = len(parts) > 1 and all(self.unicode.ccc[part] for part in parts[1:])
        return parts[1:] if parts[0] == 0x20 and carries else parts

    def of(self, point: int) -> tuple[int, tuple[int, ...]]:
        """Return the key of one character and the reasons why it is what it is."""
        reasons, parts = self.step(point)
        if parts == (point,):
            return reasons, parts
        keys = [self.of(part) for part in parts]
        for reason, _ in keys:
            reasons |= reason
        return reasons, tuple(part for _, key in keys for part in key)


def keys(unicode: Unicode) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Return what is another character in the search key, and what depends on the language.

    Hangul syllables and other characters that are as NFD spells them are left to NFC.
    """
    rules = Keys(unicode)
    table: dict[int, tuple[int, tuple[int, ...]]] = {
        ord(letter): (0, (ord(letter),)) for letter in KEY_VARYING
    }
    table[0x20] = KEY["SPACES"], (0x20,)  # what is wrong with a space where it has to go
    for point in range(POINTS):
        reasons, parts = rules.of(point)
        if parts != unicode.decompose(point):
            table[point] = reasons, parts
    return table


def key_table(unicode: Unicode) -> str:
    """Write a pool of sequences and a table of the places in it.

    A sequence begins with its length plus its reasons << 8, KEY_JOINS among them when NFC may
    still change it.
    """
    joins = [bits & (1 | HAS_CCC) != 0 for bits in forms(unicode)]
    pool = [0, 0]  # place 0 stands for "unchanged", place 1 for "left to NFC"
    places: dict[tuple[int, tuple[int, ...]], int] = {}
    table = [int(left) for left in joins]
    for point, (reasons, parts) in sorted(keys(unicode).items()):
        why = reasons | KEY_JOINS * any(joins[part] for part in parts)
        if (why, parts) not in places:
            places[why, parts] = len(pool)
            pool.extend((why << 8 | len(parts), *parts))
        table[point] = places[why, parts]
    return two_stage("key", "uint16_t", table) + array("uint32_t", "key_pool", pool)


def split_blocks(table: Sequence[int]) -> tuple[list[int], list[int]]:
    """Share equal blocks: table[p] == blocks[index[p // BLOCK] * BLOCK + p % BLOCK]."""
    seen: dict[tuple[int, ...], int] = {}
    index: list[int] = []
    blocks: list[int] = []
    for start in range(0, len(table), BLOCK):
        block = tuple(table[start : start + BLOCK])
        if block not in seen:
            seen[block] = len(seen)
            blocks.extend(block)
        index.append(seen[block])
    return index, blocks


def array(kind: str, name: str, values: Iterable[int]) -> str:
    lines, line = [], "   "
    for value in values:
        item = f" {value},"
        if len(line) + len(item) > 92:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    return f"static const {kind} {name}[] = {{\n" + "\n".join(lines) + "\n};\n"


def two_stage(name: str, kind: str, table: Sequence[int]) -> str:
    index, blocks = split_blocks(table)
    stage = "uint8_t" if max(index) < 256 else "uint16_t"
    return array(stage, f"{name}_index", index) + array(kind, f"{name}_blocks", blocks)


def fold_tables(unicode: Unicode) -> str:
    """Write one pool of sequences (length, then code points) and a table of places in it a fold."""
    pool = [0]  # place 0 stands for "unchanged"
    places: dict[tuple[int, ...], int] = {}
    text = ""
    for name, mapping in zip(("case", "accents"), folded(unicode), strict=True):
        table = [0] * POINTS
        for point, parts in sorted(mapping.items()):
            if parts not in places:
                places[parts] = len(pool)
                pool.extend((len(parts), *parts))
            table[point] = places[parts]
        text += two_stage(f"fold_{name}", "uint16_t", table)
    return text + array("uint32_t", "fold_pool", pool)


def pair_place(letter: int, mark: int) -> int:
    """Return where a pair is first looked for, as csrc/unicode/forms.c does."""
    return (letter * PAIR_FACTOR ^ mark) & (PAIR_PLACES - 1)


def pair_table(unicode: Unicode) -> str:
    """Write the pairs, and a hash table of 1 + their numbers; a full place sends on to the next.

    Those of the first letters of Unicode, which are the most frequent, get their places first.
    """
    found = sorted(pairs(unicode), key=itemgetter(2))
    places = [0] * PAIR_PLACES
    for number, (letter, mark, _) in enumerate(found):
        place = pair_place(letter, mark)
        while places[place]:
            place = (place + 1) % PAIR_PLACES
        places[place] = number + 1
    rows = "\n".join(f"    {{{a:#x}, {b:#x}, {whole:#x}}}," for a, b, whole in found)
    table = f"static const composed_pair PAIRS[] = {{\n{rows}\n}};\n"
    return table + array("uint16_t", "pair_places", places)


def width_table(unicode: Unicode) -> str:
    """Write what full- and half-width forms are in their usual width, 0 for what stays."""
    usual = (0 if p in CLAUSE_MARKS else unicode.width.get(p, 0) for p in WIDTHS)
    return array("uint16_t", "USUAL_WIDTH", usual)


def c1_table() -> str:
    """Write what windows-1252 has in place of the C1 controls, 0 where it has nothing either."""
    characters = (bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0))
    return array("uint16_t", "WINDOWS_1252", (ord(c) if c else 0 for c in characters))


def entity_table() -> str:
    """Write the WHATWG names that end in a semicolon, sorted without it, with their code points."""
    lines = []
    for name, value in sorted((n[:-1], v) for n, v in html.entities.html5.items() if n[-1] == ";"):
        points = [ord(character) for character in value] + [0]
        lines.append(f'    {{"{name}", {{{points[0]:#x}, {points[1]:#x}}}}},')
    return "static const named_entity NAMED_ENTITIES[] = {\n" + "\n".join(lines) + "\n};\n"


def legacy_table() -> str:
    """Write the WHATWG names that may lack their semicolon, sorted by bytes."""
    names = sorted(name for name in html.entities.html5 if name[-1] != ";")
    width = max(map(len, names)) + 1
    lines = [f'    "{name}",' for name in names]
    return f"static const char LEGACY_NAMES[][{width}] = {{\n" + "\n".join(lines) + "\n};\n"


def unicode_and_folder(doc: str | None) -> tuple[Unicode, pathlib.Path]:
    """Read the options of a generator of tables: what to read, and the folder to write to."""
    options = argparse.ArgumentParser(description=doc)
    options.add_argument("--unicode", type=pathlib.Path, default=pathlib.Path("/usr/share/unicode"))
    options.add_argument("--out", type=pathlib.Path, default=ROOT / "csrc/unicode/tables")
    chosen = options.parse_args()
    unicode = Unicode(chosen.unicode)
    if not unicode.version.startswith("15.0"):
        raise SystemExit(f"want Unicode 15.0; {chosen.unicode} has {unicode.version}")
    return unicode, chosen.out


def main() -> None:
    unicode, folder = unicode_and_folder(__doc__)
    head = f"/* Generated by tools/make_tables.py from Unicode {unicode.version}. Do not edit. */\n"
    for name, text in {
        "classes.inc": two_stage("class", "uint16_t", classes(unicode)),
        "forms.inc": two_stage("form", "uint8_t", forms(unicode)) + pair_table(unicode),
        "folds.inc": fold_tables(unicode),
        "keys.inc": key_table(unicode),
        "plain.inc": width_table(unicode) + c1_table(),
    }.items():
        (folder / name).write_text(head + text, encoding="ascii")
    origin = "/* Generated by tools/make_tables.py from Python's html.entities. Do not edit. */\n"
    entities = origin + entity_table() + legacy_table()
    (folder / "html_entities.inc").write_text(entities, encoding="ascii")


if __name__ == "__main__":
    main()
