"""Findings in a column of a Ray Dataset, by ``map_batches``.

import lede.ray
found = lede.ray.read_table(news, "body", keep=["id"])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lede._engines import check_table, findings
from lede._reader import Reader


def read_table(
    dataset: Any,
    text: str,
    *,
    table: str = "entities",
    keep: Sequence[str] = (),
    reader: Reader | None = None,
    **options: Any,
) -> Any:
    """Return a Dataset of findings: the columns `keep`, then the fields of the findings.

    `table`, `keep` and `reader` are those of `lede.spark.read_table`; other options go to
    ``map_batches``.
    """
    check_table(table)
    used = reader or Reader()

    def work(batch: Any) -> Any:
        return findings(batch, text, table, keep, used)

    return dataset.map_batches(work, batch_format="pyarrow", **options)
