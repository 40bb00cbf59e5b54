"""Readers and dictionaries are shared by threads: the results are those of one thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import lede
import pytest

THREADS, ROUNDS = 8, 40
TEXTS = [
    "General Othman Tamrani left Iraq. Tamrani said so.",
    "“Nous partons, ”said the minister of Côte d&#39;Ivoire. He left.",
    "文。The US and NATO 😀 met in Paris. \ud800",
    "",
    "The Western Grid Authority (WGA) repaired it. The WGA is proud. " * 50,
]
OWN = lede.Gazetteer([("Tamrani", "PERSON", "p1"), ("WGA", "ORG")])
READER = lede.Reader(gazetteers=[OWN])


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    """Makes threads take turns as often as Python can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What `work` returns in each of several threads that begin together."""
    results: list[Any] = [None] * THREADS
    barrier = threading.Barrier(THREADS)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except BaseException as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def everything(number: int) -> list[Any]:
    order = [TEXTS[(number + i) % len(TEXTS)] for i in range(len(TEXTS))]
    found = []
    for _ in range(ROUNDS):
        found = [
            (
                READER.read(text).to_dict(),
                READER.sentence_spans(text),
                lede.normalize(text, changes=True).changes,
                OWN.find(text),
            )
            for text in order
        ]
    return found[-number % len(TEXTS) :] + found[: -number % len(TEXTS)]


def test_one_reader_in_many_threads() -> None:
    alone = everything(0)
    assert "p1" in [entity["id"] for entity in alone[0][0]["entities"]]
    assert at_once(everything) == [alone] * THREADS


def test_one_article_looked_at_by_many_threads() -> None:
    for text in TEXTS:
        expected = READER.read(text).to_dict()
        article = READER.read(text)
        assert at_once(lambda _, article=article: article.to_dict()) == [expected] * THREADS


def test_batches_in_many_threads() -> None:
    expected = [READER.read(text) for text in TEXTS * 5]
    for found in at_once(lambda number: READER.read_many(TEXTS * 5, threads=1 + number % 3)):
        assert list(found) == expected


def test_dictionaries_made_and_thrown_away_by_many_threads() -> None:
    def work(number: int) -> list[lede.Match]:
        matches = []
        for _ in range(ROUNDS):
            own = lede.Gazetteer([(f"Name {number}", "X", str(number))])
            matches = lede.Gazetteer.find(own, f"a Name {number} here")
        return matches

    assert [found[0].id for found in at_once(work)] == [str(i) for i in range(THREADS)]


def test_others_run_while_a_long_text_is_looked_at() -> None:
    """Nobody can take the lock within the interval: another runs only if it is handed over."""
    sys.setswitchinterval(1000)
    text, gate, ran = (
        "Nothing to do here. " * 1_000_000 + "End.",
        threading.Lock(),
        threading.Event(),
    )
    gate.acquire()
    other = threading.Thread(target=lambda: (gate.acquire(), ran.set()))
    other.start()
    gate.release()
    for _ in range(200):
        assert lede.normalize(text) is text
        if ran.is_set():
            break
    assert ran.is_set()
    other.join()
