"""What the adapters of Spark, Dask and Ray share: a batch of a frame in, its findings out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lede._errors import OptionError
from lede._reader import Reader
from lede._table import optional

TABLES = ("entities", "sentences", "names", "changes")


def check_table(table: str) -> str:
    """Return the name of a table of :class:`Articles`, or say which there are."""
    if table not in TABLES:
        raise OptionError(f"table={table!r} is not possible: choose one of {', '.join(TABLES)}")
    return table


def findings(batch: Any, text: str, table: str, keep: Sequence[str], reader: Reader) -> Any:
    """Return the findings in a ``pyarrow.Table``, with the columns `keep` of the text before each.

    A field that has the name of such a column is called ``found_…``.
    One thread: an engine starts as many workers as it has cores.
    """
    pyarrow = optional("pyarrow", "arrow")
    articles = reader.read_many(batch.column(text), threads=1)
    found = getattr(articles, check_table(table)).to_arrow()
    kept = [batch.column(name).take(found["article"]) for name in keep]
    fields = (f"found_{name}" if name in keep else name for name in found.column_names[1:])
    names = [*keep, *fields]
    return pyarrow.table([*kept, *found.columns[1:]], names=names)


def check_columns(columns: Sequence[str], text: str, keep: Sequence[str]) -> None:
    """Raise TypeError for columns that a frame does not have."""
    for name in (text, *keep):
        if name not in columns:
            raise TypeError(f"there is no column {name}; there are {', '.join(columns)}")
