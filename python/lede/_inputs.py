"""From whatever holds texts to pieces that the core can read.

Lists and iterators become tuples of strings; whatever speaks the Arrow interface (pyarrow, polars,
DuckDB, pandas 3 …) is read where its buffers lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from lede import _core
from lede._errors import Error
from lede._options import decode, is_missing

#: Texts between two looks at Ctrl-C, by default.
BATCH = 256
#: Code points after which a batch of strings is full before that.
BATCH_CHARS = 1 << 24

# The core refuses larger texts too; here the row is known (LEDE_TEXT_MAX / 3, text/normalize.h).
LARGEST = (2**31 - 1) // 3

# What their frames are read with, by package: they hold no texts themselves.
ENGINES = {
    "polars": ": collect() it first, or use lede.polars in it",
    "pyspark": ": use lede.spark.read_table",
    "dask": ": use lede.dask.read_table",
    "ray": ": use lede.ray.read_table",
}


class Piece(NamedTuple):
    """Texts ``start`` to ``stop`` of a source; the first of them is row ``row`` of the input.

    ``bad`` has the rows that are no text, with the reason; they are None in the source.
    """

    source: tuple[str | None, ...] | _core.Strings
    start: int
    stop: int
    row: int
    bad: tuple[tuple[int, str], ...] = ()


def pieces(texts: Any, column: str | None, size: int, errors: str) -> Iterator[Piece]:
    """Cut `texts` into pieces of at most `size` texts, in order and as they come."""
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts must be a collection of texts, not one text: put it into a list")
    if isinstance(texts, Mapping):
        raise TypeError("texts is one mapping: give its values(), or a list with it in it")
    texts, column = _pandas_column(texts, column)
    stream = arrow_columns(texts, (column,), 1)
    if stream is not None:
        return _arrow_pieces((strings for (strings,) in stream if strings is not None), size)
    if not isinstance(texts, Iterable):
        hint = ENGINES.get(type(texts).__module__.split(".")[0], "")
        raise TypeError(f"texts must be a collection of texts, not {type(texts).__name__}{hint}")
    if column is not None:
        texts = (field(record, column, row) for row, record in enumerate(texts))
    return _string_pieces(texts, size, errors)


def arrow_columns(
    table: Any, names: tuple[str | None, ...], required: int
) -> _core.ArrowColumns | None:
    """Return the named columns of `table` piece by piece; None if it does not speak Arrow.

    The name None stands for the only column. All but the first `required` may be missing and are
    then None. TypeError for a column that is missing or no text; :class:`Error` for buffers that
    contradict each other.
    """
    validate(table)
    if hasattr(table, "__arrow_c_stream__"):
        return _core.arrow_columns(table.__arrow_c_stream__(), None, names, required)
    if hasattr(table, "__arrow_c_array__"):
        schema, array = table.__arrow_c_array__()
        return _core.arrow_columns(array, schema, names, required)
    return None


def validate(table: Any) -> None:
    """Let pyarrow check the sizes of its buffers, which its interface does not hand on."""
    if type(table).__module__.split(".")[0] == "pyarrow" and hasattr(table, "validate"):
        try:
            table.validate()
        except ValueError as error:
            raise Error(f"the Arrow column is damaged: {error}") from None


def _pandas_column(texts: Any, column: str | None) -> tuple[Any, str | None]:
    """Return a column of pandas as what it holds: an Arrow array if it is one, else its values."""
    if type(texts).__module__.split(".")[0] != "pandas":
        return texts, column
    if hasattr(texts, "columns"):
        if column is None:
            names = ", ".join(map(str, texts.columns))
            raise TypeError(
                f"this is a table with the columns {names}: name the one that holds the text"
            )
        if column not in texts.columns:
            names = ", ".join(map(str, texts.columns))
            raise TypeError(f"there is no column {column}; there are {names}")
        texts = texts[column]
    values = getattr(texts, "array", texts)
    if texts.dtype != object and hasattr(values, "__arrow_array__"):
        return values.__arrow_array__(), None
    if getattr(texts.dtype, "kind", "O") != "O":
        raise TypeError(f"the column {texts.name} must hold text; its type is {texts.dtype}")
    return values, None


def _arrow_pieces(chunks: Iterable[_core.Strings], size: int) -> Iterator[Piece]:
    row = 0
    for strings in chunks:
        for start in range(0, len(strings), size):
            stop = min(start + size, len(strings))
            yield Piece(strings, start, stop, row + start)
        row += len(strings)


def field(record: Any, column: str, row: int) -> Any:
    """Return a field of a record, or raise TypeError with the row."""
    try:
        return record[column]
    except (KeyError, TypeError, IndexError):
        raise TypeError(f"row {row} has no field {column!r}") from None


def _string_pieces(texts: Iterable[Any], size: int, errors: str) -> Iterator[Piece]:
    batch: list[str | None] = []
    bad: list[tuple[int, str]] = []
    row = chars = 0
    for number, text in enumerate(texts):
        string, why = _string(text, number, errors)
        if why is not None:
            bad.append((number, why))
        batch.append(string)
        chars += len(string or "")
        if len(batch) >= size or chars >= BATCH_CHARS:
            yield Piece(tuple(batch), 0, len(batch), row, tuple(bad))
            row += len(batch)
            batch, bad, chars = [], [], 0
    if batch:
        yield Piece(tuple(batch), 0, len(batch), row, tuple(bad))


def _string(text: Any, row: int, errors: str) -> tuple[str | None, str | None]:
    """Return the text as a string, or why there is none; a missing value is no fault."""
    if type(text) is str and len(text) <= LARGEST // 4:
        return text, None
    if is_missing(text):
        return None, None
    text = text.as_py() if hasattr(text, "as_py") else text  # a scalar of pyarrow
    try:
        return (None if text is None else checked(decode(text, row=row, errors=errors), row)), None
    except (TypeError, ValueError) as error:
        if errors in ("raise", "replace"):
            raise
        return None, str(error)


def checked(text: str, row: int) -> str:
    """Return `text`, or raise :class:`SizeError` with its row."""
    if len(text) > LARGEST // 4 and len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise too_large(row)
    return text


def too_large(row: int) -> _core.SizeError:
    """Return the error for a text that is too large."""
    return _core.SizeError(f"the text in row {row} is larger than {LARGEST} bytes; split it")
