"""What columns cost: the C core alone against the same with columns, in one process, in turn.

    python benchmarks/columns.py [--rounds 15] [--texts FILE.jsonl]

    core      every pass over each text (`lede_analyze`), nothing kept
    batches   `lede_batch_run`: spans in code points, rows, columns; each batch dropped at once
    stream    `reader.stream(texts).batches()`, each batch dropped at once: what Python adds
    read_many all columns kept, in pages that the process has to ask for

Each round runs all four in turn on one thread. A figure is the best of the rounds, by CPU time; the
last column is the median of the ratios of the rounds. All must find the same mentions. Texts are
those of ../shared/data/bench/news.jsonl where they are at hand, else benchmarks/articles.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import shlex
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import lede
from lede._options import step_bits
from lede._reader import _data
from scale import articles

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "build/columns.so"
NEWS = ROOT.parent / "shared/data/bench/news.jsonl"
BATCH = 256  # texts, as in lede._inputs


class Text(ctypes.Structure):
    """lede_text of csrc/base/span.h."""

    _fields_ = [("bytes", ctypes.c_char_p), ("size", ctypes.c_size_t)]


def compiled() -> ctypes.CDLL:
    """The core, compiled with the flags of setup.py but for the extension's own."""
    sources = [str(path) for path in sorted((ROOT / "csrc").rglob("*.c"))]
    sources = [path for path in sources if "/binding/" not in path]
    answer = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "libutf8proc"], capture_output=True, text=True
    )
    flags = shlex.split(answer.stdout) if answer.returncode == 0 else ["-lutf8proc"]
    LIBRARY.parent.mkdir(exist_ok=True)
    pythons = shlex.split(sysconfig.get_config_var("CFLAGS") or "")
    command = ["cc", *pythons, "-std=c11", "-O3", "-fPIC", "-pthread", f"-I{ROOT / 'csrc'}"]
    here = str(Path(__file__).with_suffix(".c"))
    link = ["-shared", *flags, "-lm", "-o", str(LIBRARY)]
    subprocess.run([*command, here, *sources, *link], check=True)
    library = ctypes.CDLL(str(LIBRARY))
    library.columns_reader.restype = ctypes.c_void_p
    library.columns_core.restype = library.columns_batches.restype = ctypes.c_int64
    return library


def core_works(texts: list[str]) -> dict[str, Callable[[], int]]:
    """The core over UTF-8, without columns and with them; the results are numbers of mentions."""
    library = compiled()
    files = ("names.lede", "cues.lede", "tagger.lede", "sentences.lede")
    reader = library.columns_reader(
        *(_data(name).encode() for name in files), ctypes.c_uint32(step_bits(lede.NEWS))
    )
    encoded = [text.encode() for text in texts]
    many = (Text * len(texts))(*(Text(data, len(data)) for data in encoded))
    held, count = ctypes.c_void_p(reader), ctypes.c_size_t(len(texts))
    return {
        "core": lambda: int(library.columns_core(held, many, count)),
        "batches": lambda: int(library.columns_batches(held, many, count, ctypes.c_size_t(BATCH))),
    }


def timed(work: Callable[[], int], mentions: int) -> float:
    """CPU seconds of one run, which must find so many mentions."""
    gc.collect()
    start = time.process_time()
    found = work()
    took = time.process_time() - start
    if found != mentions:
        sys.exit(f"{found} mentions are not the {mentions} of read_many")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--count", type=int, default=256, help="of texts in a round: short rounds")
    parser.add_argument("--texts", type=Path, default=NEWS if NEWS.exists() else None)
    options = parser.parse_args()
    if options.texts is None:
        texts = list(articles(options.count))
    else:
        lines = options.texts.read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines][: options.count]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    reader = lede.Reader()

    def streamed() -> int:
        batches = reader.stream(texts, threads=1, batch=BATCH).batches()
        return sum(len(found.entities) for found in batches)

    def kept() -> int:
        return len(reader.read_many(texts, threads=1, batch=BATCH).entities)

    works = {**core_works(texts), "stream": streamed, "read_many": kept}
    mentions = kept()
    laps: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(options.rounds):
        for name, work in works.items():
            laps[name].append(timed(work, mentions))
    print(f"{len(texts)} texts, {megabytes:.2f} MB, {mentions} mentions, {options.rounds} rounds")
    for name, times in laps.items():
        ratios = [mine / core - 1 for mine, core in zip(times, laps["core"], strict=True)]
        best = min(times) / min(laps["core"]) - 1
        print(
            f"{name:10} {megabytes / min(times):6.2f} MB/s  {100 * best:+6.1f} % by the best, "
            f"{100 * statistics.median(ratios):+6.1f} % by the median"
        )


if __name__ == "__main__":
    main()
