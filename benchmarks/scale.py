"""Measure what docs/scale.md says: threads, columns, interruption, and memory over a long stream.

    python benchmarks/scale.py threads            # one thread against two, columns against the core
    python benchmarks/scale.py soak --articles 1000000
    python benchmarks/scale.py dictionary         # how the cost grows with the names
    python benchmarks/scale.py length             # and with the length of an article
    python benchmarks/scale.py interrupt          # from Ctrl-C to KeyboardInterrupt
    python benchmarks/scale.py spacy              # against nlp.pipe with sentencizer and NER
    python benchmarks/scale.py spark              # a local Spark against our own threads

Each prints a table. Texts are the articles beside this file, with a number put into each, so that
no two are equal.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import lede
from peers_read import trained_pipeline

ARTICLES = sorted(Path(__file__).with_name("articles").glob("*.txt"))
MANY = 3000


def articles(count: int, size: int | None = None) -> Iterator[str]:
    """Articles without end in turn, each with a number of its own; of about `size` characters."""
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES]
    joined = "\n\n".join(texts)
    if size is not None:
        texts = [(joined * (size // len(joined) + 1))[:size]]
    for number in range(count):
        yield f"Report {number} of the day.\n\n{texts[number % len(texts)]}"


def best(
    work: Callable[[], Any], rounds: int = 5, clock: Callable[[], float] = time.process_time
) -> float:
    """Seconds of the fastest round; of CPU time, so that a busy machine matters little."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def core_seconds(found: lede.Articles) -> float:
    """Seconds that the passes themselves took, by their own clock."""
    return sum(sum(article.seconds.values()) for article in found if article is not None)


def control(count: int) -> float:
    """Seconds for work that threads can only share well: what this machine gives to `count`."""
    block = bytes(32_000_000)
    pieces = 8
    start = time.perf_counter()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda _: hashlib.sha256(block).digest(), range(pieces)))
    return time.perf_counter() - start


def threads() -> None:
    """One thread against two, in turn; and all that is around the passes against them."""
    texts = list(articles(MANY))
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    reader = lede.Reader()
    times: dict[int, list[float]] = {1: [], 2: []}
    around: list[float] = []
    shared: list[float] = []
    ideal: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(5):
        for count, laps in ideal.items():
            laps.append(control(count))
        for count, laps in times.items():
            gc.collect()
            start, cpu, own = time.perf_counter(), time.process_time(), time.thread_time()
            found = reader.read_many(texts, threads=count)
            laps.append(time.perf_counter() - start)
            if count == 1:
                around.append(laps[-1] / core_seconds(found) - 1)
            else:
                cpu, own = time.process_time() - cpu, time.thread_time() - own
                shared.append(cpu / own)
            del found
    one, two = min(times[1]), min(times[2])
    print(f"{len(texts)} articles, {megabytes:.1f} MB")
    print(f"1 thread   {one:.2f} s  {megabytes / one:.1f} MB/s")
    print(f"2 threads  {two:.2f} s  {megabytes / two:.1f} MB/s  {one / two:.2f} times as fast")
    print(f"           {min(ideal[1]) / min(ideal[2]):.2f} times as fast: sha256 on two threads")
    print(f"2 threads  {max(shared):.2f} CPU seconds for each of the calling thread")
    print(f"columns and all else around the passes: {100 * min(around):.1f} % of them")


def resident() -> float:
    """MB of memory in use now (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def soak(count: int) -> None:
    """Stream articles and print the memory as it goes."""
    reader = lede.Reader()
    start = time.perf_counter()
    done = rows = 0
    shown = max(count // 20, 1)
    print("  articles  resident MB   seconds")
    for found in reader.stream(articles(count)).batches():
        rows += len(found.entities)
        done += len(found)
        if done % shown < len(found):
            print(f"{done:10,}  {resident():11.1f}  {time.perf_counter() - start:8.1f}", flush=True)
    print(f"{rows:,} mentions")


def dictionary() -> None:
    """The cost of an article with own dictionaries of many sizes."""
    texts = list(articles(500))
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print("     names   MB/s of find_many   MB/s of read_many")
    for names in (0, 1_000, 10_000, 100_000, 1_000_000):
        own = lede.Gazetteer(
            (f"{a} {b} Works", "ORG", f"o{n}")
            for n in range(names)
            for a, b in [(f"Zor{n % 1000}", f"Blax{n // 1000}")]
        )
        reader = lede.Reader(gazetteers=[own])
        find = best(lambda own=own: own.find_many(texts, threads=1), 3)  # type: ignore[misc]
        read = best(lambda reader=reader: reader.read_many(texts, threads=1), 3)  # type: ignore[misc]
        print(f"{names:10,}   {megabytes / find:17.1f}   {megabytes / read:17.1f}")


def length() -> None:
    """The cost of a megabyte in articles of many lengths."""
    reader = lede.Reader()
    print("characters   articles   MB/s   microseconds an article")
    for size in (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000):
        texts = list(articles(max(3_000_000 // size, 10), size))
        megabytes = sum(len(text.encode()) for text in texts) / 1e6
        took = best(lambda texts=texts: reader.read_many(texts, threads=1), 3)  # type: ignore[misc]
        print(
            f"{size:10,} {len(texts):10,} {megabytes / took:6.1f} {1e6 * took / len(texts):12.0f}"
        )


def interrupt() -> None:
    """The time from the signal of Ctrl-C to the exception, in a long batch."""
    texts = list(articles(100_000))
    reader = lede.Reader()
    for count in (1, 2):
        waits = []
        for _ in range(5):
            sent: list[float] = []

            def send(sent: list[float] = sent) -> None:
                sent.append(time.perf_counter())
                os.kill(os.getpid(), signal.SIGINT)

            timer = threading.Timer(1, send)
            timer.start()
            try:
                reader.read_many(texts, threads=count, batch=4096)
            except KeyboardInterrupt:
                waits.append(time.perf_counter() - sent[0])
            timer.join()
        shown = " ".join(f"{1000 * wait:.0f}" for wait in sorted(waits))
        print(f"{count} threads: {shown} milliseconds")


def cpu_seconds() -> float:
    """CPU time of this process and of those it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


class Clocks:
    """The best times of a piece of work, by CPU and by the clock, and what it found last."""

    def __init__(self) -> None:
        self.cpu = self.wall = float("inf")
        self.found = 0

    def time(self, work: Callable[[], int], repeats: int = 1) -> None:
        gc.collect()
        cpu, wall = cpu_seconds(), time.perf_counter()
        for _ in range(repeats):
            self.found = work()
        self.cpu = min(self.cpu, (cpu_seconds() - cpu) / repeats)
        self.wall = min(self.wall, (time.perf_counter() - wall) / repeats)


def against_spacy() -> None:
    """The same texts through both, with two processes there and two threads here, in turn.

    spaCy has a sentencizer and the NER that tools/train_spacy.py trained.
    """
    nlp = trained_pipeline()
    texts = list(articles(200))
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    reader = lede.Reader()

    def theirs(count: int) -> int:
        return sum(len(doc.ents) for doc in nlp.pipe(texts, n_process=count))

    def ours(count: int) -> int:
        return len(reader.read_many(texts, threads=count).entities)

    for count in (1, 2):
        spacy, own = Clocks(), Clocks()
        for _ in range(3):
            spacy.time(partial(theirs, count))
            own.time(partial(ours, count), repeats=20)
        print(
            f"{count} at once: spaCy {megabytes / spacy.cpu:.3f} MB a CPU second ({spacy.found} "
            f"entities), lede {megabytes / own.cpu:.2f} ({own.found}): {spacy.cpu / own.cpu:.0f} "
            f"times as fast by CPU time, {spacy.wall / own.wall:.0f} by the clock"
        )


def against_spark() -> None:
    """A local Spark with two cores against two threads; start-up and warm-up are not counted."""
    import lede.spark
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers need lede as well
    texts = list(articles(20_000))
    reader = lede.Reader()
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    news = session.createDataFrame(list(enumerate(texts)), "id INT, body STRING")
    news = news.repartition(8).cache()
    news.count()

    def there() -> None:
        found = lede.spark.read_table(news, "body", keep=["id"], reader=reader)
        found.write.format("noop").mode("overwrite").save()

    there()
    ours = theirs = float("inf")
    for _ in range(3):
        ours = min(ours, best(lambda: reader.read_many(texts, threads=2), 1, time.perf_counter))
        theirs = min(theirs, best(there, 1, time.perf_counter))
    session.stop()
    print(
        f"{len(texts)} articles: Spark {theirs:.2f} s, threads {ours:.2f} s, {ours / theirs:.2f}×"
    )


def main() -> int:
    """Run one measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    works: dict[str, Callable[[], None]] = {
        "threads": threads,
        "dictionary": dictionary,
        "length": length,
        "interrupt": interrupt,
        "spacy": against_spacy,
        "spark": against_spark,
    }
    parser.add_argument("what", choices=[*works, "soak"])
    parser.add_argument("--articles", type=int, default=1_000_000, help="to stream in the soak")
    options = parser.parse_args()
    if options.what == "soak":
        soak(options.articles)
    else:
        works[options.what]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
