"""Tables of a batch: the same rows for every library that reads them, and valid by its checks."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator
from typing import Any

import lede
import pytest

pa = pytest.importorskip("pyarrow")

TEXTS = [
    "ACCRA – President Ama Mensah met the Turkish envoy. Mensah smiled.",
    None,
    "“Nous partons, ”said the minister of Côte d&#39;Ivoire. 😀 He left Peru.",
    "",
    "Nothing here.",
]
READER = lede.Reader()
ARTICLES = READER.read_many(TEXTS, batch=2)
TABLES = ["sentences", "entities", "names", "changes"]


def values(articles: lede.Articles, table: str) -> Iterator[dict[str, Any]]:
    """What a table must hold, taken from the articles one by one."""
    for row, article in zip(articles.rows, articles, strict=True):
        for value in getattr(article, table) if article else ():
            found = {"article": row, **value.to_dict()}
            yield {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()}


@pytest.mark.parametrize("name", TABLES)
def test_every_library_sees_the_same_rows(name: str) -> None:
    table = getattr(ARTICLES, name)
    expected = list(values(ARTICLES, name))
    assert expected and len(table) == len(expected)
    assert table.columns == list(expected[0])
    assert table.to_arrow().to_pylist() == expected
    dicts = [
        {k: list(v) if isinstance(v, tuple) else v for k, v in d.items()} for d in table.to_dicts()
    ]
    assert dicts == expected


@pytest.mark.parametrize("name", TABLES)
def test_polars_and_duckdb(name: str) -> None:
    findings = getattr(ARTICLES, name)
    expected = list(values(ARTICLES, name))
    polars = pytest.importorskip("polars")
    assert findings.to_polars().to_dicts() == polars.DataFrame(findings).to_dicts() == expected
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql("SELECT * FROM findings")
    assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == expected


@pytest.mark.parametrize("name", TABLES)
def test_pandas(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = pytest.importorskip("pandas")
    table = getattr(ARTICLES, name)
    quick = table.to_pandas()

    def without_arrow(self: Any) -> Any:
        raise ImportError

    monkeypatch.setattr(lede.Table, "to_arrow", without_arrow)
    plain = table.to_pandas()
    assert list(plain.columns) == list(quick.columns) == table.columns
    for column in table.columns:
        mine, theirs = plain[column], quick[column]
        assert mine.dtype == theirs.dtype or column in ("id", "title", "role", "mentions"), column
        for one, other in zip(mine, theirs, strict=True):
            same = list(one) == list(other) if column == "mentions" else one == other
            assert same or (pandas.isna(one) and pandas.isna(other))


@pytest.mark.parametrize("name", TABLES)
def test_exports_are_valid(name: str) -> None:
    table = getattr(ARTICLES, name)
    for _ in range(2):  # it may be exported again and again
        pa.table(table).validate(full=True)
        pa.record_batch(table).validate(full=True)
        pa.RecordBatchReader.from_stream(table).read_all().validate(full=True)
        pa.array(table.nested()).validate(full=True)
        pa.chunked_array(table.nested()).validate(full=True)
    nanoarrow = pytest.importorskip("nanoarrow")
    for thing in (table, table.nested()):
        for array in nanoarrow.ArrayStream(thing):
            nanoarrow.c_array(array).view()
        assert len(nanoarrow.Array(thing)) == len(thing)
    for type_ in pa.table(table).schema.types:
        assert type_ in (pa.int64(), pa.int32(), pa.string(), pa.float64(), pa.bool_()) or (
            isinstance(type_, pa.ListType)
        )


@pytest.mark.parametrize("name", TABLES)
def test_the_nested_form_fits_beside_the_texts(name: str) -> None:
    nested = getattr(ARTICLES, name).nested()
    assert len(nested) == len(TEXTS)
    lists = pa.array(nested).to_pylist()
    assert lists == nested.to_arrow().to_pylist() == nested.to_polars().to_list()
    flat = [
        {"article": row, **value}
        for row, found in enumerate(lists)
        for value in (found if found is not None else ())
    ]
    assert flat == list(values(ARTICLES, name))
    assert [found is None for found in lists] == [text is None for text in TEXTS]


def test_requested_types_are_left_to_the_consumer() -> None:
    nested = ARTICLES.sentences.nested()
    wanted = pa.large_list(pa.array(nested).type.value_type)
    schema, _ = nested.__arrow_c_array__(wanted.__arrow_c_schema__())
    assert pa.DataType._import_from_c_capsule(schema) == pa.array(nested).type
    with pytest.raises(ValueError, match="another number of columns"):
        ARTICLES.sentences.__arrow_c_stream__(pa.schema({"a": pa.string()}).__arrow_c_schema__())


def test_exports_outlive_what_they_come_from() -> None:
    table = READER.read_many(["Rain in Lima."] * 300).entities.to_arrow()
    array = pa.array(READER.read_many(["Rain in Lima."] * 300).entities.nested())
    assert table["text"].to_pylist() == ["Lima"] * 300
    assert array[299][0]["text"].as_py() == "Lima"


def test_metadata_has_versions() -> None:
    schema = pa.schema(ARTICLES.entities)
    assert json.loads(schema.metadata[b"lede.versions"]) == lede.versions()
    assert schema.metadata[b"lede.offsets"] == b"code points"
    assert pa.table(ARTICLES.entities).schema.metadata == schema.metadata


def test_large_streams_come_in_several_arrays() -> None:
    text = "Rain in Lima and Oslo. " * 20000
    articles = READER.read_many([text] * 100)
    table = articles.sentences.to_arrow()
    assert table.column(0).num_chunks > 1
    assert table.num_rows == 100 * 20000
    table.validate(full=True)


def test_tables_of_a_slice() -> None:
    for chosen in (
        slice(1, 4),
        slice(None, None, 2),
        slice(-1, None),
        slice(3, 1),
        slice(None, None, -1),
    ):
        part = ARTICLES[chosen]
        assert list(part) == list(ARTICLES)[chosen]
        assert part.rows == tuple(range(len(TEXTS)))[chosen]
        assert part.entities.to_arrow().to_pylist() == list(values(part, "entities"))
        assert len(part.entities.nested()) == len(part)


def test_errors_in_tables() -> None:
    texts = ["Rain in Lima.", b"\xff", None, "Snow in Oslo."]
    nulls = READER.read_many(texts, errors="null")
    assert pa.array(nulls.entities.nested()).is_null().to_pylist() == [False, True, True, False]
    skipped = READER.read_many(texts, errors="skip")
    assert pa.array(skipped.entities.nested()).is_null().to_pylist() == [False, True, False]
    for articles in (nulls, skipped):
        assert articles.entities.to_arrow()["article"].to_pylist() == [0, 3]
        assert [bad.row for bad in articles.entities.errors] == [1]
    assert [rows and len(rows) for rows in nulls.entities.by_text()] == [1, None, None, 1]


def test_other_works_give_tables_too() -> None:
    own = lede.Gazetteer([("Peru", "LAND", "p"), ("Peru", "PLACE")])
    found = own.find_many(TEXTS)
    pa.table(found).validate(full=True)
    expected = [own.find(text) if text is not None else None for text in TEXTS]
    assert list(found.by_text()) == expected
    deep = lede.Gazetteer(["São Tomé", ("São Tomé", "PORT"), "São Tomé Bank", "Tomé", "Bank"])
    texts = ["É São Tomé Bank, São Tomé. " * 3, "文 Tomé Bank"]
    for policy in ("longest", "label", "all"):
        assert list(deep.find_many(texts, policy=policy).by_text()) == [
            deep.find(text, policy=policy) for text in texts
        ]
    sentences = lede.sentences_many(TEXTS)
    assert sentences == ARTICLES.sentences
    assert sentences != lede.sentences_many(TEXTS[:1])
    clean = lede.normalize_many(TEXTS)
    assert list(clean) == [text if text is None else lede.normalize(text) for text in TEXTS]
    assert next(iter(clean)) is TEXTS[0]
    array = pa.array(clean)
    array.validate(full=True)
    assert array.to_pylist() == list(clean) and array.type == pa.string()
    changes = [
        (row, *change)
        for row, text in enumerate(TEXTS)
        for change in (lede.normalize(text, changes=True).changes if text else ())
    ]
    assert [(row, *change) for row, change in clean.changes.rows()] == changes
    assert clean.changes == ARTICLES.changes


def test_reasons_of_a_table_name_the_form() -> None:
    text = "ﬁve &amp; e\u0301"
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        many = lede.normalize_many([text], form=form, steps=("entities",))
        assert tuple(c for _, c in many.changes.rows()) == (
            lede.normalize(text, form=form, steps=("entities",), changes=True).changes
        )


def test_dates_go_with_the_articles() -> None:
    pandas = pytest.importorskip("pandas")
    day = datetime.date(2020, 2, 7)
    for dates in (
        [day, None, "2020-02-08", None, None],
        pandas.to_datetime(pandas.Series([day, None, "2020-02-08", None, None])),
        pa.array([day, None, datetime.date(2020, 2, 8), None, None]),
    ):
        articles = READER.read_many(TEXTS, dates=dates, batch=2)
        assert [a and a.date for a in articles] == [
            day,
            None,
            datetime.date(2020, 2, 8),
            None,
            None,
        ]
    with pytest.raises(lede.OptionError, match="none for row 1"):
        READER.read_many(TEXTS, dates=[day])
    with pytest.raises(lede.OptionError, match="'7 Feb' in row 1"):
        READER.read_many(TEXTS, dates=[day, "7 Feb", None, None, None])


def test_dates_may_be_a_column_of_whatever_holds_the_texts() -> None:
    rows = [{"body": text, "when": f"2024-05-{i + 1:02}"} for i, text in enumerate(TEXTS)]
    wanted = [datetime.date(2024, 5, i + 1) for i in range(len(TEXTS))]
    table = pa.Table.from_pylist(rows)
    holders = {
        "rows": rows,
        "an iterator of rows": iter(rows),
        "a table": table,
        "a batch": table.to_batches()[0],
        "polars": pytest.importorskip("polars").from_arrow(table),
        "pandas": table.to_pandas(),
    }
    for name, holder in holders.items():
        articles = READER.read_many(holder, text="body", dates="when", batch=2)
        dates = [articles._dates[row] for row in articles.rows]
        assert dates == wanted, name
    for holder in (table, table.to_pandas(), holders["polars"]):
        with pytest.raises(TypeError, match=r"no column date; there are body, when"):
            READER.read_many(holder, text="body", dates="date")
    with pytest.raises(TypeError, match=r"row 0 has no field 'date'"):
        READER.read_many(iter(rows), text="body", dates="date")
    relation = pytest.importorskip("duckdb").from_arrow(table)
    for once in (relation, table.to_reader()):
        with pytest.raises(TypeError, match=r"make it a table first: pyarrow\.table\(texts\)"):
            READER.read_many(once, text="body", dates="when")
    with pytest.raises(TypeError, match="no table"):
        READER.read_many(iter("ab"), dates="when")


def test_as_many_dates_as_texts() -> None:
    day = datetime.date(2024, 5, 1)
    with pytest.raises(lede.OptionError, match="more dates than texts: 5 texts"):
        READER.read_many(TEXTS, dates=[day] * 6)
    endless = itertools.repeat(day)
    assert READER.read_many(TEXTS, dates=endless)[0].date == day


@pytest.mark.parametrize(
    "stamp",
    ["2024-05-01", "2024-05-01T23:30:00Z", "2024-05-01 23:30:00+02:00", "2024-05-01T23:30:00.250"],
)
def test_time_stamps_are_dates(stamp: str) -> None:
    assert lede.read("Rain.", date=stamp).date == datetime.date(2024, 5, 1)


def test_what_is_no_time_stamp() -> None:
    for wrong in ("2024-05-01T25:00", "2024-05-32T10:00:00Z", "2024-05-01x", "1714557600"):
        with pytest.raises(lede.OptionError, match="is no date"):
            lede.read("Rain.", date=wrong)


def test_a_table_shows_itself() -> None:
    own = lede.Gazetteer([{"name": "Peru", "lists_as": "<b>Peru</b>"}])
    table = own.find_many(["Peru. " * 20])
    assert "20 rows" in repr(table) and "article, start, end" in repr(table)
    view = table._repr_html_()
    assert view.count("&lt;b&gt;") == 10 and "<b>" not in view and "20 rows" in view


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(ImportError, match=r"pip install 'lede\[polars\]'"):
        ARTICLES.entities.to_polars()
