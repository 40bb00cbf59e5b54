"""One guideline for all sets: what each of their labels is to lede (docs/entities.md tells why).

Spans become bits of what they may be; where a set's guideline leaves our label open, several bits.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import lede
from tagger import lists

PERSON, ORG, LOC, NORP, OTHER, OUTSIDE = 1, 2, 4, 8, 16, 32
NAMES = {PERSON: "PERSON", ORG: "ORG", LOC: "LOC", NORP: "NORP"}
OPEN, UNLISTED, UNRULED = 1, 2, 4
FOLDS = 4  # parts of all documents, each labelled by a model of the others for the second look

ARTICLES = ("the ", "The ", "a ", "A ", "an ", "An ", "THE ")
TAILS = ("'s", "’s", "'", "’", ".", ",")
OPENERS = " \n\t\"“”‘’'(["
CLOSERS = ' \n\t"“”)]'

PLAIN = {"PER": PERSON, "ORG": ORG, "LOC": LOC}
CROSSNER = {
    **dict.fromkeys("person politician scientist writer researcher musicalartist".split(), PERSON),
    **dict.fromkeys("location country".split(), LOC),
    **dict.fromkeys("organisation politicalparty band university".split(), ORG),
    **dict.fromkeys("magazine academicjournal".split(), ORG | OTHER),
    **dict.fromkeys("misc award event election album song book poem conference".split(), OTHER),
}
# What a label of a set means before the words of the span are looked at; None: not a span at all.
LABELS: dict[str, dict[str, int | None]] = {
    "uner_ewt": {**PLAIN, "OTH": OTHER | OUTSIDE},
    "gmb_silver": {
        **{"per": PERSON, "org": ORG, "geo": LOC, "gpe": LOC | NORP},
        **dict.fromkeys(("art", "eve", "nat"), OTHER),
        "tim": None,
    },
    "redocred": {**PLAIN, "MISC": OTHER, "TIME": None, "NUM": None},
    "wikigold": {**PLAIN, "MISC": OTHER},
    "gum_names": {
        **{"person": PERSON, "organization": ORG, "place": LOC, "time": None},
        **dict.fromkeys(("abstract", "event", "object"), OTHER),
        **dict.fromkeys(("substance", "plant", "animal"), OTHER | OUTSIDE),
    },
    "btc": {**PLAIN},
    "re3d": {
        **{"Person": PERSON, "Organisation": ORG, "Location": LOC, "Nationality": NORP},
        **dict.fromkeys(
            ("Weapon", "MilitaryPlatform", "Vehicle", "DocumentReference"), OTHER | OUTSIDE
        ),
        **dict.fromkeys(("Temporal", "Quantity", "Money", "CommsIdentifier", "Frequency"), None),
    },
    "crossner": {**CROSSNER},
}
# Sets that mark no names of other kinds: there a capitalized word without a label may be one.
PARTIAL = ("uner_ewt", "gum_names", "btc", "re3d")

# Spaces that only tokens have: "Jean - Baptiste", "Iraq 's", "do n't".
SPACED = {
    "redocred": re.compile(r"(?<=[A-Za-z]) (?=- [A-Za-z])|(?<=[A-Za-z] -) (?=[A-Za-z])"),
    "uner_ewt": re.compile(r"(?<=\w) (?=(?:'s|n't|'re|'ve|'ll|'m|'d)\b)"),
}

DEMONYMS = lists.demonyms()
COUNTRIES = lists.countries()
TITLES = frozenset(
    line.lower().rstrip(".")
    for line in (lists.TOOLS / "cues/title.txt").read_text(encoding="utf-8").splitlines()
    if len(line.rstrip(".")) > 1 and not line.startswith("#")  # "J." is an initial far more often
)
LONGEST_TITLE = 5  # words
# Words that end a title whatever stands before them: "Authority President", "Iraq Prime Minister".
TITLE_ENDS = frozenset(
    "president minister general ambassador chairman secretary senator king".split()
)
ORG_HEADS = frozenset(
    line.split()[-1].lower()
    for line in (lists.TOOLS / "cues/org_head.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
DEMONYMS_BY_WORD: dict[str, list[str]] = {}
for _demonym in sorted(DEMONYMS, key=len, reverse=True):
    DEMONYMS_BY_WORD.setdefault(_demonym.split()[0], []).append(_demonym)
CAPITALIZED = re.compile(r"(?<![\w-])[A-Z]\w*")
# A name before a hyphen and a small letter (US-led), or behind a small prefix (pro-Iranian): most
# sets take the compound as one word without a label.
COMPOUND_TAILS = "led|based|backed|born|funded|run|controlled|held|made|owned|allied|sponsored"
COMPOUND = re.compile(
    r"(?<![\w-])(?:(?P<head>[A-Z][\w.]*(?: [A-Z][\w.]*)?)-[a-z]\w+"
    r"|(?:pro|anti|non|ex|mid|pre|post|trans)-(?P<tail>[A-Z]\w+))"
)


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kinds: int
    adds: bool = False


@dataclass(frozen=True)
class Document:
    """A cleaned text with what its spans may be; offsets are code points."""

    name: str
    text: str
    spans: tuple[Span, ...]
    weight: float = 1.0
    flags: int = 0
    gold: tuple[tuple[int, int, str], ...] = field(default=(), compare=False)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out articles, possessives and punctuation around a name, as score/entities.py does."""
    while start < end and text[start] in OPENERS:
        start += 1
    while start < end and text[end - 1] in CLOSERS:
        end -= 1
    for article in ARTICLES:
        if text.startswith(article, start) and start + len(article) < end:
            start += len(article)
            break
    trimmed = True
    while trimmed:
        trimmed = False
        for tail in TAILS:
            dotted = tail == "." and text[start:end].count(".") > 1
            if text.endswith(tail, start, end) and end - len(tail) > start and not dotted:
                end -= len(tail)
                trimmed = True
    return start, end


def without_title(text: str, start: int, end: int) -> int:
    """Where a person's name begins behind the titles before it; `end` if there is nothing else."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    at = 0
    while at < len(words):
        for count in range(min(LONGEST_TITLE, len(words) - at), 0, -1):
            phrase = text[words[at][0] : words[at + count - 1][1]]
            if phrase.lower().rstrip(".,") in TITLES:
                at += count
                break
        else:
            break
    if at == len(words) or begins_title(text, words[at][0], end):
        return end
    for later in range(at + 1, len(words) - 1):
        if text[slice(*words[later])].lower() in TITLE_ENDS:
            return words[later + 1][0]
    return words[at][0]


def begins_title(text: str, start: int, end: int) -> bool:
    """True for the "Prime" of "Prime Minister", which silver labels take for a name."""
    phrase = re.match(r"[\w-]+(?: [\w-]+){1,3}", text[start:])
    words = phrase.group().lower().split() if phrase else []
    longer = range(len(text[start:end].split()) + 1, len(words) + 1)
    return any(" ".join(words[:count]) in TITLES for count in longer)


def kinds_of(set_name: str, text: str, start: int, end: int, kinds: int) -> tuple[int, int]:
    """The start and kinds of a span by our guideline."""
    surface = text[start:end]
    folded = surface.lower()
    if kinds & PERSON:
        begin = without_title(text, start, end)
        return (start, OUTSIDE) if begin == end else (begin, kinds)
    if folded in DEMONYMS and folded not in COUNTRIES:
        return start, NORP if kinds & (LOC | OTHER | NORP) else kinds | NORP
    if folded in COUNTRIES:
        keep = kinds & ORG and set_name == "wikigold"  # national teams
        return start, kinds if keep or surface.islower() else LOC
    if kinds == ORG and folded in ORG_HEADS and not surface[0].isupper():  # "the parliament"
        return start, ORG | OUTSIDE
    return start, kinds


def rejoined(text: str, pattern: re.Pattern[str]) -> tuple[str, list[int]]:
    """The text without the spaces that tokens of a set were printed with, and where each character
    of the old text is in the new one. The pattern matches just those spaces."""
    lost = {match.start() for match in pattern.finditer(text)}
    places, at = [], 0
    for i in range(len(text) + 1):
        places.append(at)
        at += i not in lost
    return "".join(c for i, c in enumerate(text) if i not in lost), places


def convert(set_name: str, doc: dict[str, object]) -> Document:
    """Clean one document of a set and put its spans in terms of our guideline."""
    labels = LABELS[set_name.split("_")[0] if set_name.startswith("crossner") else set_name]
    raw, place = str(doc["text"]), None
    # Half of the web texts stay as they are: what is to be read may have lost its shape like this.
    whole = set_name != "uner_ewt" or zlib.crc32(str(doc["doc_id"]).encode()) % 2
    if set_name in SPACED and whole:
        raw, place = rejoined(raw, SPACED[set_name])
    clean = lede.normalize(raw, changes=True)
    text = clean.text
    spans: dict[tuple[int, int], int] = {}
    for start, end, label in doc["entities"]:  # type: ignore[attr-defined]
        kinds = labels.get(label, OTHER | OUTSIDE)
        start, end = (place[start], place[end]) if place else (start, end)
        start, end = trim(text, *clean.to_clean(start, end))
        if kinds is None or start >= end:
            continue
        end -= len(compound_tail(text[start:end]))
        if not any(c.isupper() for c in text[start:end]) and any(c.isupper() for c in text):
            kinds = OUTSIDE if set_name == "re3d" else kinds | OUTSIDE
        start, kinds = kinds_of(set_name, text, start, end, kinds)
        start, end = trim(text, start, end)
        if start < end:
            spans[start, end] = kinds
    covered = [False] * (len(text) + 1)
    for start, end in spans:
        covered[start:end] = [True] * (end - start)
    for start, end in find_demonyms(text):
        if not any(covered[start:end]) and text[start:end].lower() not in COUNTRIES:
            spans[start, end] = NORP
    if set_name == "gmb_silver":
        spans = mended(text, spans)
    spans |= compounds(text, spans)
    items = tuple(Span(s, e, k) for (s, e), k in sorted(spans.items()))
    gold = tuple((s.start, s.end, NAMES[s.kinds]) for s in items if s.kinds in NAMES)
    flags = OPEN if set_name in PARTIAL else 0
    return Document(f"{set_name}/{doc['doc_id']}", text, items, 1.0, flags, gold)


def find_demonyms(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names of peoples and groups stand, the longest that begins at each word."""
    for match in CAPITALIZED.finditer(text):
        start = match.start()
        for demonym in DEMONYMS_BY_WORD.get(match.group().lower(), ()):
            end = start + len(demonym)
            if text[start:end].lower() == demonym and not text[end : end + 1].isalnum():
                yield start, end
                break


def mended(text: str, spans: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """The spans without the systematic errors of a silver set.

    "South Korean" in two, a demonym cut off its institution ("Iraqi" + "National Assembly"), a
    country with 's taken into one ("Japan's Supreme Court").
    """
    for start, end in find_demonyms(text):
        if " " in text[start:end]:
            spans = {k: v for k, v in spans.items() if k[1] <= start or k[0] >= end}
            spans[start, end] = NORP
    result: dict[tuple[int, int], int] = {}
    for (start, end), kinds in sorted(spans.items()):
        owner = re.match(r"(.+?)['’]s? ", text[start:end])
        if owner and owner[1].lower() in COUNTRIES:
            result[start, start + owner.end(1)] = LOC
            start += owner.end()
        last = max(result, default=None)
        words = text[start:end].lower().split()
        if last and kinds == ORG and last[1] + 1 == start and result[last] == NORP:
            if text[last[1]] == " " and ORG_HEADS.intersection(words):
                del result[last]
                start = last[0]
        if start < end:
            result[start, end] = kinds
    return result


def opened(doc: Document, found: list[tuple[int, int, str, float]], surest: float) -> Document:
    """Where another opinion disagrees with the labels of a document, either may be right."""
    kinds = {name: kind for kind, name in NAMES.items()}
    own = {(s.start, s.end): s.kinds for s in doc.spans if not s.adds}
    taken = [False] * (len(doc.text) + 1)
    extra = []
    for start, end, label, sure in found:
        taken[start:end] = [True] * (end - start)
        same = own.get((start, end), 0) & kinds[label]
        if sure < surest or same:
            continue
        rivals = [k for k in own if k[0] < end and start < k[1]]
        extra.append(Span(start, end, kinds[label] | OUTSIDE, adds=True))
        extra += [Span(*rival, OUTSIDE, adds=True) for rival in rivals]
    if surest == 0:  # a model's silence counts too
        extra += [Span(*k, OUTSIDE, adds=True) for k in own if not any(taken[k[0] : k[1]])]
    return replace(doc, spans=(*doc.spans, *extra))


def undecided(doc: Document) -> set[tuple[int, int]]:
    """The spans whose label our guideline leaves open: finding them is neither right nor wrong."""
    return {(s.start, s.end) for s in doc.spans if s.kinds & (s.kinds - 1) or s.kinds == OUTSIDE}


def compound_tail(surface: str) -> str:
    """The "-led" of a span that takes it in; empty for any other."""
    match = re.fullmatch(rf"[A-Z][\w. ]*?(-(?:{COMPOUND_TAILS}))", surface)
    return match[1] if match else ""


def compounds(text: str, spans: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """What the names in hyphenated compounds are, where a set gives them no label of their own."""
    covered = [False] * (len(text) + 1)
    for start, end in spans:
        covered[start:end] = [True] * (end - start)
    found = {}
    for match in COMPOUND.finditer(text):
        start, end = trim(text, *match.span("head" if match["head"] else "tail"))
        name = text[start:end].lower()
        if not any(covered[start:end]):
            kinds = LOC if name in COUNTRIES else NORP if name in DEMONYMS else 63
            found[start, end] = kinds
    return found


def read_set(data: Path, set_name: str, splits: tuple[str, ...]) -> list[Document]:
    """Read the documents of some splits of a set."""
    documents = []
    for split in splits:
        path = data / set_name / f"{split}.jsonl"
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                documents.append(convert(set_name, json.loads(line)))
    return documents


def write_corpus(path: Path, documents: list[Document]) -> None:
    """Write documents in the form that tools/tagger/corpus.h describes."""
    with path.open("wb") as out:
        for doc in documents:
            data = doc.text.encode()
            offset = byte_offsets(doc.text)
            fold = zlib.crc32(doc.name.encode()) % FOLDS
            head = f"D {doc.weight} {len(data)} {len(doc.spans)} {doc.flags} {fold}\n"
            out.write(head.encode())
            out.write(data + b"\n")
            for span in sorted(doc.spans, key=lambda one: one.adds):
                kind = "A" if span.adds else "G"
                out.write(f"{kind} {offset[span.start]} {offset[span.end]} {span.kinds}\n".encode())


def byte_offsets(text: str) -> list[int]:
    """The byte of UTF-8 at which each code point begins, and one past the last."""
    offsets = [0]
    for c in text:
        point = ord(c)
        offsets.append(offsets[-1] + 1 + (point > 0x7F) + (point > 0x7FF) + (point > 0xFFFF))
    return offsets


def respelled(documents: list[Document], rate: float, seed: int) -> Iterator[Document]:
    """Yield copies of some documents as careless or loud writers would have written them."""
    chance = random.Random(seed)
    for doc in documents:
        if chance.random() >= rate:
            continue
        way = chance.choice(("caps", "headline", "lower"))
        # Whole texts in small letters, single sentences in capitals; the breaks are kept.
        lines = [doc.text] if way == "lower" else re.split(r"(?<=[.!?])([ \n])", doc.text)
        text = "".join(
            line if way != "lower" and chance.random() < 0.5 else respell(line, way)
            for line in lines
        )
        if len(text) == len(doc.text):
            yield replace(doc, text=text, flags=doc.flags & ~OPEN, weight=doc.weight * 0.5)


def respell(line: str, way: str) -> str:
    if way == "lower":
        return line.lower()
    if way == "caps":
        return line.upper()
    small = "a an the of in on at to for and or but by with from as is".split()
    return re.sub(
        r"\b[a-z]\w*", lambda m: m.group() if m.group() in small else m.group().capitalize(), line
    )
