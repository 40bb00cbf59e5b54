"""Findings in a column of a Spark DataFrame, by ``mapInArrow``.

    import lede.spark
    found = lede.spark.read_table(news, "body", keep=["id"])

The Python of the workers (PYSPARK_PYTHON) needs lede as well. Dictionaries that were opened from a
file travel by path: put the file where all workers see it. Each worker opens it once, and all
workers of a machine share its memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from lede._engines import check_columns, check_table, findings
from lede._reader import Reader


def read_table(
    frame: Any,
    text: str,
    *,
    table: str = "entities",
    keep: Sequence[str] = (),
    reader: Reader | None = None,
) -> Any:
    """Return a DataFrame of findings: the columns `keep`, then the fields of the findings.

    `table` is ``"entities"``, ``"sentences"``, ``"names"`` or ``"changes"``. A null text has no
    findings. A field with the name of a kept column is called ``found_…`` (``found_id``). TypeError
    for a column that is not there.
    """
    check_columns(frame.columns, text, keep)
    check_table(table)
    used = reader or Reader()
    chosen = frame.select(*dict.fromkeys([*keep, text]))

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            rows = pyarrow.Table.from_batches([batch])
            yield from findings(rows, text, table, keep, used).combine_chunks().to_batches()

    empty = to_arrow_schema(chosen.schema).empty_table()
    schema = findings(empty, text, table, keep, used).schema
    return chosen.mapInArrow(work, from_arrow_schema(schema))
