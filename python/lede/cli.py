"""The command line: ``python -m lede read``, ``demo`` and ``--version``.

The only module of lede that prints unasked. Input and output are UTF-8 whatever the locale says.
Rows are read in small batches, so a file of any size takes the memory of its longest rows.

Exit status: 0 when all went well (or ``--errors`` allowed for the rest), 1 for input that could not
be read or output that could not be written, 2 for wrong options, 130 after Ctrl-C, 141 when the
reader of the output went away.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.resources
import io
import itertools
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from . import _html
from ._article import Articles
from ._cli_output import PART_ROWS, Parts, is_table, json_line, pairs, record, writer_for
from ._cli_rows import BadInput, Row, Wanted, read_rows
from ._engines import TABLES
from ._errors import Error
from ._gazetteer import Gazetteer
from ._reader import Reader, read, versions
from ._types import Name

BATCH_ROWS = 256
BATCH_CHARS = 1 << 20
MAX_WIDTH = 100  # of the terminal: longer lines are hard to read

_READ_HELP = """\
Read articles and write one JSON line for each, in order: its text, clean text,
date, sentences, entities and names, its other fields and its source (file and
line). With --out NAME.parquet or NAME.csv write a table, one row a mention,
with file, line and the other fields of the article before it.

A file ending in .jsonl, .ndjson or .json holds JSON lines: one object a line,
the article in its field "text" (or the one named by --text). Those ending in
.csv, .tsv or .parquet have such fields as columns. All of them may be packed
with gzip (.gz). A text that is null is a missing article: a record without
findings, and no rows in a table. Any other file is one article of plain text.
Standard input is JSON lines if it starts with "{". --jsonl and --plain overrule
this. All text is UTF-8.

The file of --out appears when it is complete. Until then the work is kept in
NAME.partial, and after an interruption the same command goes on where it was."""

_READ_EXAMPLES = """\
examples:
  python -m lede read story.txt
  python -m lede read news.jsonl.gz --text body --date published --out read.jsonl
  python -m lede read news.parquet --text body --keep id --out entities.parquet
  zcat news.jsonl.gz | python -m lede read --errors skip --report bad.jsonl > read.jsonl"""

_DEMO_HELP = """\
Read the article that comes with lede, print its sentences and its names, and
write the view that a notebook shows to an HTML file."""


def main(
    argv: Sequence[str] | None = None,
    stdin: BinaryIO | None = None,
    stdout: BinaryIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run the command line and return its exit status; streams default to those of ``sys``."""
    parser = _parser()
    options = parser.parse_args(argv)
    stdin = stdin or _stdin()
    stdout = stdout or sys.stdout.buffer
    stderr = stderr or sys.stderr
    try:
        status = _run(parser, options, stdin, stdout, stderr)
        stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _abandon(stdout)
        return 141
    except (BadInput, Error, ImportError) as error:
        stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        _abandon(stdout)
        file = error.filename or "The output"
        stderr.write(f"{file} cannot be written: {error.strerror}.\n")
        return 1
    return status


def _stdin() -> BinaryIO:
    """Return standard input, empty where the process was started without one, as by a daemon."""
    return sys.stdin.buffer if sys.stdin else io.BytesIO()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lede",
        description="Read news: clean text, sentences and names, each pointing into the original.",
    )
    parser.add_argument(
        "--version", action="store_true", help="print the version of lede and of all it uses"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_read(commands)
    _add_demo(commands)
    return parser


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "read",
        help="read articles from files or standard input, write JSON lines",
        description=_READ_HELP,
        epilog=_READ_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="files to read; none, or -, is standard input"
    )
    parser.add_argument("--text", metavar="FIELD", help='JSON field of the text (default "text")')
    parser.add_argument(
        "--date", metavar="FIELD", help="JSON field of the date, as in 2021-03-14; null if unknown"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--jsonl", action="store_true", help="take all input as JSON lines")
    form.add_argument("--plain", action="store_true", help="take all input as plain text")
    parser.add_argument("--out", metavar="FILE", help="write to FILE, not to standard output")
    parser.add_argument(
        "--table", choices=TABLES, help="which table goes into .parquet or .csv (default entities)"
    )
    parser.add_argument(
        "--keep",
        metavar="FIELD",
        action="append",
        help="a field of the article to put into the table, again for more (default: all of the "
        "first article); in Parquet whole numbers stay numbers, all else is text",
    )
    parser.add_argument(
        "--gazetteer",
        metavar="FILE",
        action="append",
        default=[],
        help="a dictionary saved by Gazetteer.save, the strongest first",
    )
    parser.add_argument(
        "--jobs", metavar="N", type=int, help="threads to use (default: one a processor)"
    )
    parser.add_argument(
        "--restart", action="store_true", help="throw away what an interrupted run left behind"
    )
    parser.add_argument(
        "--report", metavar="FILE", help="write bad rows to FILE as JSON lines, not to stderr"
    )
    parser.add_argument(
        "--errors",
        choices=("raise", "null", "skip"),
        default="raise",
        help="at input that cannot be read: raise stops (the default), null writes a line that "
        'holds "error" and "source", skip leaves it out and says so',
    )


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "demo",
        help="read the bundled article and show what lede found",
        description=_DEMO_HELP,
        epilog="example:\n  python -m lede demo --html /tmp/demo.html",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--html",
        metavar="FILE",
        default="lede-demo.html",
        help="where the HTML view goes (default %(default)s)",
    )


def _run(
    parser: argparse.ArgumentParser,
    options: argparse.Namespace,
    stdin: BinaryIO,
    stdout: BinaryIO,
    stderr: TextIO,
) -> int:
    if options.version:
        _print(stdout, "".join(f"{name} {value}\n" for name, value in versions().items()))
        return 0
    if options.command == "read":
        _check_read(parser, options)
        return _read(options, stdin, stdout, stderr)
    if options.command == "demo":
        return _demo(options, stdout)
    parser.error("say what to do: read or demo; --help explains both")


def _abandon(stdout: BinaryIO) -> None:
    """Let Python's own flush at exit succeed after the output has failed."""
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stdout.fileno())


def _print(stdout: BinaryIO, text: str) -> None:
    stdout.write(text.encode("utf-8", "replace"))


def _check_read(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if options.plain and (options.text or options.date):
        parser.error("--text and --date name fields of JSON lines; they do not go with --plain")
    if (options.table or options.keep) and not is_table(options.out):
        parser.error("--table and --keep are for tables: --out must end in .parquet or .csv")
    if options.errors == "null" and is_table(options.out):
        parser.error("--errors null writes JSON lines; a table has no row for a bad article")
    if options.jobs is not None and options.jobs < 1:
        parser.error("--jobs must be 1 or more")
    if options.out and os.path.exists(options.out):
        for file in options.files:
            if os.path.exists(file) and os.path.samefile(file, options.out):
                parser.error(f"--out would overwrite the input {file}; choose another file")


class _Bad:
    """What becomes of bad rows: they are told to stderr or to a report, and stop the run or not."""

    def __init__(self, options: argparse.Namespace, stderr: TextIO) -> None:
        self.policy: str = options.errors
        self.skipped = 0
        self._stderr = stderr
        self._report = open(options.report, "wb") if options.report else None

    def tell(self, row: Row) -> None:
        if self._report is None:
            start = "\r" if self._stderr.isatty() else ""  # over the line of the progress
            self._stderr.write(f"{start}{row.complaint()}\n")
            return
        self._report.write(json_line({"file": row.file, "line": row.line, "error": row.error}))
        self._report.flush()

    def close(self) -> None:
        if self._report is not None:
            self._report.close()


def _read(options: argparse.Namespace, stdin: BinaryIO, stdout: BinaryIO, stderr: TextIO) -> int:
    wanted = Wanted(
        options.text,
        options.date,
        "json" if options.jsonl else "plain" if options.plain else None,
    )
    if "-" in (options.files or ["-"]) and stdin.isatty():
        stderr.write("Reading the terminal; end with Ctrl-D.\n")
    rows = read_rows(options.files or ["-"], stdin, wanted)
    reader = Reader(gazetteers=[Gazetteer.open(path) for path in options.gazetteer])
    with contextlib.closing(_Bad(options, stderr)) as bad:
        if options.out and (os.path.isfile(options.out) or not os.path.exists(options.out)):
            return _read_to_file(options, reader, rows, bad, stderr)
        with _output(options.out, stdout) as out:
            return _read_to_stream(options, reader, rows, bad, out, stderr)


def _output(file: str | None, stdout: BinaryIO) -> contextlib.AbstractContextManager[BinaryIO]:
    return open(file, "wb") if file else contextlib.nullcontext(stdout)


def _read_to_stream(
    options: argparse.Namespace,
    reader: Reader,
    rows: Iterable[Row],
    bad: _Bad,
    out: BinaryIO,
    stderr: TextIO,
) -> int:
    total = 0
    for batch, articles in _articles(reader, rows, options.jobs):
        for row, article in pairs(batch, articles):
            total += 1
            if row.error is None or bad.policy == "null":
                out.write(json_line(record(row, article)))
                out.flush()  # whole lines for whoever follows the output
                continue
            bad.tell(row)
            if bad.policy == "raise":
                return 1
            bad.skipped += 1
    return _summed_up(bad.skipped, total, stderr)


def _summed_up(skipped: int, total: int, stderr: TextIO) -> int:
    if skipped:
        stderr.write(f"Skipped {skipped:,} of {total:,} articles.\n")
    return 0


def _read_to_file(
    options: argparse.Namespace, reader: Reader, rows: Iterator[Row], bad: _Bad, stderr: TextIO
) -> int:
    """Read into parts beside the file, and put them together at the end."""
    rows, keep = _fields_to_keep(options, rows)
    writer = writer_for(options.out, options.table or "entities", keep)
    # Standard input cannot be read a second time: there is nothing to go on with.
    anew = options.restart or "-" in (options.files or ["-"])
    parts = Parts(options.out, writer, _task(options, keep), anew=anew)
    if parts.rows:
        stderr.write(f"Going on behind {parts.rows:,} articles that were read before.\n")
    rows = itertools.islice(rows, parts.rows, None)
    while block := list(itertools.islice(rows, PART_ROWS)):
        good, stopped = _good_rows(block, bad)
        batches = list(_articles(reader, good, options.jobs))
        parts.add(batches, len(block) - len(good) if stopped is None else stopped)
        if stopped is not None:
            return 1
        _show_progress(parts.rows, stderr)
    parts.finish()
    if stderr.isatty():
        stderr.write("\n")
    return _summed_up(parts.skipped, parts.rows, stderr)


def _show_progress(rows: int, stderr: TextIO) -> None:
    """Say on a terminal how far the work is, always on the same line."""
    if stderr.isatty():
        stderr.write(f"\r{rows:,} article{'s' * (rows != 1)} read")
        stderr.flush()


def _fields_to_keep(
    options: argparse.Namespace, rows: Iterator[Row]
) -> tuple[Iterator[Row], list[str]]:
    """Return the fields that go into a table, and the rows with those that would lose one as bad.

    They are those of --keep, else all of the first article.
    """
    if not is_table(options.out) or options.keep is not None:
        return rows, options.keep or []
    before: list[Row] = []
    first = None
    for row in rows:
        before.append(row)
        if row.error is None:
            first = row
            break
    keep = list(first.fields) if first else []
    return (_complete(row, keep) for row in itertools.chain(before, rows)), keep


def _complete(row: Row, keep: Sequence[str]) -> Row:
    more = [name for name in row.fields if name not in keep]
    if not more:
        return row
    error = f'The field "{more[0]}" is not in the first article: name those to keep with --keep.'
    return row._replace(error=error, fields={})


def _task(options: argparse.Namespace, keep: Sequence[str]) -> dict[str, Any]:
    """Return what two runs must have in common for the second to go on with the first."""
    files = [
        (os.path.abspath(file), stat.st_size, stat.st_mtime_ns)
        for file in [*options.files, *options.gazetteer]
        if file != "-" and os.path.exists(file)
        for stat in [os.stat(file)]
    ]
    chosen = ("text", "date", "table", "jsonl", "plain")
    settings = {name: getattr(options, name) for name in chosen}
    return {"files": files, "keep": list(keep), "versions": versions(), **settings}


def _good_rows(block: list[Row], bad: _Bad) -> tuple[list[Row], int | None]:
    """Return the rows to write, and how many were skipped if a bad one stops the run, else None."""
    good: list[Row] = []
    skipped = 0
    for row in block:
        if row.error is None or bad.policy == "null":
            good.append(row)
            continue
        bad.tell(row)
        if bad.policy == "raise":
            return good, skipped
        skipped += 1
    return good, None


def _articles(
    reader: Reader, rows: Iterable[Row], jobs: int | None
) -> Iterator[tuple[list[Row], Articles]]:
    """Read the rows in batches; those with an error have no article."""
    for batch in _batches(rows):
        good = [row for row in batch if row.error is None]
        dates = [row.date for row in good] if any(row.date for row in good) else None
        yield batch, reader.read_many([row.text for row in good], dates=dates, threads=jobs)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    chars = 0
    for row in rows:
        batch.append(row)
        chars += len(row.text or "")
        if len(batch) >= BATCH_ROWS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _demo(options: argparse.Namespace, stdout: BinaryIO) -> int:
    text = importlib.resources.files(__package__).joinpath("data/article.txt").read_text("utf-8")
    article = read(text)
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    for number, sentence in enumerate(article.sentences, 1):
        _print(stdout, _numbered(number, sentence.text, width) + "\n")
    _print(stdout, "\n" + _names_table(article.names) + "\n")
    view = _html.article_html(text, article.sentences, article.entities, article.names)
    Path(options.html).write_text(_html.page(view, "lede: a sample article"), "utf-8")
    _print(stdout, f"The notebook view is in {options.html}; open it in a browser.\n")
    return 0


def _numbered(number: int, sentence: str, width: int) -> str:
    return textwrap.fill(
        sentence,
        width,
        initial_indent=f"{number:>3}  ",
        subsequent_indent=" " * 5,
        break_on_hyphens=False,
    )


def _names_table(names: Sequence[Name]) -> str:
    rows = [("name", "label", "title", "mentions")]
    rows += [(name.name, name.label, name.title or "", str(name.count)) for name in names]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in rows
    )
