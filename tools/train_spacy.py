"""Train spaCy's NER on the text that lede's tagger learns from, and score both.

    python tools/train_spacy.py train    # build/spacy/model-best and build/spacy/dev.lede
    python tools/train_spacy.py score    # both on the development sets (docs/entities.md)

The recipe is spaCy's own: the configuration that its quickstart gives for English NER on a
processor (`spacy init config --lang en --pipeline ner --optimize efficiency`), with its early
stopping. Text and labels are those that tools/train_tagger.py makes its development model of: the
silver set cleaned, respelled copies included. Where our guideline leaves a label open, spaCy is
told that it is missing. What spaCy has no place for is left out: weights of documents.

spaCy chooses its best state on a share of the development sets, which flatters it a little.
Needs the data folder beside the repository, `make build/tagger/tagger` and spaCy.
"""

from __future__ import annotations

import argparse
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import train_tagger
from tagger import labels
from tagger.labels import Document

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/spacy"
SHARED = ROOT.parent / "shared"
BEST = WORK / "model-best"
OURS = WORK / "dev.lede"
SPACY = [sys.executable, "-m", "spacy"]
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
# One document in so many of each set decides when to stop: a look at all of them takes as long as
# the two hundred steps between two looks.
STOPPING_SHARE = 5
KINDS = {**labels.NAMES, labels.OTHER: "OTHER"}
# Finds the mentions of a text: start, end, label, in code points.
Find = Callable[[str], list[tuple[int, int, str]]]


def learned(data: Path) -> list[Document]:
    """The documents that the development model learns from; trains that model on the way."""
    options = argparse.Namespace(work=WORK, folds=3, rows=17, epochs=10, rate=0.02)
    sets = train_tagger.read_sets(data, train_tagger.TRAIN)
    train_tagger.build_base(data, WORK, sets)
    others = [doc for name in sets if name != train_tagger.SILVER for doc in sets[name]]
    silver = train_tagger.cleaned(sets[train_tagger.SILVER], others, WORK, options)
    train_tagger.train(others + silver, OURS, WORK, options)
    train_tagger.calibrate(OURS, WORK, train_tagger.read_sets(data, train_tagger.DEV))
    documents = others + silver
    return documents + list(labels.respelled(documents, train_tagger.RESPELLED, 1))


def to_doc(nlp: Any, document: Document) -> tuple[Any, int]:
    """A document for spaCy, and how many of its names do not begin and end with a token."""
    doc = nlp.make_doc(document.text)
    sure = {(s.start, s.end): KINDS[s.kinds] for s in document.spans if s.kinds in KINDS}
    unsure = [s for s in document.spans if s.kinds not in KINDS or s.adds]
    doubtful = [False] * (len(document.text) + 1)
    for span in unsure:
        doubtful[span.start : span.end] = [True] * (span.end - span.start)
    names, missing, lost, taken = [], [], 0, 0
    for (start, end), label in sorted(sure.items()):
        name = doc.char_span(start, end, label=label)
        if name is None:
            lost += 1
        elif start >= taken and not any(doubtful[start:end]):
            names.append(name)
            taken = end
            continue
        doubtful[start:end] = [True] * (end - start)
    named = {token.i for name in names for token in name}
    for token in doc:
        if token.i not in named and any(doubtful[token.idx : token.idx + len(token)]):
            missing.append(doc[token.i : token.i + 1])
    doc.set_ents(names, missing=missing)
    return doc, lost


def write_docs(path: Path, documents: list[Document]) -> None:
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    store, lost, names, tokens = DocBin(), 0, 0, 0
    for document in documents:
        doc, missed = to_doc(nlp, document)
        store.add(doc)
        lost, names, tokens = lost + missed, names + len(doc.ents), tokens + len(doc)
    store.to_disk(path)
    print(
        f"{path.name}: {len(documents):,} documents, {tokens:,} tokens, {names:,} names, "
        f"{lost} between tokens",
        flush=True,
    )


def train(data: Path) -> None:
    """Train both, spaCy with its own early stopping."""
    WORK.mkdir(parents=True, exist_ok=True)
    write_docs(WORK / "train.spacy", learned(data))
    dev = train_tagger.read_sets(data, train_tagger.DEV)
    held = [
        doc
        for name, documents in dev.items()
        if name not in train_tagger.NEVER_TRAINED
        for doc in documents[::STOPPING_SHARE]
    ]
    write_docs(WORK / "dev.spacy", held)
    config = str(WORK / "config.cfg")
    quickstart = "--lang en --pipeline ner --optimize efficiency --force".split()
    subprocess.run([*SPACY, "init", "config", config, *quickstart], check=True)
    paths = ["--paths.train", str(WORK / "train.spacy"), "--paths.dev", str(WORK / "dev.spacy")]
    subprocess.run(
        [*SPACY, "train", config, "--output", str(WORK), *paths],
        env={**os.environ, **ALONE},
        check=True,
    )


def finders() -> dict[str, Find]:
    import lede
    import spacy

    nlp = spacy.load(BEST)
    reader = lede.Reader(tagger=OURS)
    return {
        "spaCy": lambda text: [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents],
        "lede": lambda text: [(e.start, e.end, e.label) for e in reader.read(text).entities],
    }


def by_guideline(find: Find, documents: list[Document]) -> str:
    """Strict F1 of PERSON, LOC and ORG with the labels of our guideline."""
    found = [[(*mention, 1.0) for mention in find(doc.text)] for doc in documents]
    return str(train_tagger.score(documents, found)["ALL"])


def by_set(find: Find, data: Path, name: str, splits: tuple[str, ...]) -> str:
    """Strict F1 with the labels as the set has them, by score/entities.py."""
    rules = runpy.run_path(str(SHARED / "score/entities.py"))
    paths = [data / "entities" / name / f"{split}.jsonl" for split in splits]
    docs = [
        json.loads(line)
        for path in paths
        if path.exists()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    def entities(text: str) -> list[argparse.Namespace]:
        return [argparse.Namespace(start=s, end=e, label=label) for s, e, label in find(text)]

    row = rules["score"](entities, docs)["ALL"]
    return f"{row['F1']:5.2f} ({row['P']:.1f}/{row['R']:.1f})"


def news() -> list[Document]:
    """The hand-labelled news of tests/news."""
    paragraphs = runpy.run_path(str(ROOT / "tests/news/score_news.py"))["load"]()
    return [
        Document(
            str(paragraph.line),
            paragraph.text,
            spans=(),
            gold=tuple(
                (*labels.trim(paragraph.text, e.start, e.end), e.label) for e in paragraph.entities
            ),
        )
        for paragraph in paragraphs
    ]


def score(data: Path) -> None:
    """Both on each development set: F1 (precision/recall) of PERSON, LOC and ORG, strict."""
    ready = finders()
    print(f"{'set':12} {'tool':6} {'our guideline':20} labels of the set")
    for name, splits in train_tagger.DEV.items():
        documents = labels.read_set(data / "entities", name, splits)
        for tool, find in ready.items():
            ours, theirs = by_guideline(find, documents), by_set(find, data, name, splits)
            print(f"{name:12} {tool:6} {ours:20} {theirs}", flush=True)
    for tool, find in ready.items():
        print(f"{'tests/news':12} {tool:6} {by_guideline(find, news())}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["train", "score"])
    parser.add_argument("--data", type=Path, default=SHARED / "data")
    options = parser.parse_args()
    (train if options.what == "train" else score)(options.data)


if __name__ == "__main__":
    main()
