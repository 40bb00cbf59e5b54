"""Functions of lede in SQL.

    import lede.duckdb
    lede.duckdb.register(connection)
    connection.sql("SELECT id, unnest(lede_entities(body), recursive := true) FROM news")

The functions take VARCHAR and give lists of structs, or VARCHAR; NULL gives NULL.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow

from lede._normalize import normalize_many
from lede._reader import Reader, _reader
from lede._table import Column


def register(
    connection: Any = None, *, reader: Reader | None = None, prefix: str = "lede_"
) -> None:
    """Add lede_entities, lede_sentences, lede_names and lede_normalize to a connection.

    `connection` is by default that of the module duckdb. Functions that an earlier call registered
    under the same `prefix` are replaced; another prefix keeps several readers beside each other.

    ``entities``, ``sentences`` and ``names`` give lists of structs with the fields of
    :class:`Entity`, :class:`Sentence` and :class:`Name`; ``normalize`` gives the clean text.
    """
    connection = connection or duckdb.default_connection()
    used = reader or _reader()
    works: dict[str, Callable[[Any], Column]] = {
        "entities": lambda texts: used.read_many(texts).entities.nested(),
        "sentences": lambda texts: used.sentences_many(texts).nested(),
        "names": lambda texts: used.read_many(texts).names.nested(),
        "normalize": normalize_many,
    }
    for name, work in works.items():
        with contextlib.suppress(duckdb.InvalidInputException):  # there is none yet
            connection.remove_function(prefix + name)
        connection.create_function(
            prefix + name,
            _function(work),
            ["VARCHAR"],
            _sql_type(connection, pyarrow.array(work([])).type),
            type="arrow",
            null_handling="special",
        )


def _function(work: Callable[[Any], Column]) -> Callable[[Any], Any]:
    """Return a function of one argument, as DuckDB counts them."""
    return lambda texts: pyarrow.array(work(texts))


def _sql_type(connection: Any, kind: Any) -> Any:
    """Return the type of SQL for one of Arrow."""
    if pyarrow.types.is_list(kind):
        return connection.list_type(_sql_type(connection, kind.value_type))
    if pyarrow.types.is_struct(kind):
        fields = {field.name: _sql_type(connection, field.type) for field in kind}
        return connection.struct_type(fields)
    names = {
        pyarrow.string(): "VARCHAR",
        pyarrow.int32(): "INTEGER",
        pyarrow.float64(): "DOUBLE",
        pyarrow.bool_(): "BOOLEAN",
    }
    return connection.type(names[kind])
