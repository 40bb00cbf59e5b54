"""The rows of the command line's input: JSON lines, CSV, Parquet or plain text."""

from __future__ import annotations

import codecs
import csv
import datetime
import gzip
import io
import itertools
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from ._dates import to_date
from ._table import optional

STDIN = "<stdin>"
MAX_SHOWN = 80  # of a value quoted in a message

_FORMS = {
    "json": (".jsonl", ".ndjson", ".json"),
    "csv": (".csv",),
    "tsv": (".tsv",),
    "parquet": (".parquet",),
}
_JSON_TYPES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}

csv.field_size_limit(2**31 - 1)


class Row(NamedTuple):
    """One article of the input, or what is wrong with it; ``fields`` are its other fields.

    A text that is null is None: a missing article, which is no error.
    """

    file: str
    line: int | None
    text: str | None = ""
    date: datetime.date | None = None
    error: str | None = None
    fields: dict[str, Any] = {}  # noqa: RUF012  # never changed

    def complaint(self) -> str:
        """Return the error with its place."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.error}"


class Wanted(NamedTuple):
    """What the options say of the input."""

    text: str | None
    date: str | None
    form: str | None  # "json" or "plain" for all input; else each file's own

    @property
    def named(self) -> bool:
        """Say whether a field is named, which plain text has not."""
        return bool(self.text or self.date)


class BadInput(Exception):
    """A sentence for the user: what is wrong with a row and what to do."""


def file_form(name: str) -> str:
    """Return the form of a file by its name: json, csv, tsv, parquet or plain."""
    name = name.lower().removesuffix(".gz")
    return next((form for form, ends in _FORMS.items() if name.endswith(ends)), "plain")


def read_rows(files: Iterable[str], stdin: BinaryIO, wanted: Wanted) -> Iterator[Row]:
    """Yield the rows of all files in order; a file that cannot be read is a row with an error."""
    for file in files:
        if file == "-":
            yield from _stream_rows(STDIN, stdin, wanted)
            continue
        name = os.fsencode(file).decode("utf-8", "replace")  # UTF-8, whatever the locale says
        try:
            with _open(file) as stream:
                yield from _stream_rows(name, stream, wanted)
        except (OSError, EOFError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield Row(name, None, error=f"The file cannot be read: {reason}.")


def _open(file: str) -> BinaryIO:
    stream: Any = gzip.open(file) if file.lower().endswith(".gz") else open(file, "rb")
    found: BinaryIO = stream
    return found


def _stream_rows(file: str, stream: BinaryIO, wanted: Wanted) -> Iterator[Row]:
    form = wanted.form or file_form(file)
    if form == "parquet":
        yield from _parquet_rows(file, stream, wanted)
        return
    first = stream.readline()
    start = first.removeprefix(codecs.BOM_UTF8)
    if form == "plain" and file == STDIN and wanted.form is None and start.lstrip()[:1] == b"{":
        form = "json"
    lines = itertools.chain([start], stream)
    if form == "json":
        yield from _json_rows(file, lines, wanted)
    elif form in ("csv", "tsv"):
        yield from _csv_rows(file, lines, wanted, "\t" if form == "tsv" else ",")
    elif wanted.named:
        error = (
            "--text and --date name fields of JSON lines, but this is plain text. "
            "Use --jsonl if it holds JSON lines."
        )
        yield Row(file, 1, error=error)
    else:
        yield _plain_row(file, start + stream.read())


def _plain_row(file: str, data: bytes) -> Row:
    try:
        return Row(file, 1, data.decode())
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, line_start) + 1
        return Row(file, line, error=_not_utf8(data[error.start], error.start - line_start))


def _row(file: str, line: int, record: dict[str, Any], wanted: Wanted) -> Row:
    try:
        field = wanted.text or "text"
        text = _text(record, field)
        date = _date(record, wanted.date) if wanted.date else None
    except BadInput as error:
        return Row(file, line, error=str(error))
    return Row(file, line, text, date, None, {k: v for k, v in record.items() if k != field})


def _json_rows(file: str, lines: Iterable[bytes], wanted: Wanted) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if line.isspace() or not line:
            continue
        try:
            record = _object(line)
        except BadInput as error:
            yield Row(file, number, error=str(error))
        else:
            yield _row(file, number, record, wanted)


def _csv_rows(file: str, lines: Iterable[bytes], wanted: Wanted, comma: str) -> Iterator[Row]:
    """Yield the rows below the head; a row's number is that of the line on which it ends."""
    bad: list[tuple[int, str]] = []

    def decoded() -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                bad.append((number, _not_utf8(line[error.start], error.start)))
                yield line.decode("utf-8", "replace")

    reader = csv.reader(decoded(), delimiter=comma, strict=True)
    head: list[str] | None = None
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Row(file, reader.line_num, error=f"Not CSV: {error}.")
            continue
        if cells is None:
            return
        if bad:
            yield Row(file, bad[0][0], error=bad[0][1])
            bad.clear()
            head = head or cells
        elif head is None:
            head = cells
        elif cells and len(cells) != len(head):
            error_text = f"The row has {len(cells)} fields, the head has {len(head)}."
            yield Row(file, reader.line_num, error=error_text)
        elif cells:
            yield _row(file, reader.line_num, dict(zip(head, cells, strict=True)), wanted)


def _parquet_rows(file: str, stream: BinaryIO, wanted: Wanted) -> Iterator[Row]:
    """Yield the rows of a Parquet file, numbered from 1."""
    parquet = optional("pyarrow.parquet", "arrow")
    try:
        table = parquet.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read()))
    except (OSError, ValueError) as error:
        yield Row(file, None, error=f"Not Parquet: {error}.")
        return
    number = 0
    for batch in table.iter_batches(batch_size=1024):
        for record in batch.to_pylist():
            number += 1
            yield _row(file, number, record, wanted)


def _object(line: bytes) -> dict[str, Any]:
    want = 'Every line must be one JSON object, such as {"text": "…"}.'
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise BadInput(_not_utf8(line[error.start], error.start)) from None
    except json.JSONDecodeError as error:
        raise BadInput(f"Not JSON: {error.msg} at character {error.pos + 1}. {want}") from None
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond Python's limits
        raise BadInput(f"JSON beyond what Python reads: {error}.") from None
    if not isinstance(record, dict):
        raise BadInput(f"The line is a JSON {_JSON_TYPES[type(record)]}, not an object. {want}")
    return record


def _text(record: dict[str, Any], field: str) -> str | None:
    value = _value(record, field, "--text")
    if value is not None and not isinstance(value, str):
        kind = _JSON_TYPES.get(type(value), type(value).__name__)
        raise BadInput(f'The field "{field}" is a JSON {kind}, not a string.')
    return value


def _date(record: dict[str, Any], field: str) -> datetime.date | None:
    """Return the day of an ISO date or time stamp."""
    value = _value(record, field, "--date")
    if value is None or isinstance(value, datetime.date):
        return to_date(value)
    try:
        return datetime.datetime.strptime(str(value)[:10], "%Y-%m-%d").date()
    except ValueError:
        shown = json.dumps(value)[:MAX_SHOWN]
        raise BadInput(
            f'The field "{field}" is {shown}, not a date such as "2021-03-14".'
        ) from None


def _value(record: dict[str, Any], field: str, option: str) -> Any:
    try:
        return record[field]
    except KeyError:
        fields = json.dumps(list(record))[1:-1][:MAX_SHOWN] or "no field at all"
        raise BadInput(
            f'There is no field "{field}"; the object has {fields}. '
            f"Name the right one with {option}."
        ) from None


def _not_utf8(byte: int, offset: int) -> str:
    if (byte, offset) == (0x8B, 1):  # the second byte of every gzip file, and no UTF-8
        return (
            "The file is compressed with gzip. Name it .gz, or unpack it first: "
            "zcat FILE | python -m lede read."
        )
    return (
        f"Byte {offset + 1} of the line, 0x{byte:02X}, is not UTF-8. "
        "Convert the file first, for example with iconv."
    )
