"""What a dictionary costs as it grows: build, size, memory, open, and time for each MB of text.

usage: python benchmarks/growth.py [NAMES ...]          default: 10000 100000 1000000

Made-up names (texts.py) with a label and an id each, and the articles of the other benchmarks, one
call an article. The best of several rounds counts for each article, so that other work on the
machine disturbs little.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import lede
from texts import Corpus, default_corpus, synthetic_names

ROUNDS = 7
HEAD = """\
     names   build  B/name    open  private  ms a MB   MB/s   MB/s  exact    columns  2 threads
                 s  beside      ms      KiB   folded  folded exact  / folded    MB/s  / 1"""
SIZES = (10_000, 100_000, 1_000_000)

PRIVATE = """
import json, sys, lede
texts = json.load(sys.stdin)
def private():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
lede.Gazetteer(["warm"]).find(texts[0])
before = private()
names = lede.Gazetteer.open(sys.argv[1])
for text in texts:
    names.find(text)
print(private() - before)
"""


def seconds(gazetteer: lede.Gazetteer, texts: Sequence[str]) -> float:
    best = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        for i, text in enumerate(texts):
            start = time.perf_counter()
            gazetteer.find(text)
            best[i] = min(best[i], time.perf_counter() - start)
    return sum(best)


def columns_seconds(gazetteer: lede.Gazetteer, texts: Sequence[str], threads: int) -> float:
    many, best = list(texts) * 4, float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        gazetteer.find_columns(many, threads=threads)
        best = min(best, time.perf_counter() - start)
    return best / 4


def second_process(path: str, texts: Sequence[str]) -> str:
    """KiB of private memory that opening and searching adds to another process, on Linux."""
    if not Path("/proc/self/smaps_rollup").exists():
        return "?"
    done = subprocess.run(
        [sys.executable, "-c", PRIVATE, path],
        input=json.dumps(list(texts[:200])),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def measure(corpus: Corpus, count: int, folder: str) -> None:
    names = synthetic_names(corpus, count)
    entries = [(name, "NAME", str(i)) for i, name in enumerate(names)]
    own = sum(len(part.encode()) for name, _, ident in entries for part in (name, ident))
    start = time.perf_counter()
    built = lede.Gazetteer(entries)
    build = time.perf_counter() - start
    path = f"{folder}/{count}.lede"
    built.save(path)
    start = time.perf_counter()
    opened = lede.Gazetteer.open(path)
    opening = time.perf_counter() - start
    beside = (built.stats()["bytes"] - own) / count
    folded, size = seconds(opened, corpus.articles), corpus.size / 1e6
    exact = seconds(lede.Gazetteer(entries, fold="none"), corpus.articles)
    one, two = (columns_seconds(opened, corpus.articles, threads) for threads in (1, 2))
    print(
        f"{count:>10,} {build:7.2f} {beside:7.1f}"
        f" {opening * 1e3:7.2f} {second_process(path, corpus.articles):>8}"
        f" {folded / size * 1e3:8.2f} {size / folded:7.0f} {size / exact:5.0f}"
        f" {exact / folded:9.2f} {size / one:10.0f} {one / two:8.2f}",
        flush=True,
    )


def main(arguments: Sequence[str]) -> None:
    corpus = default_corpus()
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, arguments or map(str, SIZES)):
            measure(corpus, count, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
