"""Times several ways to do one task beside each other, in one process.

A `Peer` says how to set up one way to do the task. Peers that cannot be set up, fail or find
nothing are named with the reason; the others race: in each round all of them are timed in turn,
so that whatever else the machine is doing strikes them alike and their ratios can be trusted
more than their speeds.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from texts import Corpus, Mode, fresh, utf8_size

# The package of what comes with the interpreter.
PYTHON = "Python"

# Does the task on one text. What it returns must be complete: a list, never a generator.
Work = Callable[[str], Sized]


class Unavailable(Exception):
    """Raised by a peer's `make` when something it needs is not on this machine."""


@dataclass(frozen=True)
class Peer:
    """One way to do a task. `make` imports the package and builds what the work needs."""

    name: str
    package: str  # the distribution whose version is reported
    unit: str  # what a result is: only equal units are equal work
    what: str  # what is measured, in one line
    make: Callable[[], Work]


@dataclass(frozen=True)
class Contestant:
    """A peer that is ready to work."""

    peer: Peer
    work: Work
    setup: float  # seconds for import and building


@dataclass(frozen=True)
class Missing:
    """A peer that is not in the table, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Portion:
    """What a contestant reads in each turn: a share of the texts, or all of them several times."""

    share: float
    repeats: int


@dataclass(frozen=True)
class Lap:
    """One timing: seconds, bytes of UTF-8 read and results returned."""

    cpu: float
    wall: float
    size: int
    found: int

    @property
    def cpu_speed(self) -> float:
        """MB/s; a clock that did not move counts as one tick."""
        return self.size / max(self.cpu, 1e-9) / 1e6

    @property
    def wall_speed(self) -> float:
        return self.size / max(self.wall, 1e-9) / 1e6


@dataclass
class Row:
    """A contestant and its laps, one a round."""

    contestant: Contestant
    portion: Portion
    laps: list[Lap] = field(default_factory=list)

    @property
    def peer(self) -> Peer:
        return self.contestant.peer

    @property
    def cpu_speed(self) -> float:
        return statistics.median(lap.cpu_speed for lap in self.laps)

    @property
    def wall_speed(self) -> float:
        return statistics.median(lap.wall_speed for lap in self.laps)

    @property
    def found_per_kb(self) -> float:
        """Results for 1,000 bytes of input: shows that the work was done, and how alike it is."""
        return 1000 * sum(lap.found for lap in self.laps) / sum(lap.size for lap in self.laps)


# ---- Setting up ----


def prepare(peers: Sequence[Peer]) -> tuple[list[Contestant], list[Missing]]:
    """Set up the peers that can be; name the others."""
    gc.unfreeze()
    ready: list[Contestant] = []
    missing: list[Missing] = []
    for peer in peers:
        try:
            start = time.perf_counter()
            work = peer.make()
            ready.append(Contestant(peer, work, time.perf_counter() - start))
        except BaseException as error:
            missing.append(Missing(peer.name, reason(error)))
    # A million names are millions of objects: the collector need not visit them between laps.
    gc.collect()
    gc.freeze()
    return ready, missing


def reason(error: BaseException) -> str:
    """One line on what failed. A Rust panic is no Exception, so only the user's stop passes."""
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        raise error
    lines = [line for line in str(error).splitlines() if line.strip()]
    told = lines[0].strip() if lines else "no message"
    return told if isinstance(error, Unavailable) else f"{type(error).__name__}: {told}"


def version(package: str) -> str:
    """The version of a distribution, or of Python."""
    if package == PYTHON:
        return platform.python_version()
    try:
        found = metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"
    return f"{found}, ICU {icu_version()}" if package == "PyICU" else found


def icu_version() -> str:
    """The version of the library that PyICU calls, which comes from the system."""
    import icu

    return str(icu.ICU_VERSION)


# ---- Timing ----


def time_pass(work: Work, texts: Sequence[str]) -> Lap:
    """Do the work once on each text, on copies: nobody gains by what an earlier pass left."""
    copies = [fresh(text) for text in texts]
    size = sum(utf8_size(text) for text in texts)
    found = 0
    wall, cpu = time.perf_counter(), time.process_time()
    for text in copies:
        found += len(work(text))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Lap(cpu, wall, size, found)


def time_lap(work: Work, texts: Sequence[str], repeats: int) -> Lap:
    """The sum of several passes, with the collector off as in timeit."""
    gc.collect()
    gc.disable()
    try:
        passes = [time_pass(work, texts) for _ in range(repeats)]
    finally:
        gc.enable()
    return Lap(
        sum(lap.cpu for lap in passes),
        sum(lap.wall for lap in passes),
        sum(lap.size for lap in passes),
        sum(lap.found for lap in passes),
    )


def fit(work: Work, corpus: Corpus, mode: Mode, seconds: float) -> Portion:
    """How much of the corpus fills so many seconds, found by doubling."""
    share = corpus.smallest_share
    time_pass(work, corpus.part(mode, share))  # the first call may set things up
    while True:
        start = time.perf_counter()
        lap = time_pass(work, corpus.part(mode, share))
        factor = seconds / max(time.perf_counter() - start, 1e-9)
        if share >= 1 or factor < 2:
            break
        share = min(1.0, 2 * share)
    if not lap.found:
        raise Unavailable("it found nothing in these texts")
    if share < 1:
        # Never more than the doubling: what is quadratic must not be stretched further.
        share = max(corpus.smallest_share, min(1.0, share * factor))
    return Portion(share, max(1, int(factor)) if share >= 1 else 1)


def race(
    contestants: Sequence[Contestant], corpus: Corpus, mode: Mode, rounds: int, seconds: float
) -> tuple[list[Row], list[Missing]]:
    """Time all contestants in turn, round by round, in about so many seconds altogether."""
    rows: list[Row] = []
    missing: list[Missing] = []
    # Fitting takes about two turns, the warm-up one.
    turn = seconds / (rounds + 3) / max(1, len(contestants))
    for contestant in contestants:
        try:
            row = Row(contestant, fit(contestant.work, corpus, mode, turn))
            run_lap(row, corpus, mode)
            rows.append(row)
        except BaseException as error:
            missing.append(Missing(contestant.peer.name, reason(error)))
    for _ in range(rounds):
        for row in rows:
            row.laps.append(run_lap(row, corpus, mode))
    return rows, missing


def run_lap(row: Row, corpus: Corpus, mode: Mode) -> Lap:
    texts = corpus.part(mode, row.portion.share)
    return time_lap(row.contestant.work, texts, row.portion.repeats)


# ---- Ratios ----


@dataclass(frozen=True)
class Ratio:
    """How many times as fast lede is, by CPU time: the median of the rounds, lowest and highest."""

    median: float
    low: float
    high: float


def reference(row: Row, rows: Sequence[Row]) -> Row | None:
    """The lede row to compare with: the one of the same unit, else the first."""
    ours = [other for other in rows if other.peer.package == "lede"]
    same = [other for other in ours if other.peer.unit == row.peer.unit]
    return next(iter(same + ours), None)


def ratio(row: Row, rows: Sequence[Row]) -> Ratio | None:
    """Compare round by round. None for lede's own rows, and when lede itself is missing."""
    lede = reference(row, rows)
    if lede is None or row.peer.package == "lede":
        return None
    laps = zip(lede.laps, row.laps, strict=True)
    ratios = [ours.cpu_speed / theirs.cpu_speed for ours, theirs in laps]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


# ---- Reporting ----

HEAD = (
    "",
    "version",
    "CPU MB/s",
    "wall MB/s",
    "lede ×",
    "min–max",
    "text",
    "set-up s",
    "per KB",
    "unit",
    "what is measured",
)
LEGEND = """\
MB/s      1e6 bytes of UTF-8 input a second, from one calling thread: median of the rounds. In each
          round, after a warm-up, all take their turn, on fresh copies of the strings. CPU is the
          time of the whole process, so that threads of a peer would count.
lede ×    how many times as fast as the peer lede is, by CPU time, against its row of the same unit
          or else its first: median of the rounds; min–max: their lowest and highest.
text      how much of the texts each turn reads: slow contestants get a share, spread over the
          articles or the head of the long string.
set-up    import and building.
per KB    results (characters for a text) for 1,000 bytes of input.
"""


def machine() -> dict[str, Any]:
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.platform(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def cpu_model() -> str:
    """The processor's name, which Python itself does not know on Linux."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def significant(value: float) -> str:
    """About three digits, never an exponent."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 4
    return f"{value:,.{digits}f}"


def cells(row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    compared = ratio(row, rows)
    share = row.portion.share
    return (
        row.peer.name,
        version(row.peer.package),
        significant(row.cpu_speed),
        significant(row.wall_speed),
        significant(compared.median) if compared else "",
        f"{significant(compared.low)}–{significant(compared.high)}" if compared else "",
        "all" if share >= 1 else f"{share:.1%}",
        f"{row.contestant.setup:.2f}",
        significant(row.found_per_kb),
        row.peer.unit,
        row.peer.what,
    )


def table(rows: Sequence[Row], missing: Sequence[Missing]) -> str:
    """The table as text, numbers to the right, and below it who is missing."""
    lines = [HEAD, *(cells(row, rows) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    numbers = range(HEAD.index("CPU MB/s"), HEAD.index("unit"))
    out = []
    for line in lines:
        aligned = [
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        out.append("  ".join(aligned).rstrip())
    out += [f"not timed: {peer.name} ({peer.reason})" for peer in missing]
    return "\n".join(out)


def to_dict(row: Row, rows: Sequence[Row]) -> dict[str, Any]:
    """A row for JSON: every figure of the table and the laps behind them."""
    compared, lede = ratio(row, rows), reference(row, rows)
    return {
        "name": row.peer.name,
        "package": row.peer.package,
        "version": version(row.peer.package),
        "unit": row.peer.unit,
        "what": row.peer.what,
        "cpu_mb_s": row.cpu_speed,
        "wall_mb_s": row.wall_speed,
        "lede_times_as_fast": vars(compared) if compared else None,
        "compared_with": lede.peer.name if lede and compared else None,
        "share": row.portion.share,
        "repeats": row.portion.repeats,
        "setup_s": row.contestant.setup,
        "found_per_kb": row.found_per_kb,
        "laps": [vars(lap) for lap in row.laps],
    }
