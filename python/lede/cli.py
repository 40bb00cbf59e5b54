"""The command line: ``python -m lede read``, ``demo`` and ``--version``.

The only module of lede that prints. Input and output are UTF-8 whatever the locale says. JSON lines
are read in small batches, so a file of any size takes the memory of its longest lines.

Exit status: 0 when all went well (or ``--errors`` allowed for the rest), 1 for input that could not
be read or output that could not be written, 2 for wrong options, 130 after Ctrl-C, 141 when the
reader of the output went away.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import datetime
import importlib.resources
import io
import itertools
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO

from . import _html
from ._article import Article
from ._errors import Error
from ._reader import Reader, read, versions
from ._types import Name

BATCH_ROWS = 256
BATCH_CHARS = 1 << 20
MAX_WIDTH = 100  # of the terminal: longer lines are hard to read
MAX_SHOWN = 80  # of a value quoted in a message

_STDIN = "<stdin>"
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
_JSON_TYPES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}

_READ_HELP = """\
Read articles and write one JSON line for each, in order: its text, clean text,
date, sentences, entities and names, and its source (file and line).

A file ending in .jsonl, .ndjson or .json holds JSON lines: one object a line,
the article in its field "text" (or the one named by --text). Any other file is
one article of plain text. Standard input is JSON lines if it starts with "{".
--jsonl and --plain overrule this. All text is UTF-8."""

_READ_EXAMPLES = """\
examples:
  python -m lede read story.txt
  python -m lede read news.jsonl --text body --date published --out read.jsonl
  zcat news.jsonl.gz | python -m lede read --errors skip > read.jsonl"""

_DEMO_HELP = """\
Read the article that comes with lede, print its sentences and its names, and
write the view that a notebook shows to an HTML file."""


class _Row(NamedTuple):
    """One article of the input, or what is wrong with it."""

    file: str
    line: int | None
    text: str = ""
    date: datetime.date | None = None
    error: str | None = None

    def complaint(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.error}"


class _BadInput(Exception):
    """A sentence for the user: what is wrong with a row and what to do."""


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
    except Error as error:
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
    if options.out and os.path.exists(options.out):
        for file in options.files:
            if os.path.exists(file) and os.path.samefile(file, options.out):
                parser.error(f"--out would overwrite the input {file}; choose another file")


def _read(options: argparse.Namespace, stdin: BinaryIO, stdout: BinaryIO, stderr: TextIO) -> int:
    total = skipped = 0
    with _output(options.out, stdout) as out:
        for row, article in _articles(Reader(), _rows(options, stdin, stderr)):
            total += 1
            if article is not None or options.errors == "null":
                out.write(_json_line(_record(row, article)))
                out.flush()  # whole lines for whoever follows the output
                continue
            stderr.write(row.complaint() + "\n")
            if options.errors == "raise":
                return 1
            skipped += 1
    if skipped:
        stderr.write(f"Skipped {skipped:,} of {total:,} articles.\n")
    return 0


def _output(file: str | None, stdout: BinaryIO) -> contextlib.AbstractContextManager[BinaryIO]:
    return open(file, "wb") if file else contextlib.nullcontext(stdout)


def _record(row: _Row, article: Article | None) -> dict[str, Any]:
    found = {"error": row.error} if article is None else article.to_dict()
    return {**found, "source": {"file": row.file, "line": row.line}}


def _json_line(record: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(record, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # a lone surrogate: no UTF-8 holds it, but a JSON escape does
        return (json.dumps(record) + "\n").encode()


def _articles(reader: Reader, rows: Iterable[_Row]) -> Iterator[tuple[_Row, Article | None]]:
    """Pair every row with its article, in order; a row without one says why in ``error``."""
    for batch in _batches(rows):
        articles = iter(_read_rows(reader, [row for row in batch if row.error is None]))
        for row in batch:
            yield row, next(articles) if row.error is None else None


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    batch: list[_Row] = []
    chars = 0
    for row in rows:
        batch.append(row)
        chars += len(row.text)
        if len(batch) >= BATCH_ROWS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    yield batch


def _read_rows(reader: Reader, rows: list[_Row]) -> Iterable[Article | None]:
    if any(row.date for row in rows):
        return (reader.read(row.text, date=row.date) for row in rows)
    return reader.read_many([row.text for row in rows])


def _rows(options: argparse.Namespace, stdin: BinaryIO, stderr: TextIO) -> Iterator[_Row]:
    for file in options.files or ["-"]:
        if file == "-":
            if stdin.isatty():
                stderr.write("Reading the terminal; end with Ctrl-D.\n")
            yield from _rows_of(_STDIN, stdin, options)
            continue
        name = os.fsencode(file).decode("utf-8", "replace")  # UTF-8, whatever the locale says
        try:
            with open(file, "rb") as stream:
                yield from _rows_of(name, stream, options)
        except OSError as error:
            yield _Row(name, None, error=f"The file cannot be read: {error.strerror}.")


def _rows_of(file: str, stream: BinaryIO, options: argparse.Namespace) -> Iterator[_Row]:
    first = stream.readline()
    start = first.removeprefix(codecs.BOM_UTF8)
    if _holds_json(file, start, options):
        yield from _json_rows(file, itertools.chain([start], stream), options)
    elif options.text or options.date:
        error = (
            "--text and --date name fields of JSON lines, but this is plain text. "
            "Use --jsonl if it holds JSON lines."
        )
        yield _Row(file, 1, error=error)
    else:
        yield _plain_row(file, start + stream.read())


def _holds_json(file: str, start: bytes, options: argparse.Namespace) -> bool:
    if options.jsonl or options.plain:
        return bool(options.jsonl)
    if file == _STDIN:
        return start.lstrip().startswith(b"{")
    return file.lower().endswith(_JSON_SUFFIXES)


def _plain_row(file: str, data: bytes) -> _Row:
    try:
        return _Row(file, 1, data.decode())
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, line_start) + 1
        return _Row(file, line, error=_not_utf8(data[error.start], error.start - line_start))


def _json_rows(file: str, lines: Iterable[bytes], options: argparse.Namespace) -> Iterator[_Row]:
    for number, line in enumerate(lines, 1):
        if line.isspace() or not line:
            continue
        try:
            record = _object(line)
            text = _text(record, options.text or "text")
            date = _date(record, options.date) if options.date else None
            yield _Row(file, number, text, date)
        except _BadInput as error:
            yield _Row(file, number, error=str(error))


def _object(line: bytes) -> dict[str, Any]:
    want = 'Every line must be one JSON object, such as {"text": "…"}.'
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise _BadInput(_not_utf8(line[error.start], error.start)) from None
    except json.JSONDecodeError as error:
        raise _BadInput(f"Not JSON: {error.msg} at character {error.pos + 1}. {want}") from None
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond Python's limits
        raise _BadInput(f"JSON beyond what Python reads: {error}.") from None
    if not isinstance(record, dict):
        raise _BadInput(f"The line is a JSON {_JSON_TYPES[type(record)]}, not an object. {want}")
    return record


def _text(record: dict[str, Any], field: str) -> str:
    value = _value(record, field, "--text")
    if not isinstance(value, str):
        raise _BadInput(f'The field "{field}" is a JSON {_JSON_TYPES[type(value)]}, not a string.')
    return value


def _date(record: dict[str, Any], field: str) -> datetime.date | None:
    """Return the day of an ISO date or time stamp."""
    value = _value(record, field, "--date")
    if value is None:
        return None
    try:
        return datetime.datetime.strptime(str(value)[:10], "%Y-%m-%d").date()
    except ValueError:
        shown = json.dumps(value)[:MAX_SHOWN]
        raise _BadInput(
            f'The field "{field}" is {shown}, not a date such as "2021-03-14".'
        ) from None


def _value(record: dict[str, Any], field: str, option: str) -> Any:
    try:
        return record[field]
    except KeyError:
        fields = json.dumps(list(record))[1:-1][:MAX_SHOWN] or "no field at all"
        raise _BadInput(
            f'There is no field "{field}"; the object has {fields}. '
            f"Name the right one with {option}."
        ) from None


def _not_utf8(byte: int, offset: int) -> str:
    if (byte, offset) == (0x8B, 1):  # the second byte of every gzip file, and no UTF-8
        return "The file is compressed with gzip. Unpack it first: zcat FILE | python -m lede read."
    return (
        f"Byte {offset + 1} of the line, 0x{byte:02X}, is not UTF-8. "
        "Convert the file first, for example with iconv."
    )


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
