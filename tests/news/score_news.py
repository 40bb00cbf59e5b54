"""Scores lede on the hand-labelled news of paragraphs.txt: entities by span and label, names.

usage: python tests/news/score_news.py [--errors]

A mention is right when its span and its label are; a single stop at its end (Inc., Jr.) counts on
neither side. ALL is the micro average of PERSON, ORG and LOC; NORP stands apart. "listed" is the
share of the labelled mentions that are found and listed under the right name.

The file is for measuring alone: nothing may be trained, tuned or listed by it. It is invented
prose, so it is easier than news.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import lede

PARAGRAPHS = Path(__file__).parent / "paragraphs.txt"
LABELS = ("PERSON", "ORG", "LOC", "NORP")
SCORED = LABELS[:3]
MARKED = re.compile(r"\[(\w+) ([^][]+?)(?: = ([^][]+))?\]")
ESCAPE = re.compile(r"\\(n|\\|u[0-9a-fA-F]{4}|)")


class MarkupError(Exception):
    """A paragraph that is not written as the head of paragraphs.txt says."""


class Labelled(NamedTuple):
    start: int
    end: int
    label: str
    name: str


class Paragraph(NamedTuple):
    line: int
    style: str
    area: str
    region: str
    text: str
    entities: tuple[Labelled, ...]


def unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if not match[1]:
            raise MarkupError(f"{text[match.start() :][:8]!r} is no escape")
        return {"n": "\n", "\\": "\\"}.get(match[1]) or chr(int(match[1][1:], 16))

    return ESCAPE.sub(character, text)


def read_marked(marked: str) -> tuple[str, tuple[Labelled, ...]]:
    """Return the text without its marks, and what they mark."""
    text, behind = "", 0
    entities = []
    for match in MARKED.finditer(marked):
        label, inside, name = match.groups()
        if label not in LABELS:
            raise MarkupError(f"{label!r} is none of {', '.join(LABELS)}")
        text += unescape(marked[behind : match.start()])
        start, inside = len(text), unescape(inside)
        if inside != inside.strip():
            raise MarkupError(f"{match[0]} begins or ends with white space")
        text += inside
        entities.append(Labelled(start, len(text), label, unescape(name or inside)))
        behind = match.end()
    text += unescape(marked[behind:])
    if "[" in text or "]" in text:
        raise MarkupError("a bracket stands outside of [LABEL text] or [LABEL text = name]")
    return text, tuple(entities)


def read_paragraphs(content: str) -> Iterator[Paragraph]:
    """Yield the labelled paragraphs of a file; what stands before the first heading is prose."""
    lines = content.split("\n")
    headings = [number for number, line in enumerate(lines) if line.startswith("## ")]
    for number, following in zip(headings, [*headings[1:], len(lines)], strict=True):
        fields = lines[number][3:].split(" | ")
        body = [line for line in lines[number + 1 : following] if line]
        try:
            if len(fields) != 3 or not body:
                raise MarkupError("a heading is `## style | area | region`, with text below it")
            text, entities = read_marked("\n".join(body))
        except MarkupError as error:
            raise MarkupError(f"line {number + 1}: {error}") from None
        style, area, region = fields
        yield Paragraph(number + 1, style, area, region, text, entities)


def load() -> list[Paragraph]:
    return list(read_paragraphs(PARAGRAPHS.read_text(encoding="utf-8")))


def without_stop(text: str) -> str:
    return text[:-1] if text.endswith(".") and text.count(".") == 1 else text


class Score(NamedTuple):
    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return 100 * self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(self.wanted, 1)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(self.found + self.wanted, 1)


Places = dict[tuple[int, int, str], str]


def places(text: str, entities: Iterable[Labelled | lede.Entity]) -> Places:
    """Return where something is named, and how it is listed."""
    return {
        (e.start, e.start + len(without_stop(text[e.start : e.end])), e.label): without_stop(e.name)
        for e in entities
    }


class Report(NamedTuple):
    entities: dict[str, Score]  # by label, and ALL
    listed: Score
    errors: tuple[str, ...]


def compare(paragraphs: Iterable[Paragraph]) -> Report:
    """Read the paragraphs with the default reader and count."""
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    listed = 0
    errors: list[str] = []
    for paragraph in paragraphs:
        mine = places(paragraph.text, lede.entities(paragraph.text))
        gold = places(paragraph.text, paragraph.entities)
        for counter, items in ((right, mine.keys() & gold), (found, mine), (wanted, gold)):
            counter.update(label for _, _, label in items)
        listed += sum(mine.get(place) == name for place, name in gold.items())
        errors += describe(paragraph, mine, gold)
    for counter in (right, found, wanted):
        counter["ALL"] = sum(counter[label] for label in SCORED)
    scores = {name: Score(right[name], found[name], wanted[name]) for name in ("ALL", *LABELS)}
    total = scores["ALL"].wanted + scores["NORP"].wanted
    return Report(scores, Score(listed, total, total), tuple(errors))


def describe(paragraph: Paragraph, mine: Places, gold: Places) -> Iterator[str]:
    for place in sorted(mine.keys() ^ gold.keys()):
        start, end, label = place
        kind = "extra" if place in mine else "missed"
        yield f"{paragraph.line}: {kind} {label} {paragraph.text[start:end]!r}"
    for place in sorted(mine.keys() & gold.keys()):
        if mine[place] != gold[place]:
            yield f"{paragraph.line}: listed as {mine[place]!r}, not {gold[place]!r}"


def curly(paragraph: Paragraph) -> Paragraph:
    """With typographic quotes, each by what stands before it."""
    text = re.sub(r'(?<!\S)"', "“", paragraph.text).replace('"', "”").replace("'", "’")
    return paragraph._replace(text=text)


def unaccented(paragraph: Paragraph) -> Paragraph:
    """Without accents: each character is the first one of its decomposition."""
    text = "".join(unicodedata.normalize("NFD", character)[0] for character in paragraph.text)
    return paragraph._replace(text=text)


def shouted(paragraph: Paragraph) -> Paragraph:
    """With its first sentence in capitals, as if it were the headline."""
    end = lede.sentence_spans(paragraph.text)[0][1]
    head = "".join(c.upper() if len(c.upper()) == 1 else c for c in paragraph.text[:end])
    return paragraph._replace(text=head + paragraph.text[end:])


SPELLINGS = {"curly quotes": curly, "no accents": unaccented, "first sentence shouted": shouted}


def row(name: str, score: Score) -> str:
    return (
        f"{name:<26}{score.f1:6.1f}{score.precision:7.1f}{score.recall:7.1f}"
        f"{score.wanted:7}{score.found:7}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description="Score lede on its hand-labelled news.")
    arguments.add_argument("--errors", action="store_true", help="list every mistake")
    options = arguments.parse_args()
    paragraphs = load()
    report = compare(paragraphs)
    print(f"{len(paragraphs)} paragraphs, {report.listed.wanted} mentions, strict span and label")
    print(f"{'':26}{'F1':>6}{'P':>7}{'R':>7}{'gold':>7}{'found':>7}")
    for name, score in report.entities.items():
        print(row(name, score))
    for style in dict.fromkeys(paragraph.style for paragraph in paragraphs):
        of_style = compare(p for p in paragraphs if p.style == style)
        print(row(f"  {style}", of_style.entities["ALL"]))
    print("\nPERSON by area")
    for area in sorted({paragraph.area for paragraph in paragraphs}):
        print(row(f"  {area}", compare(p for p in paragraphs if p.area == area).entities["PERSON"]))
    print("\nALL with other spelling")
    for name, spell in SPELLINGS.items():
        print(row(f"  {name}", compare(map(spell, paragraphs)).entities["ALL"]))
    print(f"\nlisted under the right name: {report.listed.recall:.1f} % of all mentions")
    if options.errors:
        print(*report.errors, sep="\n")


if __name__ == "__main__":
    main()
