"""The command line's output: records or a table, whole under its name or not there at all.

Work on a file goes into parts in a folder beside it, ``NAME.partial``. A part is there as a whole
or not; ``state.json`` says how many rows of the input the finished ones hold. The same command goes
on behind them, and puts them together when the input ends.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from ._article import Article, Articles
from ._cli_rows import BadInput, Row, file_form
from ._table import optional

PART_ROWS = 8192


class Writer(Protocol):
    """Turns rows into the bytes of a part, and parts into a file."""

    ends: str  # how the name of a part ends

    def write(self, out: BinaryIO, batches: Iterable[tuple[list[Row], Articles]]) -> None:
        """Write the rows of some batches and what was found in those without an error."""

    def join(self, out: BinaryIO, parts: Sequence[Path]) -> None:
        """Put parts together."""


# ---- Records ----


def record(row: Row, article: Article | None) -> dict[str, Any]:
    """Return what a JSON line holds of one article."""
    if article is not None:
        found = article.to_dict()
    elif row.error is not None:
        found = {"error": row.error}
    else:
        date = row.date.isoformat() if row.date else None
        found = {"text": None, "clean": None, "date": date}
        found |= {"sentences": [], "entities": [], "names": []}
    fields = {"fields": row.fields} if row.fields else {}
    return {**found, **fields, "source": {"file": row.file, "line": row.line}}


def json_line(values: dict[str, Any]) -> bytes:
    """Return values as one line of JSON in UTF-8."""
    try:
        return (json.dumps(values, ensure_ascii=False, default=str) + "\n").encode()
    except UnicodeEncodeError:  # a lone surrogate: no UTF-8 holds it, but a JSON escape does
        return (json.dumps(values, default=str) + "\n").encode()


def pairs(rows: list[Row], articles: Articles) -> Iterator[tuple[Row, Article | None]]:
    """Pair every row with its article; a row with an error or without a text has none."""
    found = iter(articles)
    for row in rows:
        yield row, next(found) if row.error is None else None


class JsonWriter:
    """JSON lines, one an article."""

    ends = ".jsonl"

    def __init__(self, packed: bool = False) -> None:
        self._packed = packed

    def write(self, out: BinaryIO, batches: Iterable[tuple[list[Row], Articles]]) -> None:
        """Write a line for each row."""
        for rows, articles in batches:
            for row, article in pairs(rows, articles):
                out.write(json_line(record(row, article)))

    def join(self, out: BinaryIO, parts: Sequence[Path]) -> None:
        """Put the lines of all parts behind each other."""
        packed = gzip.GzipFile(fileobj=out, mode="wb", mtime=0) if self._packed else None
        for part in parts:
            with part.open("rb") as lines:
                shutil.copyfileobj(lines, packed or out)
        if packed:
            packed.close()


# ---- Tables ----


class TableWriter:
    """One table of the articles with the other fields of each article before it."""

    def __init__(self, table: str, keep: Sequence[str]) -> None:
        self._table = table
        self._keep = list(keep)

    def head(self, fields: Sequence[str]) -> list[str]:
        """Return the names of the columns; a field that is kept twice is ``found_…``."""
        kept = ["file", "line", *self._keep]
        return kept + [f"found_{name}" if name in kept else name for name in fields]

    def found(self, rows: list[Row], articles: Articles) -> Iterator[list[Any]]:
        """Yield the cells of the table."""
        good = [row for row in rows if row.error is None]
        for place, values in getattr(articles, self._table).rows():
            row = good[place]
            yield [row.file, row.line, *(row.fields.get(name) for name in self._keep), *values]


class CsvWriter(TableWriter):
    """A table as CSV; lists are JSON."""

    ends = ".csv"

    def write(self, out: BinaryIO, batches: Iterable[tuple[list[Row], Articles]]) -> None:
        """Write a head and the rows."""
        text = io.TextIOWrapper(out, "utf-8", errors="replace", newline="")
        writer = csv.writer(text)
        fresh = True
        for rows, articles in batches:
            if fresh:
                writer.writerow(self.head(getattr(articles, self._table).columns[1:]))
                fresh = False
            writer.writerows([_csv_cell(v) for v in cells] for cells in self.found(rows, articles))
        text.flush()
        text.detach()

    def join(self, out: BinaryIO, parts: Sequence[Path]) -> None:
        """Put the rows of all parts below one head."""
        for number, part in enumerate(parts):
            with part.open("rb") as lines:
                head = lines.readline()
                out.write(b"" if number else head)
                shutil.copyfileobj(lines, out)


def _csv_cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (tuple, list, dict)) else value


class ParquetWriter(TableWriter):
    """A table as Parquet.

    A kept field is a column of int64 where all its values are whole numbers, else of text, in which
    what is no text is JSON.
    """

    ends = ".parquet"

    def write(self, out: BinaryIO, batches: Iterable[tuple[list[Row], Articles]]) -> None:
        """Write the rows of all batches."""
        pyarrow = optional("pyarrow", "arrow")
        parts = [([row for row in rows if row.error is None], found) for rows, found in batches]
        kinds = [
            _kind(row.fields.get(name) for rows, _ in parts for row in rows) for name in self._keep
        ]
        tables = []
        for rows, articles in parts:
            found = getattr(articles, self._table).to_arrow()
            kept = [
                pyarrow.array([row.file for row in rows], pyarrow.string()),
                pyarrow.array([row.line for row in rows], pyarrow.int64()),
            ]
            for name, kind in zip(self._keep, kinds, strict=True):
                values = [row.fields.get(name) for row in rows]
                cells = values if kind == "int64" else [_parquet_cell(value) for value in values]
                kept.append(pyarrow.array(cells, pyarrow.type_for_alias(kind)))
            columns = [column.take(found["article"]) for column in kept] + found.columns[1:]
            tables.append(pyarrow.table(columns, names=self.head(found.column_names[1:])))
        if tables:
            self._parquet().write_table(pyarrow.concat_tables(tables), out)

    def join(self, out: BinaryIO, parts: Sequence[Path]) -> None:
        """Copy the row groups of all parts into one file."""
        parquet = self._parquet()
        schemas = [parquet.read_schema(part) for part in parts]
        if not schemas:
            return
        with parquet.ParquetWriter(out, self._common(schemas)) as writer:
            for part in parts:
                writer.write_table(parquet.read_table(part).cast(writer.schema))

    def _common(self, schemas: Sequence[Any]) -> Any:
        """Return the schema that holds the kept fields of all parts: text where any is text."""
        pyarrow = optional("pyarrow", "arrow")
        schema = schemas[0]
        for name in self._keep:
            kinds = {str(each.field(name).type) for each in schemas} - {"null"}
            kind = pyarrow.int64() if kinds == {"int64"} else pyarrow.string()
            schema = schema.set(schema.get_field_index(name), pyarrow.field(name, kind))
        return schema

    @staticmethod
    def _parquet() -> Any:
        return optional("pyarrow.parquet", "arrow")


def _kind(values: Iterable[Any]) -> str:
    """Return the type of a column of Arrow for the values of a kept field."""
    kind = "null"
    for value in values:
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
            return "string"
        kind = "int64"
    return kind


def _parquet_cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def is_table(name: str | None) -> bool:
    """Say whether a file of this name holds a table, not records."""
    return file_form(name or "") in ("csv", "parquet")


def writer_for(name: str, table: str, keep: Sequence[str]) -> Writer:
    """Return the writer for a file of this name."""
    form = file_form(name)
    if form == "csv":
        return CsvWriter(table, keep)
    if form == "parquet":
        return ParquetWriter(table, keep)
    return JsonWriter(packed=name.lower().endswith(".gz"))


# ---- Parts ----


class Parts:
    """The finished parts of one output, in a folder that is there while the work lasts."""

    def __init__(self, out: str, writer: Writer, task: dict[str, Any], *, anew: bool) -> None:
        self._out = Path(out)
        self._writer = writer
        self._task = json.loads(json.dumps(task))
        self._folder = self._out.with_name(self._out.name + ".partial")
        self.rows = self.skipped = 0
        self._count = 0
        if anew:
            shutil.rmtree(self._folder, ignore_errors=True)
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise OSError(error.errno, error.strerror, out) from None
        self._take_up()

    def _take_up(self) -> None:
        state = self._folder / "state.json"
        if not state.exists():
            return
        known = json.loads(state.read_text("utf-8"))
        if known["task"] != self._task:
            raise BadInput(
                f"{self._folder} holds unfinished work on other input, with other options or by "
                "another version; --restart throws it away"
            )
        self.rows, self.skipped = known["rows"], known["skipped"]
        self._count = known["parts"]

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:06}{self._writer.ends}"

    def add(self, batches: list[tuple[list[Row], Articles]], skipped: int) -> None:
        """Write a part, and then that it is there."""
        if batches:
            with self._part(self._count).open("wb") as out:
                self._writer.write(out, batches)
            self._count += 1
        self.rows += sum(len(rows) for rows, _ in batches) + skipped
        self.skipped += skipped
        state = {
            "task": self._task,
            "rows": self.rows,
            "skipped": self.skipped,
            "parts": self._count,
        }
        fresh = self._folder / "state.new"
        fresh.write_text(json.dumps(state), "utf-8")
        os.replace(fresh, self._folder / "state.json")

    def finish(self) -> None:
        """Put the parts together under the final name, in one step."""
        whole = self._folder / "whole"
        with whole.open("wb") as out:
            self._writer.join(out, [self._part(n) for n in range(self._count)])
        os.replace(whole, self._out)
        shutil.rmtree(self._folder)
