"""The dates that go with texts: a collection of their own, or a column beside the texts."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sized
from typing import Any

from lede._errors import OptionError
from lede._inputs import field
from lede._options import is_missing


def pick_dates(texts: Any, dates: Any) -> tuple[Any, Any]:
    """Return `texts` and the dates that go with them: a collection, or a column of the same table.

    An iterator of records is read once, for both.
    """
    if not isinstance(dates, str):
        if dates is not None and not isinstance(dates, Iterable):
            kind = type(dates).__name__
            raise TypeError(f"dates must be dates or the name of their column, not {kind}")
        return texts, dates
    names = _column_names(texts)
    if names is not None and hasattr(texts, "__getitem__"):
        if dates not in names:
            raise TypeError(f"there is no column {dates}; there are {', '.join(map(str, names))}")
        return texts, texts[dates]
    if hasattr(texts, "__arrow_c_stream__") or hasattr(texts, "__arrow_c_array__"):
        raise TypeError(
            f"dates names a column of a {type(texts).__name__}, which gives its rows only once: "
            "make it a table first: pyarrow.table(texts)"
        )
    if not isinstance(texts, Iterable):
        return texts, None  # which nothing can be read from either
    texts, records = itertools.tee(texts) if isinstance(texts, Iterator) else (texts, texts)
    return texts, (_date_of(record, dates, row) for row, record in enumerate(records))


def _column_names(table: Any) -> list[Any] | None:
    """Return the names of the columns of a data frame or an Arrow table; None for all else."""
    library = type(table).__module__.split(".")[0]
    if library in ("pandas", "polars") and hasattr(table, "columns"):
        return list(table.columns)
    if library == "pyarrow" and hasattr(table, "column"):
        return list(table.schema.names)
    return None


def _date_of(record: Any, column: str, row: int) -> Any:
    if isinstance(record, (str, bytes)):
        raise TypeError("dates names a column, but the texts are no table: give the dates")
    return field(record, column, row)


def next_dates(dates: Iterator[Any], count: int, row: int) -> list[datetime.date | None]:
    """Take the dates of the next texts."""
    taken = [to_date(date, row=row + i) for i, date in enumerate(itertools.islice(dates, count))]
    if len(taken) < count:
        raise OptionError(f"there are fewer dates than texts: none for row {row + len(taken)}")
    return taken


def check_all_taken(dates: Any, count: int) -> None:
    """Raise OptionError when a collection has more dates than there were texts."""
    if isinstance(dates, Sized) and len(dates) > count:
        raise OptionError(f"there are more dates than texts: {count} texts, {len(dates)} dates")


def to_date(date: Any, *, row: int | None = None) -> datetime.date | None:
    """Return a date from a date, a time stamp or an ISO string; None for a missing value.

    A time stamp gives the date that it has in its own time zone.
    """
    date = date.as_py() if hasattr(date, "as_py") else date
    if is_missing(date):
        return None
    if isinstance(date, datetime.datetime):
        return date.date()
    if isinstance(date, datetime.date):
        return date
    if hasattr(date, "astype"):  # NumPy's datetime64
        return to_date(date.astype("datetime64[D]").item(), row=row)
    where = "" if row is None else f" in row {row}"
    if not isinstance(date, str):
        raise TypeError(f"date must be a date or an ISO string, not {type(date).__name__}{where}")
    try:
        return _from_iso(date)
    except ValueError:
        raise OptionError(f'date={date!r}{where} is no date: write it like "2020-02-07"') from None


def _from_iso(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        # Python 3.10 does not know the Z.
        stamp = text[:-1] + "+00:00" if text.endswith("Z") else text
        return datetime.datetime.fromisoformat(stamp).date()
