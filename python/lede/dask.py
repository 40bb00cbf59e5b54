"""Findings in a column of a Dask DataFrame, by ``map_partitions``.

    import lede.dask
    found = lede.dask.read_table(news, "body", keep=["id"])

The core works without the GIL, so Dask's threads do; a partition is read by one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow

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
    """Return a Dask DataFrame of findings: the columns `keep`, then the fields of the findings.

    Options are those of `lede.spark.read_table`. Each row has the index of its text.
    """
    check_columns(list(frame.columns), text, keep)
    check_table(table)
    used = reader or Reader()
    chosen = frame[list(dict.fromkeys([*keep, text]))]
    return chosen.map_partitions(
        _work, text, table, list(keep), used, meta=_work(chosen._meta, text, table, keep, used)
    )


def _work(part: Any, text: str, table: str, keep: Sequence[str], reader: Reader) -> Any:
    kept = pyarrow.table({name: pyarrow.Array.from_pandas(part[name]) for name in keep})
    texts = pyarrow.array(part[text], type=pyarrow.string(), from_pandas=True)
    places = pyarrow.array(range(len(part)))
    name = "__place__"
    rows = kept.append_column(text, texts) if text not in keep else kept
    rows = rows.append_column(name, places)
    found = findings(rows, text, table, [*keep, name], reader).to_pandas()
    found.index = part.index.take(found.pop(name).to_numpy())
    return found
