"""From a data frame or an Arrow table to the entries of a dictionary, one a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lede import _core
from lede._entries import KEYS, STRINGS, EntryLike
from lede._errors import OptionError
from lede._inputs import arrow_columns, validate
from lede._options import decode, is_missing
from lede._table import optional

PLAIN = 3  # name, label and id, the first of STRINGS: as a tuple they are read quickest


class _Opened:
    """A stream of Arrow that was asked for: some can be asked only once."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._stream


def entry_rows(table: Any) -> Iterator[EntryLike] | None:
    """Yield the entries of a data frame, an Arrow table or column; None for anything else.

    Columns have the names of the keys of a mapping, and a missing value is a missing key. A column
    alone has names.
    """
    if type(table).__module__.split(".")[0] == "pandas" and hasattr(table, "columns"):
        names = tuple(map(str, table.columns))
        _check(names)
        return _mappings(names, zip(*(table[name].tolist() for name in names), strict=True))
    validate(table)
    if hasattr(table, "__arrow_c_stream__"):
        table = _Opened(table.__arrow_c_stream__())
    columns = arrow_columns(table, STRINGS, 1)
    if columns is None:
        return None
    names = ("name",) if columns.names is None else columns.names
    _check(names)
    if not set(names) <= set(STRINGS):
        return _rows_of_arrow(table)
    rows = _rows_of_text(columns)
    if set(names) <= set(STRINGS[:PLAIN]):
        return (row[:PLAIN] for row in rows)
    return _mappings(STRINGS, rows)


def _check(names: tuple[str, ...]) -> None:
    """Refuse a table without names, with a column that no entry has, or one twice."""
    if "name" not in names:
        raise TypeError(f"there is no column name; there are {', '.join(names)}")
    unknown = ", ".join(repr(name) for name in names if name not in KEYS)
    if unknown:
        raise OptionError(f"an entry has no column {unknown}; there may be: {', '.join(KEYS)}")
    twice = ", ".join(name for name in KEYS if names.count(name) > 1)
    if twice:
        raise OptionError(f"there are several columns {twice}: keep one of them")


def _mappings(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[EntryLike]:
    for row in rows:
        fields = {k: v for k, v in zip(names, row, strict=True) if not is_missing(v)}
        yield fields if "name" in fields else {"name": None}


def _rows_of_text(columns: _core.ArrowColumns) -> Iterator[tuple[str | None, ...]]:
    row = 0
    for strings in columns:
        for i in range(len(strings[0] or ())):
            values = [None if column is None else column[i] for column in strings]
            yield tuple(None if v is None else decode(v, row=row) for v in values)
            row += 1


def _rows_of_arrow(table: Any) -> Iterator[EntryLike]:
    """Yield the rows of a table with columns of lists, numbers and flags."""
    for chunk in optional("pyarrow", "arrow").chunked_array(table).iterchunks():
        for record in chunk.to_pylist():
            yield from _mappings(tuple(record or ()), [tuple((record or {}).values())])
