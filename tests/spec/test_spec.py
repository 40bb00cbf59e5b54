"""Runs the specifications in *.txt beside this file.

A specification is prose with fenced examples, and each example has prose before it that says why:

    A closing quote belongs to the sentence that it closes.

    ```sentences
    “We won.” She left.
    =>
    “We won.”
    She left.
    ```

The fence names the kind of example and may give options (``quotes=keep``, ``steps=NEWS,wrapped``);
what stands before the line ``=>`` becomes what stands behind it. ``\\n``, ``\\t``, ``\\r``,
``\\xHH``, ``\\uHHHH`` and ``\\UHHHHHHHH`` stand for the characters one cannot see, ``\\\\`` for
the backslash. The kinds:

normalize  a text => the clean text
changes    a text => one change a line: start-end reason: [before] → [after]
loose      a text => one quote without a partner a line: start-end kind paragraph: text
keys       one text a line => its search key
sentences  a text => one sentence a line
entities   a text => the same text with each entity marked: [PERSON Ama Mensah]
links      a text => one link a line: start-end kind: text
names      a text => one row a name: name | label | id | title | number of mentions
people     a text => one mention of a person a line: text = name | title | role, ? before the name
           if it may be another's
gazetteer  one entry a line: name | label | id | aliases | flags; a line ``in``; a text
           => one match a line: start-end text = name | label | id

An empty field of a row is ``-``. Whatever a specification gets wrong about this is an error.
"""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import combining

import lede
import pytest

FOLDER = Path(__file__).parent
ESCAPE = re.compile(r"\\(?:[ntr\\]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|)")
SHORT = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\\\": "\\"}


class SpecError(Exception):
    """A specification that is not written as this file says."""


class Example(NamedTuple):
    file: str
    line: int  # of the fence
    kind: str
    options: dict[str, Any]
    before: str
    after: str


def unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[0]
        if code == "\\":
            raise SpecError(f"{text[match.start() :][:8]!r} is no escape that this file knows")
        return SHORT[code] if code in SHORT else chr(int(code[2:], 16))

    return ESCAPE.sub(character, text)


def escape(text: str, keep: str = "") -> str:
    """Make everything visible; the inverse of `unescape`."""
    shown = []
    for character in text:
        if character == "\\":
            shown.append("\\\\")
        elif character in keep or (character.isprintable() and not combining(character)):
            shown.append(character)
        else:
            short = [code for code, meant in SHORT.items() if meant == character]
            width, prefix = (4, "u") if ord(character) < 0x10000 else (8, "U")
            width, prefix = (2, "x") if ord(character) < 0x100 else (width, prefix)
            shown.append(short[0] if short else f"\\{prefix}{ord(character):0{width}x}")
    return "".join(shown)


def read_options(words: list[str], kind: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in KINDS[kind].options:
            raise SpecError(f"{word!r} is no option of {kind}: {', '.join(KINDS[kind].options)}")
        if name == "steps":
            options[name] = read_steps(value)
        else:
            options[name] = tuple(value.split(",")) if name in LISTS else value
    return options


def read_steps(names: str) -> tuple[str, ...]:
    """Read names of steps; NEWS and SAFE stand for theirs."""
    presets = {"NEWS": lede.NEWS, "SAFE": lede.SAFE}
    found = (presets.get(name, (name,)) for name in filter(None, names.split(",")))
    return tuple(step for steps in found for step in steps)


def read_examples(text: str, file: str) -> Iterator[Example]:
    """Yield the examples of one specification."""
    lines = text.split("\n")
    if not text.strip():
        raise SpecError(f"{file} is empty")
    prose = False
    at = 0
    while at < len(lines):
        if not lines[at].startswith("```"):
            prose |= bool(lines[at].strip())
            at += 1
            continue
        end = next((i for i in range(at + 1, len(lines)) if lines[i] == "```"), None)
        try:
            if end is None:
                raise SpecError("the fence is never closed")
            if not prose:
                raise SpecError("no prose before the example says what it is about")
            yield read_example(lines[at][3:], lines[at + 1 : end], file, at + 1)
        except SpecError as error:
            raise SpecError(f"{file}:{at + 1}: {error}") from None
        prose = False
        at = end + 1


def read_example(fence: str, lines: list[str], file: str, line: int) -> Example:
    kind, *options = shlex.split(fence) or [""]
    if kind not in KINDS:
        raise SpecError(f"there is no kind {kind!r}: {', '.join(KINDS)}")
    if lines.count("=>") != 1:
        raise SpecError("an example has one line that is just =>")
    if any(part.startswith("```") for part in lines):
        raise SpecError("a fence opens inside of the example: the one before is not closed")
    middle = lines.index("=>")
    before = unescape("\n".join(lines[:middle]))
    after = "\n".join(lines[middle + 1 :])
    return Example(file, line, kind, read_options(options, kind), before, after)


def row(*fields: object) -> str:
    return " | ".join("-" if field is None else escape(str(field)) for field in fields)


def run_normalize(text: str, options: dict[str, Any]) -> str:
    return escape(lede.normalize(text, **options), keep="\n")


def run_changes(text: str, options: dict[str, Any]) -> str:
    changes = lede.normalize(text, changes=True, **options).changes
    return "\n".join(
        f"{c.start}-{c.end} {c.reason}: [{escape(c.before)}] → [{escape(c.after)}]" for c in changes
    )


def run_loose(text: str, options: dict[str, Any]) -> str:
    loose = lede.normalize(text, changes=True, **options).loose_quotes
    return "\n".join(f"{q.start}-{q.end} {q.kind} {q.paragraph}: {escape(q.text)}" for q in loose)


def run_keys(text: str, options: dict[str, Any]) -> str:
    return "\n".join(escape(lede.match_key(line, **options)) for line in text.split("\n"))


def run_sentences(text: str, options: dict[str, Any]) -> str:
    spans = lede.sentence_spans(text, **options)
    assert lede.sentences(text, **options) == [text[start:end] for start, end in spans]
    return "\n".join(escape(text[start:end]) for start, end in spans)


def run_entities(text: str, options: dict[str, Any]) -> str:
    marked, behind = "", 0
    for entity in lede.Reader(**options).read(text).entities:
        assert text[entity.start : entity.end] == entity.text
        marked += f"{text[behind : entity.start]}[{entity.label} {entity.text}]"
        behind = entity.end
    return escape(marked + text[behind:], keep="\n")


def run_names(text: str, options: dict[str, Any]) -> str:
    names = lede.Reader(**options).read(text).names
    return "\n".join(row(n.name, n.label, n.id, n.title, n.count) for n in names)


def run_people(text: str, options: dict[str, Any]) -> str:
    people = [e for e in lede.Reader(**options).read(text).entities if e.label == "PERSON"]
    return "\n".join(
        f"{escape(e.text)} = {'? ' * e.ambiguous}{row(e.name, e.title, e.role)}" for e in people
    )


def run_gazetteer(text: str, options: dict[str, Any]) -> str:
    entries, middle, text = text.partition("\nin\n")
    if not middle:
        raise SpecError("a gazetteer example has a line that is just in, behind its entries")
    policy = options.pop("policy", "longest")
    gazetteer = lede.Gazetteer(map(read_entry, entries.split("\n")), **options)
    return "\n".join(
        f"{m.start}-{m.end} {escape(m.text)} = {row(m.name, m.label, m.id)}"
        for m in gazetteer.find(text, policy=policy)
    )


def read_entry(line: str) -> dict[str, Any]:
    name, *others = [None if field == "-" else field for field in line.split(" | ")]
    if len(others) > 4:
        raise SpecError(f"too many fields: {line!r}")
    entry = dict(zip(("label", "id", "aliases", "flags"), others, strict=False))
    flags = [flag.partition("=") for flag in (entry.pop("flags", None) or "").split()]
    aliases = (entry.pop("aliases", None) or "").split(", ")
    return {"name": name, "aliases": list(filter(None, aliases)), **entry} | {
        key: float(value) if value else True for key, _, value in flags
    }


class Kind(NamedTuple):
    run: Callable[[str, dict[str, Any]], str]
    options: tuple[str, ...]


NORMALIZE = ("form", "steps", "quotes", "dashes", "ellipsis")
#: Options that are several, with commas between them.
LISTS = ("abbreviations", "never_split")
SPLITTER = ("lang", "newline", "quotes", "abbreviations", "never_split")
READER = (*SPLITTER, "tagger")


def run_links(text: str, options: dict[str, Any]) -> str:
    found = lede.find_links(text, **options)
    return "\n".join(f"{link.start}-{link.end} {link.kind}: {escape(link.text)}" for link in found)


KINDS = {
    "normalize": Kind(run_normalize, NORMALIZE),
    "changes": Kind(run_changes, NORMALIZE),
    "loose": Kind(run_loose, NORMALIZE),
    "keys": Kind(run_keys, ("lang",)),
    "sentences": Kind(run_sentences, SPLITTER),
    "entities": Kind(run_entities, READER),
    "names": Kind(run_names, READER),
    "people": Kind(run_people, READER),
    "links": Kind(run_links, ()),
    "gazetteer": Kind(run_gazetteer, ("fold", "policy", "variants")),
}


def check(example: Example) -> None:
    found = KINDS[example.kind].run(example.before, example.options)
    expected = shown(example)
    if found != expected:
        pytest.fail(difference(example, expected, found), pytrace=False)


def shown(example: Example) -> str:
    """The expected result with its characters shown as `escape` does, however the author did."""
    if example.kind in ("normalize", "entities"):
        return escape(unescape(example.after), keep="\n")
    return "\n".join(escape(unescape(line)) for line in example.after.split("\n"))


def difference(example: Example, expected: str, found: str) -> str:
    lines = difflib.ndiff(expected.split("\n"), found.split("\n"))
    where = f"{example.file}:{example.line}: {example.kind} {example.options or ''}".rstrip()
    return "\n".join(
        [
            where,
            escape(example.before, keep="\n"),
            "=> (- expected, + found)",
            *map(str.rstrip, lines),
        ]
    )


def collect() -> list[Any]:
    files = sorted(FOLDER.glob("*.txt"))
    if not files:
        raise SpecError(f"there are no specifications in {FOLDER}")
    examples = []
    for file in files:
        found = list(read_examples(file.read_text(encoding="utf-8"), file.name))
        if not found and file.name != "regressions.txt":
            raise SpecError(f"{file.name} holds no example")
        examples += [pytest.param(one, id=f"{one.file}:{one.line}") for one in found]
    return examples


@pytest.mark.parametrize("example", collect())
def test_example(example: Example) -> None:
    check(example)


GOOD = "Why.\n```sentences quotes=keep\nA.\n=>\nA.\n```\n"


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        (GOOD.replace("Why.", ""), "no prose"),
        (GOOD + GOOD[5:], "no prose"),
        (GOOD[:-4], "never closed"),
        (GOOD[:-4] + GOOD, "one line that is just =>"),
        (GOOD.replace("=>\n", ""), "one line that is just =>"),
        (GOOD.replace("=>", "=>\n=>"), "one line that is just =>"),
        (GOOD.replace("sentences", "sentence"), "no kind"),
        (GOOD.replace("quotes", "quote"), "no option"),
        (GOOD.replace("=keep", ""), "no option"),
        (GOOD.replace("A.", "\\q"), "no escape"),
        (GOOD.replace("A.", "\\u12"), "no escape"),
    ],
)
def test_malformed_specifications_are_errors(spec: str, complaint: str) -> None:
    with pytest.raises(SpecError, match=complaint):
        list(read_examples(spec, "spec.txt"))


def test_a_mismatch_shows_place_and_difference() -> None:
    (example,) = read_examples("One.\n\n" + GOOD.replace("=>\nA.", "=>\nB."), "spec.txt")
    assert (example.line, example.options) == (4, {"quotes": "keep"})
    with pytest.raises(pytest.fail.Exception) as failure:
        check(example)
    for part in ("spec.txt:4: sentences", "- B.", "+ A."):
        assert part in str(failure.value)


@pytest.mark.parametrize(
    "text", ["", "a\\b", "a\tb\nc\rd", "\x00\xad\u200b\u0301\ud800\U0001f600é"]
)
def test_escapes_are_read_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert escape(text).isprintable()
