"""Time is linear, whatever the text: twice as much of it takes less than 2.3 times as long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from measure import CASES

SCRIPT = Path(__file__).with_name("measure.py")
SIZE = 500_000  # doubled once or more: the texts are of a megabyte
SHORTEST = 0.02  # seconds; a shorter run says little, so that the text is doubled again
LARGEST = 8_000_000
MOST = 2.3
TRIES = 3  # A busy machine or the border of a cache spoils one try; quadratic time fails all.
GIVE_UP = 60  # seconds

# glibc keeps what it got from the system: see measure.py.
KEEP_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**31 - 1)}


def measure(case: str, size: int) -> tuple[float, float]:
    """Seconds for a text of `size` and for one twice as long."""
    try:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), case, str(size), str(2 * size)],
            capture_output=True,
            text=True,
            timeout=GIVE_UP,
            env={**os.environ, **KEEP_MEMORY},
        )
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"{case}: {size} characters and twice as many took over {error.timeout} s")
    assert done.returncode == 0, done.stderr
    once, twice = map(json.loads, done.stdout.split())
    return once, twice


@pytest.mark.parametrize("case", CASES, ids=lambda name: name.replace(" ", "_"))
def test_twice_the_text_takes_twice_the_time(case: str) -> None:
    size, ratios = SIZE, []
    while len(ratios) < TRIES:
        once, twice = measure(case, size)
        if once < SHORTEST and size < LARGEST:
            size = min(LARGEST, int(size * max(2, 1.3 * SHORTEST / max(once, 1e-4))))
            continue
        if twice / once < MOST:
            return
        ratios.append(f"{size}: {once:.3f} s, {2 * size}: {twice:.3f} s")
        size = min(LARGEST, 2 * size)  # where a cache overflows is at one size alone
    pytest.fail(f"{case} is not linear: " + "; ".join(ratios))


def test_quadratic_time_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure itself: a call that looks back at all it has read must fail."""
    code = SCRIPT.read_text().replace(
        'if __name__ == "__main__":',
        'CASES["slow"] = Case(repeated("a"), lambda text: [text.count("b", i) '
        'for i in range(0, len(text), 5000)])\n\nif __name__ == "__main__":',
    )
    slow = tmp_path / "measure.py"
    slow.write_text(code)
    monkeypatch.setattr(sys.modules[__name__], "SCRIPT", slow)
    with pytest.raises(pytest.fail.Exception, match="not linear"):
        test_twice_the_text_takes_twice_the_time("slow")
