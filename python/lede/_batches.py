"""Work on many texts: pieces in, batches of columns out, errors told with their row."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from lede import _core
from lede._errors import Error, OptionError, SizeError
from lede._inputs import BATCH, Piece, pieces, too_large
from lede._options import choose, flag, not_utf8, whole

MOST_THREADS = 1 << 16  # more than any machine has; the core takes no more than it has tasks

OnError = Literal["raise", "null", "skip", "replace"]

#: What the core is to do with texts `start` to `stop` of a source, on so many threads.
Work = Callable[[Any, int, int, int], _core.Batch]


class BadRow(NamedTuple):
    """A text of a batch that could not be read: its position in the input, and why."""

    row: int
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return self._asdict()


class Part(NamedTuple):
    """Texts ``start`` to ``stop`` of a batch, whose first text is row ``row`` of the input."""

    core: _core.Batch
    row: int
    start: int
    stop: int


class Run:
    """One walk through the texts of a caller; iterating gives lists of parts, a list a batch."""

    __slots__ = ("_pieces", "_threads", "_work", "errors", "on_error")

    def __init__(
        self,
        texts: Any,
        work: Work,
        *,
        column: str | None = None,
        threads: int | None = None,
        batch: int = BATCH,
        progress: bool = False,
        errors: OnError = "raise",
    ) -> None:
        choose("errors", errors, {"raise": 0, "null": 1, "skip": 2, "replace": 3})
        size = whole(batch)
        if size is None or size < 1:
            raise OptionError(f"batch={batch!r} is not possible: give a number of texts, 1 or more")
        self._threads = thread_count(threads)
        total = len(texts) if hasattr(texts, "__len__") else None
        found = pieces(texts, column, size, errors)
        self._pieces = watched(found, total) if flag("progress", progress) else found
        self._work = work
        self.on_error = errors
        self.errors: list[BadRow] = []

    def __iter__(self) -> Iterator[list[Part]]:
        for piece in self._pieces:
            yield [part for done, bad in self._cores(piece) for part in self._parts(done, bad)]

    def _cores(self, piece: Piece) -> Iterator[tuple[Part, list[BadRow]]]:
        """Yield the batches of a piece: one, unless its columns are too large for that."""
        size = piece.stop - piece.start
        try:
            core = self._work(piece.source, piece.start, piece.stop, self._threads)
        except SizeError:
            if size == 1:
                raise too_large(piece.row) from None
            middle = piece.start + size // 2
            yield from self._cores(piece._replace(stop=middle))
            yield from self._cores(piece._replace(start=middle, row=piece.row + size // 2))
            return
        failed = core.failures()
        if failed and self.on_error == "replace" and not isinstance(piece.source, tuple):
            yield from self._cores(_replaced(piece))
            return
        bad = [BadRow(row, why) for row, why in piece.bad if piece.row <= row < piece.row + size]
        bad += [BadRow(piece.row + i, str(self._error(piece, i, byte))) for i, byte in failed]
        yield Part(core, piece.row, 0, size), sorted(bad)

    def _error(self, piece: Piece, index: int, byte: int) -> Error:
        """Return the error of a text that the core could not read, or raise it."""
        row = piece.row + index
        text = b"" if byte < 0 else piece.source[piece.start + index]
        assert isinstance(text, bytes)  # strings have no bytes that are not UTF-8
        error: Error = too_large(row) if byte < 0 else not_utf8(text, byte, row)
        if self.on_error in ("raise", "replace"):
            raise error
        return error

    def _parts(self, part: Part, bad: list[BadRow]) -> Iterator[Part]:
        """Yield the part; where bad rows are to be skipped, what lies between them."""
        self.errors += bad
        start = part.start
        for row, _ in bad if self.on_error == "skip" else ():
            yield part._replace(start=start, stop=row - part.row)
            start = row - part.row + 1
        yield part._replace(start=start)


def _replaced(piece: Piece) -> Piece:
    """Return the piece as strings, with U+FFFD for bytes that are not UTF-8."""
    texts = (piece.source[i] for i in range(piece.start, piece.stop))
    strings = tuple(
        text.decode("utf-8", "replace") if isinstance(text, bytes) else text for text in texts
    )
    return Piece(strings, 0, len(strings), piece.row, piece.bad)


def thread_count(threads: int | None) -> int:
    """Return how many threads to use: those asked for, LEDE_NUM_THREADS, or all we may use."""
    if threads is None:
        told = os.environ.get("LEDE_NUM_THREADS", "")
        if not told:
            return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        if not told.isdecimal() or int(told) < 1:
            raise OptionError(f"LEDE_NUM_THREADS={told!r} is not possible: set it to 1 or more")
        return int(told)
    count = whole(threads)
    if count is None or count < 1:
        raise OptionError(f"threads={threads!r} is not possible: give 1 or more, or None")
    return min(count, MOST_THREADS)


def watched(found: Iterable[Piece], total: int | None) -> Iterator[Piece]:
    """Show how far the work is: with tqdm where it is installed, else on one line of stderr."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        yield from _watched_plainly(found, total)
        return
    with tqdm(total=total, unit=" articles") as bar:
        for piece in found:
            yield piece
            bar.update(piece.stop - piece.start)


def _watched_plainly(found: Iterable[Piece], total: int | None) -> Iterator[Piece]:
    begun = shown = time.monotonic()
    done = 0
    whole = "" if total is None else f" of {total:,}"
    for piece in found:
        yield piece
        done += piece.stop - piece.start
        now = time.monotonic()
        if now - shown >= 0.5:
            shown = now
            speed = done / (now - begun)
            print(f"\r{done:,}{whole} articles, {speed:,.0f} a second", end="", file=sys.stderr)
    print(f"\r{done:,}{whole} articles in {time.monotonic() - begun:.1f} s", file=sys.stderr)
