"""The adapters of pandas, polars and DuckDB: the findings are those of `read_many`."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any

import lede
import pytest

TEXTS = ["Rain in Lima.", None, "Snow in Oslo, said Ama Mensah. Mensah left Lima.", ""]
OWN = lede.Gazetteer([("snow", "WEATHER")])
READER = lede.Reader(gazetteers=[OWN])


def plain(value: Any) -> Any:
    """NaN and NumPy's values as Python has them."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def test_importing_registers_and_nothing_else_does(fresh_python: Callable[..., str]) -> None:
    code = """
import pandas, polars, lede
assert not hasattr(pandas.Series(["a"]), "lede") and not hasattr(polars.col("a"), "lede")
import lede.pandas, lede.polars
assert hasattr(pandas.Series(["a"]), "lede") and hasattr(polars.col("a"), "lede")
"""
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    fresh_python(code)


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    importlib.import_module("lede.pandas")
    frame = pandas.DataFrame({"body": TEXTS, "n": range(4)}, index=list("abcd"))
    found = frame.body.lede.entities(reader=READER)
    expected = READER.read_many(TEXTS).entities.to_dicts()
    rows = [{key: plain(value) for key, value in row.items()} for row in found.to_dict("records")]
    places = ["abcd".index(label) for label in found.index]
    assert [{"article": i, **row} for i, row in zip(places, rows, strict=True)] == expected
    assert list(found.index) == ["abcd"[row["article"]] for row in expected]
    assert list(found.columns) == list(lede.Entity._fields)
    assert len(frame[["n"]].join(found)) == len(expected) + 2  # two texts without any
    assert list(frame.body.lede.sentences().text) == ["Rain in Lima.", *lede.sentences(TEXTS[2])]
    assert list(frame.body.lede.names().name) == ["Lima", "Oslo", "Ama Mensah", "Lima"]
    assert list(frame.body.lede.find(OWN).index) == ["c"]
    clean = pandas.Series(["a  b", None], index=[5, 6]).lede.normalize()
    assert clean[5] == "a b" and pandas.isna(clean[6])
    with pytest.raises(AttributeError, match="n must hold text"):
        frame.n.lede.entities()


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    importlib.import_module("lede.polars")
    frame = polars.DataFrame({"body": TEXTS})
    columns = {
        "entities": polars.col("body").lede.entities(reader=READER),
        "sentences": polars.col("body").lede.sentences(),
        "names": polars.col("body").lede.names(),
        "matches": polars.col("body").lede.find(OWN),
        "clean": polars.col("body").lede.normalize(),
    }
    articles = READER.read_many(TEXTS)
    for found in (frame.with_columns(**columns), frame.lazy().with_columns(**columns).collect()):
        assert found["clean"].to_list() == TEXTS
        assert found["sentences"].null_count() == 1
        assert found["matches"].list.len().to_list() == [0, None, 1, 0]
        rows = found.with_row_index("article").select("article", "entities").explode("entities")
        rows = rows.filter(polars.col("entities").is_not_null()).unnest("entities")
        assert rows.to_dicts() == articles.entities.to_dicts()
    streamed = frame.lazy().select(columns["entities"]).collect(engine="streaming")
    assert streamed["body"].to_list() == articles.entities.nested().to_polars().to_list()


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    functions = importlib.import_module("lede.duckdb")
    connection = duckdb.connect()
    functions.register(connection, reader=READER)
    connection.execute("CREATE TABLE news (id INTEGER, body VARCHAR)")
    connection.executemany("INSERT INTO news VALUES (?, ?)", list(enumerate(TEXTS)))
    rows = connection.sql(
        "SELECT * FROM (SELECT id, unnest(lede_entities(body), recursive := true) FROM news) "
        "ORDER BY id, start"
    ).fetchall()
    assert rows == [tuple(row.values()) for row in READER.read_many(TEXTS).entities.to_dicts()]
    rows = connection.sql(
        "SELECT lede_normalize(body), len(lede_sentences(body)) FROM news"
    ).fetchall()
    assert rows == [(TEXTS[0], 1), (None, None), (TEXTS[2], 2), ("", 0)]
    names = connection.sql("SELECT lede_names(body)[1].name FROM news WHERE id = 0").fetchall()
    assert names == [("Lima",)]
    many = connection.sql(
        "SELECT sum(len(lede_entities(body || range::VARCHAR))) FROM news, range(5000)"
    ).fetchall()
    assert many[0][0] > 5000 * 4
    own = lede.Reader(gazetteers=[lede.Gazetteer([("Zorblax", "PRODUCT")])], tagger=False)
    functions.register(connection, reader=own)  # a cell that is run again
    found = connection.sql("SELECT lede_entities('Zorblax')[1].label").fetchall()
    assert found == [("PRODUCT",)]
    connection.close()
