"""Tables and columns of a batch: views over the columns of the core that data frames understand."""

from __future__ import annotations

import functools
import importlib
import itertools
import json
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from lede import _core
from lede._batch_html import table_html
from lede._batches import BadRow, Part
from lede._types import Match

# lede_frame_kind and lede_export_form in csrc/engine.
SENTENCES, ENTITIES, NAMES, CHANGES, MATCHES, CLEAN = range(6)
LONG, NESTED, SINGLE = range(3)

ROWS_SHOWN = 10

Row = TypeVar("Row", bound="tuple[Any, ...] | Match")  # Sentence, Entity, Name, Change or Match


class Column:
    """A column with one value a text, null where there is no text.

    It speaks the Arrow interface: ``pyarrow.array(column)``, ``polars.Series(column)``.
    """

    __slots__ = ("__weakref__", "_form", "_kind", "_parts", "errors")

    def __init__(
        self, kind: int, form: int, parts: Sequence[Part], errors: Sequence[BadRow] = ()
    ) -> None:
        self._kind = kind
        self._form = form
        self._parts = tuple(parts)
        self.errors = tuple(errors)

    def __len__(self) -> int:
        return sum(part.stop - part.start for part in self._parts)

    def __arrow_c_schema__(self) -> object:
        """Return the type of the column; Arrow PyCapsule interface."""
        return _core.arrow_schema((), self._kind, self._form, metadata())

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Return the whole column as one array; :class:`SizeError` when it is too large for one."""
        if requested_schema is not None:
            _core.arrow_check(requested_schema, self._kind, self._form)
        return _core.arrow_array(self._parts, self._kind, self._form, metadata())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the column as a stream of arrays."""
        if requested_schema is not None:
            _core.arrow_check(requested_schema, self._kind, self._form)
        return _core.arrow_stream(self._parts, self._kind, self._form, metadata())

    def to_arrow(self) -> Any:
        """Return a ``pyarrow.ChunkedArray``."""
        return optional("pyarrow", "arrow").chunked_array(self)

    def to_polars(self) -> Any:
        """Return a ``polars.Series``."""
        return optional("polars", "polars").Series(self)

    def __copy__(self) -> Column:
        return self

    def __deepcopy__(self, memo: object) -> Column:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a Column of lede cannot be pickled: send its to_arrow() or to_polars()")

    def __repr__(self) -> str:
        return f"<Column of {len(self)} texts>"


class Table(Generic[Row]):
    """Findings in many texts, one row each, in the order of the texts.

    The column ``article`` is the position of the text in the input, counted from 0; the others are
    the fields of the rows (:class:`Entity`, :class:`Sentence` …), offsets in code points. The table
    speaks the Arrow interface, so ``pyarrow.table(table)``, ``polars.DataFrame(table)``,
    ``duckdb.sql("FROM table")`` and their like read it as it is.
    """

    __slots__ = ("__weakref__", "_kind", "_make", "_parts", "errors")

    def __init__(
        self,
        kind: int,
        make: Callable[[Iterable[Any]], Row],
        parts: Sequence[Part],
        errors: Sequence[BadRow] = (),
    ) -> None:
        self._kind = kind
        self._make = make
        self._parts = tuple(parts)
        self.errors = tuple(errors)

    def __len__(self) -> int:
        return sum(part.core.row_count(self._kind, part.start, part.stop) for part in self._parts)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return ["article", *_core.fields(self._kind)]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield each row with the position of its text in the input."""
        for core, row, start, stop in self._parts:
            for i in range(start, stop):
                if core.row_count(self._kind, i, i + 1):
                    for values in core.rows(self._kind, i):
                        yield row + i, self._make(values)

    def by_text(self) -> Iterator[list[Row] | None]:
        """Yield the rows of each text as a list; None for a text that is missing or bad."""
        for core, _, start, stop in self._parts:
            for i in range(start, stop):
                rows = None if core.is_missing(i) else core.rows(self._kind, i)
                yield None if rows is None else list(map(self._make, rows))

    def nested(self) -> Column:
        """Return a column of lists, one a text, that fits beside the column of texts."""
        return Column(self._kind, NESTED, self._parts, self.errors)

    def __arrow_c_schema__(self) -> object:
        """Return the types of the columns; Arrow PyCapsule interface."""
        return _core.arrow_schema((), self._kind, LONG, metadata())

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Return the whole table as one array of structs; :class:`SizeError` if it is too large."""
        if requested_schema is not None:
            _core.arrow_check(requested_schema, self._kind, LONG)
        return _core.arrow_array(self._parts, self._kind, LONG, metadata())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table as a stream of arrays of structs."""
        if requested_schema is not None:
            _core.arrow_check(requested_schema, self._kind, LONG)
        return _core.arrow_stream(self._parts, self._kind, LONG, metadata())

    def to_arrow(self) -> Any:
        """Return a ``pyarrow.Table``; its metadata has the versions that decided the result."""
        return optional("pyarrow", "arrow").table(self)

    def to_polars(self) -> Any:
        """Return a ``polars.DataFrame``."""
        return optional("polars", "polars").DataFrame(self)

    def to_pandas(self) -> Any:
        """Return a ``pandas.DataFrame``; quicker where pyarrow is installed."""
        pandas = optional("pandas", "pandas")
        try:
            return self.to_arrow().to_pandas()
        except ImportError:
            pass
        rows = [(row, *values) for row, values in self.rows()]
        frame = pandas.DataFrame(rows, columns=self.columns)
        numbers = [name for name in ("start", "end", "sentence", "count") if name in self.columns]
        return frame.astype(dict.fromkeys(numbers, "int32") | {"article": "int64"})

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a list of dicts, one a row."""
        names = self.columns
        found: list[dict[str, Any]] = []
        for row, values in self.rows():
            found.append(dict(zip(names, (row, *values), strict=True)))
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self._kind == other._kind and list(self.rows()) == list(other.rows())

    __hash__ = None  # type: ignore[assignment]  # compared by content, which may be large

    def __copy__(self) -> Table[Row]:
        return self

    def __deepcopy__(self, memo: object) -> Table[Row]:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            "a Table of lede cannot be pickled: send its to_arrow(), to_pandas() or to_polars()"
        )

    def __repr__(self) -> str:
        return f"<Table of {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        shown = itertools.islice(self.rows(), ROWS_SHOWN)
        return table_html(self.columns, [(row, *values) for row, values in shown], len(self))


@functools.cache
def metadata() -> bytes:
    """Return the metadata of a schema: versions and the unit of offsets, as Arrow encodes them."""
    from lede._reader import versions

    pairs = {"lede.versions": json.dumps(versions()), "lede.offsets": "code points"}
    encoded = [text.encode() for pair in pairs.items() for text in pair]
    parts = [struct.pack("=i", len(text)) + text for text in encoded]
    return struct.pack("=i", len(pairs)) + b"".join(parts)


def optional(module: str, extra: str) -> Any:
    """Import a library that lede can do without, or say how to install it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"this needs {module}: pip install 'lede[{extra}]'") from error
