"""``series.lede``: findings in a column of pandas. Importing this module registers it.

    import lede.pandas
    frame.body.lede.entities()

The rows of a result have the index of the text that they come from, so that ``frame.join`` puts
them beside it.
"""

from __future__ import annotations

from typing import Any

import pandas

from lede._article import Articles
from lede._gazetteer import Gazetteer
from lede._inputs import pieces
from lede._normalize import normalize_many
from lede._reader import Reader, _reader
from lede._table import Table


@pandas.api.extensions.register_series_accessor("lede")
class SeriesAccessor:
    """The namespace ``lede`` of a Series of texts; options are those of `Reader.read_many`."""

    def __init__(self, series: Any) -> None:
        try:
            next(pieces(series, None, 1, "null"), None)
        except TypeError as error:
            raise AttributeError(f"lede reads columns of text: {error}") from None
        self._series = series

    def read(self, *, reader: Reader | None = None, **options: Any) -> Articles:
        """Return the articles."""
        return (reader or _reader()).read_many(self._series, **options)

    def entities(self, *, reader: Reader | None = None, **options: Any) -> Any:
        """Return a DataFrame of mentions, see :class:`Entity`."""
        return self._frame(self.read(reader=reader, **options).entities)

    def sentences(self, *, reader: Reader | None = None, **options: Any) -> Any:
        """Return a DataFrame of sentences, see :class:`Sentence`."""
        return self._frame((reader or _reader()).sentences_many(self._series, **options))

    def names(self, *, reader: Reader | None = None, **options: Any) -> Any:
        """Return a DataFrame of names, one row for each name of each text, see :class:`Name`."""
        return self._frame(self.read(reader=reader, **options).names)

    def find(self, gazetteer: Gazetteer, **options: Any) -> Any:
        """Return a DataFrame of what a dictionary finds, see :class:`Match`."""
        return self._frame(gazetteer.find_many(self._series, **options))

    def normalize(self, **options: Any) -> Any:
        """Return a Series of clean texts; options are those of `normalize_many`."""
        return pandas.Series(
            list(normalize_many(self._series, **options)),
            index=self._series.index,
            name=self._series.name,
            dtype=self._series.dtype,
        )

    def _frame(self, table: Table[Any]) -> Any:
        frame = table.to_pandas()
        frame.index = self._series.index.take(frame.pop("article").to_numpy())
        return frame
