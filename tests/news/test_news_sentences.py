"""Sentences of news in small: no more of our own texts are split wrongly than once were."""

from __future__ import annotations

from pathlib import Path

import lede

FILE = Path(__file__).parent / "sentences.txt"

# Nine were when this was set: `U.S.` before a name that begins a sentence, and the like.
MOST_WRONG = 11


def test_news_is_split_as_it_once_was() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    texts = [line.split("|") for line in lines if not line.startswith("#")]
    wrong = [right for right in texts if lede.sentences(" ".join(right)) != right]
    assert len(texts) > 200
    assert len(wrong) <= MOST_WRONG, wrong
