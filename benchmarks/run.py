"""Time lede beside its peers and print a table of ratios.

    python benchmarks/run.py                                # all tasks, as `make bench` does
    python benchmarks/run.py --task sentences --rounds 9
    python benchmarks/run.py --task dictionary --names 1000000 --skip spaCy

Peers that are not installed are named and left out. A slow result is no failure: the status is 0,
unless lede itself could not do a task.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peers_dictionary
import peers_normalize
import peers_read
import peers_sentences
from harness import LEGEND, Contestant, Missing, Peer, machine, prepare, race, table, to_dict
from texts import (
    MODES,
    Corpus,
    Mode,
    default_corpus,
    listed_names,
    read_jsonl,
    read_names,
    synthetic_names,
)

TASKS: dict[str, Callable[[Corpus, list[str]], list[Peer]]] = {
    "normalize": lambda corpus, names: peers_normalize.peers(),
    "sentences": lambda corpus, names: peers_sentences.peers(corpus),
    "dictionary": lambda corpus, names: peers_dictionary.peers(names),
    "read": lambda corpus, names: peers_read.peers(names),
}
HEADINGS: dict[Mode, str] = {"article": "one article a call", "bulk": "all articles as one string"}


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, metavar="FILE", help='JSON lines with a "text"')
    parser.add_argument("--task", action="append", choices=TASKS, help="default: all of them")
    parser.add_argument("--mode", action="append", choices=MODES, help="default: both")
    parser.add_argument("--rounds", type=positive, default=5)
    parser.add_argument(
        "--seconds", type=float, default=120.0, help="for all tables together, set-up not counted"
    )
    parser.add_argument("--names", type=positive, default=10_000, help="size of the dictionary")
    parser.add_argument(
        "--listed", action="store_true", help="names of the lists in ../shared, not made-up ones"
    )
    parser.add_argument(
        "--names-from", type=Path, metavar="FILE", help="names, one a line, instead of made-up ones"
    )
    parser.add_argument(
        "--skip", action="append", default=[], metavar="PART", help="leave out names with this part"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    return parser.parse_args(arguments)


def positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a positive number")
    return number


def chosen_names(options: argparse.Namespace, corpus: Corpus) -> list[str]:
    if options.names_from:
        return read_names(options.names_from, options.names)
    return listed_names(options.names) if options.listed else synthetic_names(corpus, options.names)


def chosen(peers: list[Peer], skip: list[str]) -> tuple[list[Peer], list[Missing]]:
    """The peers to time, and those left out by --skip."""

    def left_out(peer: Peer) -> bool:
        return any(part.lower() in peer.name.lower() for part in skip)

    absent = [Missing(peer.name, "left out by --skip") for peer in peers if left_out(peer)]
    return [peer for peer in peers if not left_out(peer)], absent


def run_mode(
    contestants: list[Contestant],
    absent: list[Missing],
    corpus: Corpus,
    mode: Mode,
    rounds: int,
    seconds: float,
) -> dict[str, Any]:
    """Race, print the table and return it for JSON."""
    rows, failed = race(contestants, corpus, mode, rounds, seconds)
    print(table(rows, absent + failed), end="\n\n", flush=True)
    return {
        "mode": mode,
        "rows": [to_dict(row, rows) for row in rows],
        "missing": [vars(peer) for peer in absent + failed],
    }


def describe(corpus: Corpus, here: dict[str, Any]) -> str:
    return (
        f"{here['cpu']}, {here['cores']} cores, {here['python']}, load {here['load']}\n"
        f"{corpus.name}: {len(corpus.articles)} texts, {corpus.size / 1e6:.2f} MB, "
        f"{corpus.size / len(corpus.articles):,.0f} bytes each\n\n{LEGEND}"
    )


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    try:
        corpus = read_jsonl(options.texts) if options.texts else default_corpus()
        names = chosen_names(options, corpus)
    except (OSError, ValueError, KeyError) as error:
        print(f"run.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    here = machine()
    print(describe(corpus, here))

    tables: list[dict[str, Any]] = []
    tasks, modes = options.task or list(TASKS), options.mode or MODES
    seconds = options.seconds / len(tasks) / len(modes)
    for task in tasks:
        peers, skipped = chosen(TASKS[task](corpus, names), options.skip)
        contestants, unavailable = prepare(peers)
        for mode in modes:
            print(heading(task, mode, names))
            outcome = run_mode(
                contestants, skipped + unavailable, corpus, mode, options.rounds, seconds
            )
            tables.append({"task": task, **outcome})

    if options.json:
        write_json(options.json, here, corpus, options, tables)
    return 0 if all(lede_took_part(outcome) for outcome in tables) else 1


def heading(task: str, mode: Mode, names: list[str]) -> str:
    dictionary = f", {len(names):,} names" if task == "dictionary" else ""
    return f"== {task}{dictionary}: {HEADINGS[mode]} =="


def write_json(
    path: Path,
    here: dict[str, Any],
    corpus: Corpus,
    options: argparse.Namespace,
    tables: list[dict[str, Any]],
) -> None:
    texts = {"name": corpus.name, "count": len(corpus.articles), "bytes": corpus.size}
    settings = {"rounds": options.rounds, "seconds": options.seconds, "names": options.names}
    report = {"machine": here, "texts": texts, "settings": settings, "tables": tables}
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def lede_took_part(outcome: dict[str, Any]) -> bool:
    return any(row["package"] == "lede" for row in outcome["rows"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
