"""Measure the model of sentences on documents that it did not see: cross-validation.

usage: python tools/check_sentences.py [--data ../shared/data/sentences] [--folds N] [--errors N]

The English corpora are cut into folds by document. Each fold is split by a model that is trained on
the other folds, the news of masc_news, which nothing is trained on, by all of them. F1 as in
benchmarks/accuracy_sentences.py; "small letters" is punctuated text without capitals. `--errors`
prints so many places of each column, drawn evenly from all of its errors.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lede import _core
from lede._normalize import NEWS
from lede._options import FORMS, step_bits
from train_sentences import DATA, ENGLISH, PLANS, Document, build, flattened, joined

UNSEEN = "masc_news/dev.jsonl"
CLOSERS = "\"'”’)]}»›"

Split = Callable[[str], list[tuple[int, int]]]


# ---- Ways to pass a document ----


def native(row: dict[str, Any]) -> Document:
    return Document(row["text"], [end for _, end in row["sents"]])


def punctuated(row: dict[str, Any]) -> Document:
    pieces = [row["text"][start:end].replace("\n", " ").strip() for start, end in row["sents"]]
    return joined([piece for piece in pieces if piece.rstrip(CLOSERS)[-1:] in tuple(".!?…")])


def small(row: dict[str, Any]) -> Document:
    """Without capitals, but for letters whose small form has another length."""
    document = punctuated(row)
    letters = (letter.lower() for letter in document.text)
    text = "".join(low if len(low) == 1 else "i" for low in letters)
    return Document(text, document.ends)


WAYS: dict[str, Callable[[dict[str, Any]], Document]] = {
    "native": native,
    "one line": flattened,
    "punctuated": punctuated,
    "small letters": small,
}


# ---- Scores ----


@dataclass
class Score:
    right: int = 0
    found: int = 0
    wanted: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, split: Split, document: Document) -> None:
        text, last = document.text, len(document.text.rstrip())
        found = {end for _, end in split(text)} - {last}
        wanted = set(document.ends[:-1])
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)
        for at in sorted(found ^ wanted):
            what = "missed" if at in wanted else "split"
            self.errors.append(f"{what:6} {text[max(0, at - 50) : at]!r} | {text[at : at + 40]!r}")

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, self.found + self.wanted)


def rows(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def splitter(pack: bytes) -> Split:
    """What `lede.sentence_spans` does, with the weights of a file that is not the package's."""
    with tempfile.NamedTemporaryFile(suffix=".lede") as file:
        file.write(pack)
        file.flush()
        model = _core.sentence_model_open(file.name.encode(), "en")
    steps = step_bits(NEWS)
    reader = _core.reader_new((), None, None, None, 0, FORMS["NFC"], steps, model, 0, 0, 0, (), ())
    return reader.sentence_spans


def check(data: pathlib.Path, folds: int) -> dict[tuple[str, str], Score]:
    """The scores by file and way."""
    files = [file for _, file in ENGLISH]
    names = sorted({row["doc_id"] for file in files for row in rows(data / file)})
    fold_of = {name: i % folds for i, name in enumerate(names)}
    scores = {(file, way): Score() for file in [*files, UNSEEN] for way in WAYS}
    for fold in range(folds):
        seen = {name for name in names if fold_of[name] != fold}
        split = splitter(build(data, seen.__contains__, PLANS[:1]))
        for file in [*files, UNSEEN]:
            for row in rows(data / file):
                if row["doc_id"] not in seen:
                    for way, document in WAYS.items():
                        scores[file, way].add(split, document(row))
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=DATA)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    for (file, way), score in check(options.data, options.folds).items():
        print(f"{file:22} {way:14} F1 {score.f1:6.2f}  ends {score.wanted}", flush=True)
        step = max(1, len(score.errors) // max(1, options.errors))
        for error in score.errors[::step][: options.errors]:
            print(f"    {error}")


if __name__ == "__main__":
    main()
