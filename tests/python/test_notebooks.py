"""The notebooks run from top to bottom; their pictures are left in build/notebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))

SAVE = """
import runpy, sys
try:
    import matplotlib
    matplotlib.use("agg")
    import matplotlib.pyplot as pyplot
except ImportError:
    pyplot = None
runpy.run_path(sys.argv[1])
for number in pyplot.get_fignums() if pyplot else ():
    pyplot.figure(number).savefig(f"{sys.argv[2]}_{number}.png", dpi=80)
"""


def test_there_are_three() -> None:
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(notebook: Path, tmp_path: Path) -> None:
    pictures = 2 if notebook.stem == "ten_thousand_articles" else 0
    if pictures:
        pytest.importorskip("matplotlib")
        pytest.importorskip("networkx")
    out = ROOT / "build" / "notebooks"
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob(f"{notebook.stem}_*.png"):
        old.unlink()
    done = subprocess.run(
        [sys.executable, "-c", SAVE, str(notebook), str(out / notebook.stem)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
        env={**os.environ, "MPLCONFIGDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob(f"{notebook.stem}_*.png"))) == pictures


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_a_percent_script(notebook: Path) -> None:
    text = notebook.read_text("utf-8")
    assert text.startswith("# ---\n# jupyter:") and text.count("\n# %% [markdown]\n# ") >= 3
