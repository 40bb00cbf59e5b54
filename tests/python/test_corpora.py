"""What holds of normalization on real text; skipped where there is none beside the repository."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import lede
import pytest

OPTIONS: dict[str, dict[str, object]] = {
    "NEWS": {},
    "SAFE": {"steps": lede.SAFE},
    "NFKC": {"form": "NFKC"},
    "all": {
        "steps": (*lede.NEWS, "wrapped", "repeated"),
        "quotes": "typographic",
        "dashes": "typographic",
        "ellipsis": "typographic",
    },
    "straight": {"quotes": "straight", "dashes": "straight", "ellipsis": "straight"},
}


def texts(folder: Path, *names: str) -> Iterator[str]:
    found = [path for name in names for path in sorted(folder.glob(name))]
    if not found:
        pytest.skip(f"there is no {folder / names[0]}")
    for path in found:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row["text"] if isinstance(row, dict) else row


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[str]:
    return list(texts(shared / "data", "bench/*.jsonl", "sentences/**/*.jsonl"))


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_doing_it_twice_changes_nothing_more(corpus: list[str], options: dict[str, object]) -> None:
    assert len(corpus) > 3000
    for text in corpus:
        once = lede.normalize(text, **options)  # type: ignore[call-overload]
        assert lede.normalize(once, **options) is once, text  # type: ignore[call-overload]


def test_the_map_is_small_beside_the_text(shared: Path) -> None:
    """At most 8 % of the bytes of English with curly quotes, when each of them is changed."""
    size = held = count = 0
    empty = sys.getsizeof(lede.normalize("", changes=True))
    for text in texts(shared / "data", "bench/news.jsonl"):
        if "“" in text:
            clean = lede.normalize(text, changes=True, quotes="straight", dashes="straight")
            size += len(text.encode())
            held += sys.getsizeof(clean) - empty
            count += len(clean.changes)
    assert count > 3000
    assert held <= 0.08 * size, held / size


def test_every_mapped_span_covers_its_source(corpus: list[str]) -> None:
    """Words of the clean text lead to spans of the source that become the same words again."""
    checked = 0
    for text in corpus[::7]:
        clean = lede.normalize(text, changes=True)
        if not clean.changes:
            continue
        words = [match.span() for match in re.finditer(r"\w+", clean.text)]
        sources = clean.to_source_many(words).tolist()
        backs = clean.to_clean_many([(low, high) for low, high in sources]).tolist()
        for (start, end), (low, high) in zip(words, backs, strict=True):
            assert low <= start and end <= high
            checked += 1
    assert checked > 1000


def test_clean_texts_of_many_languages_hold_no_mojibake(shared: Path) -> None:
    """In 3.5 million characters one writer's misread letter, which a reader can check."""
    found = {
        (change.before, change.after)
        for text in texts(shared / "data", "sentences/**/*.jsonl")
        for change in lede.normalize(text, changes=True).changes
        if "mojibake" in change.reason
    }
    assert found == {("Ã³", "ó")}
