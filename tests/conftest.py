"""What all tests share: how hard hypothesis tries, and Python in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Timing is the matter of tests/pathological; here a busy machine must not fail a property.
settings.register_profile(
    "lede",
    deadline=None,
    # The gate gives one answer to one tree; everywhere else new examples are tried at each run.
    derandomize=os.environ.get("CI") == "true" and "LEDE_EXAMPLES" not in os.environ,
    max_examples=int(os.environ.get("LEDE_EXAMPLES", "150")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("lede")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data beside the repository, which nobody needs to have."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    return folder


@pytest.fixture(scope="session")
def fresh_python() -> Callable[..., str]:
    """Runs code in a new interpreter that treats warnings as errors, and returns what it prints."""

    def run(code: str, *arguments: str, timeout: float = 120, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-X", "faulthandler", "-c", code, *arguments],
            capture_output=True,
            text=True,
            timeout=timeout,
            env={**os.environ, **environment},
        )
        assert done.returncode == 0, f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run
