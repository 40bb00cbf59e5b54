"""Train the model that decides where sentences end, and write python/lede/data/sentences.lede.

usage: python tools/train_sentences.py [--data ../shared/data/sentences] [--output FILE]

Reads the word lists and examples of tools/sentences and, from the data folder, only sets whose
licence allows it (SOURCES). Places and features come from the extension itself
(_core.sentence_features), so they are those of run time. The output depends on the inputs alone: no
randomness, one thread. Needs numpy (`pip install lede[train]`). docs/sentences.md has the card of
the model.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from lede import _core

TOOLS = pathlib.Path(__file__).resolve().parent
LISTS = TOOLS / "sentences"
ORDINARY = TOOLS / "cues/common.txt"
OUTPUT = TOOLS.parent / "python/lede/data/sentences.lede"
DATA = TOOLS.parent.parent / "shared/data/sentences"

# Bits of lede_known_word in csrc/text/sentence_model.h.
KINDS = ("title", "number", "ending", "inner", "unit", "time", "month", "starter", "speech", "lead")
ORDINARY_BITS = 17
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "ar", "all")
FORMAT = 3
# Columns of lede_feature that tell languages apart. In the shared model they are learned last and
# from our examples alone: what is true of the two languages of the corpora is first learned as true
# of all.
LANGUAGE_COLUMNS = (19, 20)

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Document:
    text: str
    ends: list[int]  # of its sentences, in code points


@dataclass(frozen=True)
class Plan:
    """One array of weights: what it is trained on and how large it is."""

    name: str
    flags: int  # what the head of the weights says
    bits: int
    sources: tuple[tuple[str, str], ...]  # (language, file below the data folder)
    examples: tuple[str, ...]  # files of tools/sentences/examples, each named after its language
    tuned: tuple[str, ...]  # languages whose examples only tell them apart
    decay: float = 0.3


LEXICAL, COLONS = 1, 2  # csrc/text/sentence_model.c
ENGLISH = (("en", "gum_open/train.jsonl"), ("en", "ud_en_ewt/train.jsonl"))
PORTUGUESE = (("pt", "ud_pt_bosque/train.jsonl"),)
PLANS = (
    Plan("en", LEXICAL, 16, ENGLISH, ("en", "en_speech"), ()),
    Plan("pt", LEXICAL | COLONS, 16, PORTUGUESE, ("pt",), ()),
    Plan(
        "all",
        0,
        15,
        ENGLISH + PORTUGUESE,
        ("en", "pt", *(f"{code}_quotes" for code in ("de", "fr", "es", "it", "ru", "all"))),
        ("de", "fr", "es", "it", "ru", "ar"),
    ),
)
EXAMPLE_WEIGHT = 3.0  # one example of ours stands for a rule, not for one sentence


# ---- What is read ----


def word_kinds(language: str) -> dict[int, int]:
    """The words of a language by their hash."""
    found: dict[int, int] = {}
    bit = 0
    for line in (LISTS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            bit = 1 << KINDS.index(line.strip("[]"))
        elif not line.startswith("#"):
            for word in line.split():
                code = _core.sentence_word_hash(word.removesuffix(".").encode())
                found[code] = found.get(code, 0) | bit
    return found


def word_table(words: dict[int, int]) -> bytes:
    """Open addressing, at most half full (csrc/text/sentence_model.h)."""
    size = 8
    while size < 2 * len(words):
        size *= 2
    slots = [(0, 0)] * size
    for code in sorted(words):
        at = code % size
        while slots[at][0]:
            at = (at + 1) % size
        slots[at] = (code, words[code])
    return b"".join(struct.pack("<II", *slot) for slot in slots)


def ordinary_filter(path: pathlib.Path) -> bytes:
    """A bit array in which each word has set two bits (csrc/text/sentence_model.h)."""
    bits = bytearray((1 << ORDINARY_BITS) // 8)
    for line in path.read_text(encoding="utf-8").splitlines():
        code = _core.sentence_word_hash(line.encode())
        for at in (code & ((1 << ORDINARY_BITS) - 1), code >> (32 - ORDINARY_BITS)):
            bits[at // 8] |= 0 if line.startswith("#") else 1 << at % 8
    return bytes(bits)


def flattened(row: dict[str, Any]) -> Document:
    """All sentences on one line, as many users have them."""
    pieces = [row["text"][start:end].replace("\n", " ").strip() for start, end in row["sents"]]
    return joined([piece for piece in pieces if piece])


def joined(pieces: list[str]) -> Document:
    ends, at = [], -1
    for piece in pieces:
        at += 1 + len(piece)
        ends.append(at)
    return Document(" ".join(pieces), ends)


def corpus(path: pathlib.Path, keep: Callable[[str], bool]) -> Iterator[Document]:
    """Each document as it stands, and once more on one line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if keep(row["doc_id"]):
                yield Document(row["text"], [end for _, end in row["sents"]])
                yield flattened(row)


def examples(name: str) -> Iterator[Document]:
    """Blocks of one sentence a line, from tools/sentences/examples."""
    path = LISTS / "examples" / f"{name}.txt"
    if not path.exists():
        return
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line[:1] != "#"]
    for block in "\n".join(lines).split("\n\n"):
        pieces = [piece for piece in block.split("\n") if piece]
        if pieces:
            yield joined(pieces)


# ---- Rows of features ----


def features(model: _core.SentenceModel, document: Document, columns: int) -> Ints:
    """One row a place: 1 where a sentence ends, then the hashes."""
    ends = byte_offsets(document.text, document.ends)
    packed = struct.pack(f"<{len(ends)}I", *ends)
    rows = _core.sentence_features(model, document.text.encode(), packed)
    table: Ints = np.frombuffer(rows, dtype="<u4").reshape(-1, columns + 1).astype(np.int64)
    return table


def byte_offsets(text: str, points: list[int]) -> list[int]:
    found, at, size = [], 0, 0
    for point in points:
        size += len(text[at:point].encode())
        at = point
        found.append(size)
    return found


@dataclass(frozen=True)
class Table:
    columns: Ints  # indexes of weights
    ends: Floats
    importance: Floats


def table(plan: Plan, pack: pathlib.Path, data: pathlib.Path, keep: Callable[[str], bool]) -> Table:
    columns = 33 if plan.flags & LEXICAL else 21
    parts = []
    for language, file in plan.sources:
        model = open_model(pack, language)
        for document in corpus(data / file, keep):
            parts.append((features(model, document, columns), 0.5))  # each comes twice
    for name in plan.examples:
        model = open_model(pack, name.partition("_")[0])
        for document in examples(name):
            parts.append((features(model, document, columns), EXAMPLE_WEIGHT))
    return stacked(parts, plan, () if plan.flags & LEXICAL else LANGUAGE_COLUMNS)


def tuning_table(plan: Plan, pack: pathlib.Path) -> Table:
    parts = []
    for language in plan.tuned:
        model = open_model(pack, language)
        for document in examples(language):
            parts.append((features(model, document, 21), EXAMPLE_WEIGHT))
    return stacked(parts, plan, ())


def stacked(parts: list[tuple[Ints, float]], plan: Plan, silent: tuple[int, ...]) -> Table:
    rows = np.concatenate([part for part, _ in parts])
    importance = np.concatenate([np.full(len(part), weight) for part, weight in parts])
    columns = rows[:, 1:] >> (32 - plan.bits)
    if silent:
        columns = np.delete(columns, silent, axis=1)
    return Table(columns, rows[:, 0].astype(float), importance)


def open_model(pack: pathlib.Path, code: str) -> _core.SentenceModel:
    return _core.sentence_model_open(str(pack).encode(), code)


# ---- Training ----


def train(rows: Table, bits: int, decay: float, given: Floats | float = 0.0) -> Floats:
    """Logistic regression with a penalty on squares, by L-BFGS; the last weight is the bias.
    `given` are log odds that are known before."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = weights[rows.columns].sum(axis=1) + weights[-1] + given
        likely = np.logaddexp(0, margin) - rows.ends * margin
        error = rows.importance * (1 / (1 + np.exp(-margin)) - rows.ends)
        spread: Floats = np.repeat(error, rows.columns.shape[1])
        slope: Floats = np.bincount(rows.columns.ravel(), spread, len(weights)).astype(float)
        slope[-1] += error.sum()
        square = decay / 2 * float(weights[:-1] @ weights[:-1])
        slope[:-1] += decay * weights[:-1]
        slope[0] = 0  # index 0 stands for a feature that is not there
        return float(rows.importance @ likely) + square, slope

    return minimize(loss, np.zeros((1 << bits) + 1), steps=120)


def tune(rows: Table, weights: Floats, bits: int, decay: float) -> Floats:
    """Add what tells languages apart; everything else stays as it was learned."""
    columns = list(LANGUAGE_COLUMNS)
    shared = np.delete(rows.columns, columns, axis=1)
    given = weights[shared].sum(axis=1) + weights[-1]
    own = Table(rows.columns[:, columns], rows.ends, rows.importance)
    added = train(own, bits, decay, given)
    added[-1] = 0  # no language has a bias of its own
    tuned: Floats = weights + added
    return tuned


def minimize(
    loss: Callable[[Floats], tuple[float, Floats]], at: Floats, steps: int, memory: int = 10
) -> Floats:
    """L-BFGS with halving of the step (Nocedal and Wright, algorithm 7.5)."""
    pairs: list[tuple[Floats, Floats, float]] = []
    value, slope = loss(at)
    for _ in range(steps):
        direction = descent(slope, pairs)
        length = 1.0 if pairs else 1 / max(1.0, float(np.abs(slope).sum()))
        while True:
            there: Floats = at + length * direction
            new_value, new_slope = loss(there)
            if new_value <= value + 1e-4 * length * float(slope @ direction) or length < 1e-10:
                break
            length /= 2
        moved, turned = there - at, new_slope - slope
        if float(moved @ turned) > 1e-12:
            pairs = [*pairs[1 - memory :], (moved, turned, 1 / float(moved @ turned))]
        if value - new_value < 1e-7 * abs(value):
            return there
        at, value, slope = there, new_value, new_slope
    return at


def descent(slope: Floats, pairs: list[tuple[Floats, Floats, float]]) -> Floats:
    direction: Floats = -slope
    shares = []
    for moved, turned, rho in reversed(pairs):
        share = rho * float(moved @ direction)
        direction = direction - share * turned
        shares.append(share)
    if pairs:
        moved, turned, _ = pairs[-1]
        direction = direction * float(moved @ turned) / float(turned @ turned)
    for (moved, turned, rho), share in zip(pairs, reversed(shares), strict=True):
        direction = direction + moved * (share - rho * float(turned @ direction))
    return direction


# ---- What is written ----


def weights_section(weights: Floats, bits: int, flags: int) -> bytes:
    """A byte a weight: the largest is 127."""
    scale = float(np.abs(weights[:-1]).max()) / 127 if len(weights) else 1.0
    scale = float(np.float32(max(scale, 1e-3)))
    head = struct.pack("<IifI", bits, round(float(weights[-1]) / scale), scale, flags)
    body: bytes = np.rint(weights[:-1] / scale).astype(np.int8).tobytes()
    return head + body


def build_pack(weights: dict[str, bytes]) -> bytes:
    sections = [("meta", struct.pack("<I", FORMAT))]
    sections += [(f"words.{code}", word_table(word_kinds(code))) for code in LANGUAGES]
    sections += [("ordinary.en", ordinary_filter(ORDINARY))]
    sections += [(f"weights.{name}", content) for name, content in sorted(weights.items())]
    return _core.pack_build("SENTENCE", tuple(sections))


def untrained(flags: int) -> bytes:
    return weights_section(np.zeros(3), 1, flags)


def build(data: pathlib.Path, keep: Callable[[str], bool], plans: tuple[Plan, ...]) -> bytes:
    """Train all arrays of weights and return the file."""
    finished = {}
    for plan in plans:
        with tempfile.TemporaryDirectory() as folder:
            pack = pathlib.Path(folder, "features.lede")
            pack.write_bytes(build_pack({"all": untrained(plan.flags)}))
            rows = table(plan, pack, data, keep)
            weights = train(rows, plan.bits, plan.decay)
            if plan.tuned:
                weights = tune(tuning_table(plan, pack), weights, plan.bits, plan.decay)
        finished[plan.name] = weights_section(weights, plan.bits, plan.flags)
        used = np.count_nonzero(np.frombuffer(finished[plan.name][16:], np.int8))
        print(f"{plan.name}: {len(rows.ends)} places, {used} weights")
    return build_pack(finished)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=DATA)
    parser.add_argument("--output", type=pathlib.Path, default=OUTPUT)
    options = parser.parse_args()
    options.output.write_bytes(build(options.data, lambda name: True, PLANS))


if __name__ == "__main__":
    main()
