"""Train the tagger that lede carries.

usage: python tools/train_tagger.py [--data ../shared/data] [--out python/lede/data/tagger.lede]

One command from the labelled sets and lists in the data folder to the model; the same input gives
the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tagger import company, labels, lists
from tagger.labels import Document

ROOT = Path(__file__).resolve().parent.parent
TRAINER = ROOT / "build/tagger/tagger"
RESOURCES = [
    ROOT / "python/lede/data" / name for name in ("names.lede", "cues.lede", "sentences.lede")
]

TRAIN = {
    "uner_ewt": ("train",),
    "gum_names": ("train", "dev"),
    "redocred": ("train", "test"),
    "wikigold": ("train",),
    "gmb_silver": ("train", "test"),
    "btc": ("train", "dev", "test"),
    "crossner_politics": ("train", "dev", "test"),
    "crossner_science": ("train", "dev", "test"),
    "crossner_literature": ("train", "dev", "test"),
    "crossner_music": ("train", "dev", "test"),
    "crossner_ai": ("train", "dev", "test"),
}
DEV = {
    "uner_ewt": ("dev",),
    "re3d": ("train", "dev", "test"),
    "wikigold": ("dev", "test"),
    "gmb_silver": ("dev",),
    "redocred": ("dev",),
}
# More text to see what company words keep; its labels, where there are any, are not used.
UNLABELLED = ("entities/litbank_prop", "entities/wnut17", "sentences/masc_news")
# The entities of each document: start, end, label, score.
Found = list[list[tuple[int, int, str, float]]]

KNOTS = 32  # LEDE_TAGGER_KNOTS - 1 in csrc/names/tagger_model.h
# Labelled by machine and in part mended by hand: cleaned before it is learned from.
SILVER = "gmb_silver"
# Its labels follow another idea of a name; it measures how far a model carries.
NEVER_TRAINED = ("re3d",)
SURE = 0.9  # from here on the rules' opinion counts in cleaning
RESPELLED = 0.12  # the share of documents that are learned in capitals or small letters too
WEIGHTS = {"gmb_silver": 0.5, "btc": 0.5}


def run(*arguments: object) -> str:
    done = subprocess.run([str(TRAINER), *map(str, arguments)], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def tag(model: object, corpus: Path, documents: list[Document], command: str = "tag") -> Found:
    """The entities that lede finds in documents, in code points; `probe` leaves short forms out."""
    labels.write_corpus(corpus, documents)
    found = []
    for line, doc in zip(
        run(command, model, *RESOURCES, corpus).splitlines(), documents, strict=True
    ):
        place = {byte: i for i, byte in enumerate(labels.byte_offsets(doc.text))}
        fields = [item.split() for item in line.split("\t") if item]
        found.append([(place[int(s)], place[int(e)], label, float(p)) for s, e, label, p in fields])
    return found


@dataclass
class Counts:
    right: int = 0
    found: int = 0
    wanted: int = 0

    def __str__(self) -> str:
        p, r = self.right / max(self.found, 1), self.right / max(self.wanted, 1)
        return f"{200 * p * r / max(p + r, 1e-9):5.2f} ({100 * p:.1f}/{100 * r:.1f})"

    def f1(self) -> float:
        return 200 * self.right / max(self.found + self.wanted, 1)


def score(documents: list[Document], found: Found) -> dict[str, Counts]:
    """Strict counts by label; spans that a guideline leaves open count for nothing."""
    table = {label: Counts() for label in ("ALL", "PERSON", "LOC", "ORG", "NORP")}
    for doc, entities in zip(documents, found, strict=True):
        ignored = labels.undecided(doc)
        gold = set(doc.gold)
        mine = {(*labels.trim(doc.text, s, e), label) for s, e, label, _ in entities}
        mine = {m for m in mine if m[:2] not in ignored}
        for name, items in (("right", mine & gold), ("found", mine), ("wanted", gold)):
            for _, _, label in items:
                if label in table:
                    for row in (label, "ALL") if label != "NORP" else (label,):
                        setattr(table[row], name, getattr(table[row], name) + 1)
    return table


def report(model: object, work: Path, dev: dict[str, list[Document]]) -> float:
    total = 0.0
    for name, documents in dev.items():
        table = score(documents, tag(model, work / "dev.txt", documents))
        total += table["ALL"].f1()
        print(f"{name:12} " + "  ".join(f"{k} {v}" for k, v in table.items()), flush=True)
    print(f"average {total / len(dev):.2f}", flush=True)
    return total / len(dev)


# A model without calibration gives these at its knots: probabilities as they are.
PLAIN = [1 - 2 ** (-i / 2) for i in range(KNOTS + 1)]


def place(score: float) -> float:
    """Where the score of a model without calibration lies between its knots (lede_tagger_place)."""
    below = min(sum(score >= knot for knot in PLAIN[1:]), KNOTS - 1)
    return min(below + (score - PLAIN[below]) / (PLAIN[below + 1] - PLAIN[below]), KNOTS)


def calibrate(model: Path, work: Path, dev: dict[str, list[Document]]) -> None:
    """Write into a model how often mentions of each probability are right."""
    pairs: list[tuple[float, float]] = [(float(i), knot) for i, knot in enumerate(PLAIN)] * 4
    for documents in (dev[name] for name in dev if name not in NEVER_TRAINED):
        found = tag(model, work / "dev.txt", documents, "probe")
        for doc, entities in zip(documents, found, strict=True):
            gold, ignored = set(doc.gold), labels.undecided(doc)
            for start, end, label, score in entities:
                span = labels.trim(doc.text, start, end)
                if span not in ignored:
                    pairs.append((place(score), float((*span, label) in gold)))
    knots = work / "knots.txt"
    knots.write_text(" ".join(f"{knot:.4f}" for knot in rising(sorted(pairs))))
    run("score", model, knots, model)


def rising(pairs: list[tuple[float, float]]) -> list[float]:
    """The best curve that never falls (pool adjacent violators), read at the knots."""
    blocks: list[list[float]] = []  # sum of places, sum of right ones, count
    for where, right in pairs:
        blocks.append([where, right, 1])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = [(0.0, 0.0), *((x / n, right / n) for x, right, n in blocks)]
    points.append((float(KNOTS), blocks[-1][1] / blocks[-1][2]))
    knots = []
    for x in range(KNOTS + 1):
        after = next(j for j in range(1, len(points)) if points[j][0] >= x)
        (x0, y0), (x1, y1) = points[after - 1], points[after]
        knots.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y1)
    return knots


def varied(documents: Iterable[Document], seed: int) -> list[Document]:
    """Some documents are read without the built-in names or without the rules: no feature may be
    trusted blindly."""
    chance = random.Random(seed)
    result = []
    for doc in documents:
        lot = chance.random()
        flags = labels.UNRULED if lot < 0.15 else labels.UNLISTED if lot < 0.25 else 0
        result.append(replace(doc, flags=doc.flags | flags))
    return result


def ruled(documents: list[Document], work: Path) -> list[Document]:
    """Open the labels of a silver set where the rules are sure of something else."""
    found = tag("-", work / "fold.txt", documents)
    return [labels.opened(doc, f, SURE) for doc, f in zip(documents, found, strict=True)]


def doubted(model: Path, documents: list[Document], work: Path) -> list[Document]:
    """Open the labels where a model that saw none of the documents disagrees."""
    found = tag(model, work / "fold.txt", documents)
    return [labels.opened(doc, f, 0) for doc, f in zip(documents, found, strict=True)]


def cleaned(
    documents: list[Document], others: list[Document], work: Path, options: argparse.Namespace
) -> list[Document]:
    """Open the labels of a silver set where the rules, or a model of the other folds, disagree."""
    documents = ruled(documents, work)
    result = []
    for fold in range(options.folds):
        held = documents[fold :: options.folds]
        rest = [doc for i, doc in enumerate(documents) if i % options.folds != fold]
        train(others + rest, work / "fold.lede", work, options, votes=False)
        result += doubted(work / "fold.lede", held, work)
    return result or documents


def train(
    documents: list[Document],
    out: Path,
    work: Path,
    options: argparse.Namespace,
    votes: bool = True,
) -> None:
    """Train a model, with the second look or without; some documents are doubled as careless
    writers would have written them."""
    documents = documents + list(labels.respelled(documents, RESPELLED, 1))
    labels.write_corpus(work / "train.txt", varied(documents, 2))
    run(
        "train",
        work / "base.lede",
        *RESOURCES,
        work / "train.txt",
        out,
        options.rows,
        options.epochs,
        options.rate,
        labels.FOLDS if votes else 0,
    )


def read_sets(data: Path, splits: dict[str, tuple[str, ...]]) -> dict[str, list[Document]]:
    return {
        name: [
            replace(doc, weight=WEIGHTS.get(name, 1.0))
            for doc in labels.read_set(data / "entities", name, parts)
        ]
        for name, parts in splits.items()
    }


def unlabelled(data: Path) -> Iterator[str]:
    """Yield texts that serve for the company of words alone."""
    for path in UNLABELLED:
        for file in sorted((data / path).glob("*.jsonl")):
            for line in file.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)["text"]


def build_base(data: Path, work: Path, sets: dict[str, list[Document]]) -> None:
    """Compile the lists, and what the text of the sets shows of words, into a model without
    weights."""
    texts = [doc.text for documents in sets.values() for doc in documents]
    shown = company.word_bits([*texts, *unlabelled(data)])
    common = frozenset((ROOT / "tools/cues/common.txt").read_text(encoding="utf-8").split())
    words, phrases = lists.compile_lists(data / "gazetteers", common)
    lists.write_lists(work / "lists.txt", words, phrases, shown)
    run("lists", work / "lists.txt", work / "base.lede")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--out", type=Path, default=ROOT / "python/lede/data/tagger.lede")
    parser.add_argument("--work", type=Path, default=ROOT / "build/tagger")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=17)
    parser.add_argument("--dev", action="store_true", help="stop before the final model")
    options = parser.parse_args()
    work: Path = options.work
    sets, dev = read_sets(options.data, TRAIN), read_sets(options.data, DEV)
    build_base(options.data, work, sets)
    others = [doc for name in sets if name != SILVER for doc in sets[name]]
    silver = cleaned(sets[SILVER], others, work, options)
    train(others + silver, work / "dev.lede", work, options)
    report(work / "dev.lede", work, dev)
    calibrate(work / "dev.lede", work, dev)
    if not options.dev:
        silver += doubted(work / "dev.lede", ruled(dev.pop(SILVER), work), work)
        held = [doc for name in dev if name not in NEVER_TRAINED for doc in dev[name]]
        train(others + held + silver, options.out, work, options)
        run("score", options.out, work / "knots.txt", options.out)


if __name__ == "__main__":
    main()
