"""How often sentence splitters are right, beside how fast they are: a table and one picture.

    python benchmarks/accuracy_sentences.py                      # as `make bench-sentences` does
    python benchmarks/accuracy_sentences.py --rounds 9 --picture docs/sentences.svg

F1 of the places where sentences end, without the last one of each document; white space behind a
sentence does not count. Texts are passed as they stand ("native"), or joined by single spaces after
sentences without a final mark were taken out ("punctuated"). Needs the data sets beside the
repository. Speed is that of `run.py --task sentences --mode article`. Peers that are not installed
are named and left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peers_sentences
from harness import Contestant, Missing, prepare, race, reason
from texts import HERE, default_corpus

DATA = HERE.parent.parent / "shared" / "data" / "sentences"
CLOSERS = "\"'”’)]}»›"


@dataclass(frozen=True)
class Task:
    """A set of documents and the way they are passed."""

    name: str
    file: str
    punctuated: bool = False


TASKS = (
    Task("GUM, native", "gum_open/dev.jsonl"),
    Task("MASC news, native", "masc_news/dev.jsonl"),
    Task("GUM, punctuated", "gum_open/dev.jsonl", True),
    Task("MASC news, punctuated", "masc_news/dev.jsonl", True),
    Task("EWT, punctuated", "ud_en_ewt/dev.jsonl", True),
)


@dataclass(frozen=True)
class Document:
    text: str
    ends: frozenset[int]


# ---- What is read ----


def documents(task: Task, data: Path) -> Iterator[Document]:
    """All documents of which something is left: blingfire's offsets fail on an empty text."""
    with (data / task.file).open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document = punctuated(row) if task.punctuated else native(row)
            if document.text:
                yield document


def native(row: dict[str, Any]) -> Document:
    ends = [end for _, end in row["sents"]]
    return Document(row["text"], frozenset(ends[:-1]))


def punctuated(row: dict[str, Any]) -> Document:
    pieces = (row["text"][start:end].replace("\n", " ").strip() for start, end in row["sents"])
    kept = [piece for piece in pieces if piece.rstrip(CLOSERS)[-1:] in {".", "!", "?", "…"}]
    ends, at = [], -1
    for piece in kept:
        at += 1 + len(piece)
        ends.append(at)
    return Document(" ".join(kept), frozenset(ends[:-1]))


# ---- What peers answer ----


def ends_of(text: str, answer: Iterable[Any]) -> frozenset[int]:
    """Where the sentences of an answer end, whatever the peer calls a sentence."""
    items = list(answer)
    if items and isinstance(items[0], str):
        found = ends_of_strings(text, items)
    elif items and isinstance(items[0], int):
        found = ends_in_units(text, items)
    else:
        found = [end_of(item) for item in items]
    trimmed = {len(text[:end].rstrip()) for end in found}
    return frozenset(trimmed - {0, len(text.rstrip())})


def end_of(item: Any) -> int:
    """The end of one span: a pair, a dict or an object with an end."""
    if isinstance(item, tuple):
        return int(item[1])
    return int(item["end_index"] if isinstance(item, dict) else item.end)


def ends_of_strings(text: str, sentences: list[str]) -> list[int]:
    """Sentences may come with other white space than the text has, so visible characters count."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    found, seen = [], 0
    for sentence in sentences:
        seen += sum(not character.isspace() for character in sentence)
        if 0 < seen <= len(places):
            found.append(places[seen - 1] + 1)
    return found


def ends_in_units(text: str, units: list[int]) -> list[int]:
    """From UTF-16 units to code points."""
    if all(character < "\U00010000" for character in text):
        return units
    code = text.encode("utf-16-le")
    return [len(code[: 2 * unit].decode("utf-16-le", "replace")) for unit in units]


def f1(work: Callable[[str], Any], found: list[Document]) -> float:
    right = mine = wanted = 0
    for document in found:
        ends = ends_of(document.text, work(document.text))
        right += len(ends & document.ends)
        mine += len(ends)
        wanted += len(document.ends)
    return 200 * right / max(mine + wanted, 1)


# ---- Tables and the picture ----


def table(rows: list[tuple[str, float, list[float]]]) -> str:
    """Markdown: names, MB/s, F1 of each task."""
    head = "| | MB/s | " + " | ".join(task.name for task in TASKS) + " |"
    lines = [head, "|---" * (2 + len(TASKS)) + "|"]
    for name, speed, scores in rows:
        cells = " | ".join(f"{score:.2f}" for score in scores)
        lines.append(f"| {name} | {speed:,.2f} | {cells} |")
    return "\n".join(lines)


def draw(rows: list[tuple[str, float, list[float]]], file: Path) -> None:
    """The mean F1 of all tasks over the speed; a splitter with several interfaces once."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "lede"  # the same bytes from the same figures
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5))
    once = {tuple(scores): (name, speed) for name, speed, scores in reversed(rows)}
    for scores, (name, speed) in once.items():
        mean = sum(scores) / len(scores)
        ours = name.startswith("lede")
        axes.scatter([speed], [mean], s=50, color="#c0392b" if ours else "#34495e")
        axes.annotate(name, (speed, mean), textcoords="offset points", xytext=(6, 4), fontsize=8)
    axes.set_xscale("log")
    axes.set_xlabel("MB/s, one article a call, from Python")
    axes.set_ylabel(f"mean F1 of {len(TASKS)} dev sets")
    axes.grid(True, which="major", alpha=0.3)
    axes.margins(x=0.15, y=0.1)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0, help="for the timing of all")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw F1 over MB/s (SVG, PNG)")
    return parser.parse_args(arguments)


def scored(
    contestants: list[Contestant], data: Path
) -> tuple[list[tuple[Contestant, list[float]]], list[Missing]]:
    sets = [list(documents(task, data)) for task in TASKS]
    done, failed = [], []
    for contestant in contestants:
        try:
            done.append((contestant, [f1(contestant.work, found) for found in sets]))
        except BaseException as error:
            failed.append(Missing(contestant.peer.name, reason(error)))
    return done, failed


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    if not options.data.is_dir():
        print(f"{options.data} is not here, and nothing is scored without it", file=sys.stderr)
        return 1
    corpus = default_corpus()
    contestants, absent = prepare(peers_sentences.peers(corpus))
    done, failed = scored(contestants, options.data)
    timed, slow = race(contestants, corpus, "article", options.rounds, options.seconds)
    speeds = {row.peer.name: row.cpu_speed for row in timed}
    rows = [
        (contestant.peer.name, speeds[contestant.peer.name], scores)
        for contestant, scores in done
        if contestant.peer.name in speeds
    ]
    rows.sort(key=lambda row: -sum(row[2]))
    print(table(rows))
    for missing in absent + failed + slow:
        print(f"not scored: {missing.name} ({missing.reason})")
    if options.picture:
        draw(rows, options.picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
