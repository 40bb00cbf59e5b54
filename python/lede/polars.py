"""``pl.col("body").lede``: findings as columns of polars. Importing this module registers it.

    import lede.polars
    frame.with_columns(found=pl.col("body").lede.entities()).explode("found").unnest("found")

Every result has one value a text, null where the text is null, so it fits beside the texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars

from lede._gazetteer import Gazetteer
from lede._normalize import normalize_many
from lede._reader import Reader, _reader
from lede._table import Column


@polars.api.register_expr_namespace("lede")
class ExprNamespace:
    """The namespace ``lede`` of expressions; options are those of `Reader.read_many`."""

    def __init__(self, expr: Any) -> None:
        self._expr = expr

    def entities(self, *, reader: Reader | None = None, **options: Any) -> Any:
        """Return lists of mentions, see :class:`Entity`."""
        used = reader or _reader()
        return self._map(lambda texts: used.read_many(texts, **options).entities.nested())

    def sentences(self, *, reader: Reader | None = None, **options: Any) -> Any:
        """Return lists of sentences, see :class:`Sentence`."""
        used = reader or _reader()
        return self._map(lambda texts: used.sentences_many(texts, **options).nested())

    def names(self, *, reader: Reader | None = None, **options: Any) -> Any:
        """Return lists of names, see :class:`Name`."""
        used = reader or _reader()
        return self._map(lambda texts: used.read_many(texts, **options).names.nested())

    def find(self, gazetteer: Gazetteer, **options: Any) -> Any:
        """Return lists of what a dictionary finds, see :class:`Match`."""
        return self._map(lambda texts: gazetteer.find_many(texts, **options).nested())

    def normalize(self, **options: Any) -> Any:
        """Return clean texts; options are those of `normalize_many`."""
        return self._map(lambda texts: normalize_many(texts, **options))

    def _map(self, work: Callable[[Any], Column]) -> Any:
        kind = polars.Series(work([])).dtype
        return self._expr.map_batches(
            lambda texts: polars.Series(texts.name, work(texts), dtype=kind),
            return_dtype=kind,
            is_elementwise=True,
        )
