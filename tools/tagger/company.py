"""What words keep company with, and how they are written: learned from text without labels.

Words that stand between the same neighbours are put into one cluster of 127 coarse ones, each split
in four. Both numbers go into the word lists of the model. One thread, fixed seeds: the same text
gives the same clusters on the same machine.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import collections
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

FEWEST = 4  # a word that is rarer tells nothing
CONTEXTS = 1500  # neighbours that count: the most frequent words
PLACES = (-2, -1, 1, 2)
DIMENSIONS = 100
COARSE, FINE = 127, 4  # nine bits together (LEDE_TAGGER_COMPANY in csrc/names/tagger_model.h)
SMALLEST = 8  # words of a cluster that is split
ROUNDS = 20
WRITTEN_BIT, COMPANY_BIT = 16, 19
# Shares of small letters inside sentences where the next grade begins.
GRADES = (0.02, 0.1, 0.3, 0.7, 0.95, 0.99)
FEWEST_WRITTEN, SURELY_WRITTEN = 3, 20

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[.,;:!?\"“”()\-]")
SENTENCE_END = re.compile(r'(?<=[.!?])["”]?\s+|\n+')


@dataclass
class Text:
    """Sentences of folded words, and how often each is written small and large inside of one."""

    sentences: list[list[str]] = field(default_factory=list)
    small: collections.Counter[str] = field(default_factory=collections.Counter)
    large: collections.Counter[str] = field(default_factory=collections.Counter)


def folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def read(texts: Iterable[str]) -> Text:
    all_ = Text()
    for text in texts:
        for line in SENTENCE_END.split(text):
            words = WORD.findall(line)
            shouted = 2 * sum(len(w) > 1 and w.isupper() for w in words) > len(words)
            for word in words[1:] if not shouted else ():
                if word.isalpha():
                    counts = all_.small if word[0].islower() else all_.large
                    counts[folded(word)] += 1
            all_.sentences.append(["0" if w.isdigit() else folded(w) for w in words])
    return all_


def grade(small: int, large: int) -> int:
    """How often a word is written small, from 1 (never) to 7 (always); 0 when it is too rare."""
    count = small + large
    if count < FEWEST_WRITTEN:
        return 0
    passed = sum(small > share * count for share in GRADES)
    return 1 + passed - (passed == len(GRADES) and count <= SURELY_WRITTEN)


def surprises(sentences: list[list[str]], vocabulary: dict[str, int]) -> Floats:
    """How much more often than by chance each neighbour stands at each place, as logarithms; what
    is rarer than by chance counts as chance."""
    counts: Floats = np.zeros((len(vocabulary), CONTEXTS * len(PLACES)), np.float32)
    for sentence in sentences:
        ids = [vocabulary.get(word, -1) for word in sentence]
        for i, word in enumerate(ids):
            for column, away in enumerate(PLACES):
                beside = ids[i + away] if word >= 0 and 0 <= i + away < len(ids) else -1
                if 0 <= beside < CONTEXTS:
                    counts[word, column * CONTEXTS + beside] += 1
    chance = counts.sum(0) ** 0.75
    chance /= chance.sum()
    counts /= counts.sum(1, keepdims=True) + 1e-9
    counts /= chance + 1e-12
    np.maximum(counts, 1, out=counts)
    np.log(counts, out=counts)
    return counts


def unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Floats = rows / (lengths + 1e-9)
    return result


def vectors(rows: Floats) -> Floats:
    """The rows in few dimensions (randomized singular value decomposition)."""
    random = np.random.default_rng(1)
    basis = random.standard_normal((rows.shape[1], DIMENSIONS + 20)).astype(np.float32)
    for _ in range(4):
        left, _ = np.linalg.qr(rows @ basis)
        basis, _ = np.linalg.qr(rows.T @ left)
    left, strength, _ = np.linalg.svd(rows @ basis, full_matrices=False)
    return unit((left[:, :DIMENSIONS] * np.sqrt(strength[:DIMENSIONS])).astype(np.float32))


def clusters(points: Floats, count: int, weights: Floats, seed: int) -> Ints:
    """Spherical k-means."""
    random = np.random.default_rng(seed)
    chosen = random.choice(len(points), count, replace=False, p=weights / weights.sum())
    centres = points[chosen]
    for _ in range(ROUNDS):
        closest = np.argmax(points @ centres.T, axis=1)
        centres = np.zeros_like(centres)
        np.add.at(centres, closest, points * weights[:, None])
        empty = np.linalg.norm(centres, axis=1) < 1e-6
        centres[empty] = points[random.choice(len(points), int(empty.sum()))]
        centres = unit(centres)
    nearest: Ints = np.argmax(points @ centres.T, axis=1)
    return nearest


def company(counts: collections.Counter[str], sentences: list[list[str]]) -> dict[str, int]:
    """Words with the number of their cluster, from 1."""
    words = sorted((w for w in counts if counts[w] >= FEWEST), key=lambda w: (-counts[w], w))
    points = vectors(surprises(sentences, {word: i for i, word in enumerate(words)}))
    weights = np.sqrt(np.array([counts[word] for word in words], np.float32))
    # The shares that numpy draws by must add up to one in double precision.
    coarse = clusters(points, COARSE, weights.astype(np.float64), 0)
    fine: Ints = np.zeros(len(words), np.int64)
    for cluster in range(COARSE):
        members = np.flatnonzero(coarse == cluster)
        if len(members) > SMALLEST:
            own = weights[members].astype(np.float64)
            fine[members] = clusters(points[members], FINE, own, cluster)
    return {word: int((coarse[i] + 1) * FINE + fine[i]) for i, word in enumerate(words)}


def word_bits(texts: Iterable[str]) -> dict[str, int]:
    """Words with what texts show of them, as bits of the model's word table."""
    text = read(texts)
    counts = collections.Counter(word for sentence in text.sentences for word in sentence)
    return {
        word: cluster << COMPANY_BIT | grade(text.small[word], text.large[word]) << WRITTEN_BIT
        for word, cluster in company(counts, text.sentences).items()
        if word.isalpha()
    }
