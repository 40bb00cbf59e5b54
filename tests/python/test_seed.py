"""The sample article beside the repository, scored by its own script."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCORE = re.compile(
    r"sentences (\d+)/(\d+) extra (\d+) \| entities (\d+)/\d+ extra (\d+) \| names (\d+)/\d+"
)


def test_the_sample_article(shared: Path) -> None:
    script = shared / "score" / "seed.py"
    if not script.exists():
        pytest.skip(f"there is no {script}")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    score = SCORE.search(done.stdout)
    assert score, done.stdout + done.stderr
    right, wanted, extra_sentences, entities, extra_entities, names = map(int, score.groups())
    assert (right, wanted, extra_sentences) == (19, 19, 0), done.stdout
    assert entities >= 57 and extra_entities <= 1, done.stdout
    assert names >= 57, done.stdout
