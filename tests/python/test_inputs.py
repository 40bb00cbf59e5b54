"""Whatever holds texts: the result is that of a list, and what is wrong is named."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Callable
from typing import Any

import lede
import pytest

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")
pd = pytest.importorskip("pandas")
duckdb = pytest.importorskip("duckdb")

TEXTS = [
    "Rain in Lima.",
    None,
    "“Nous partons, ”said the minister of Côte d&#39;Ivoire. 😀",
    "",
    "Rain in Lima.",
    "A longer text than twelve bytes, from Oslo to Peru.",
]
READER = lede.Reader()
EXPECTED = READER.read_many(TEXTS)


class OnlyArray:
    """Speaks the array half of the interface alone."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object | None = None) -> Any:
        return self._array.__arrow_c_array__(requested_schema)


def sliced(array: Any) -> Any:
    """The same texts with others around them in the buffers."""
    return pa.concat_arrays([array[1:3], array, array[:1]])[2 : 2 + len(array)]


def tables() -> dict[str, Any]:
    table = pa.table({"n": range(len(TEXTS)), "body": TEXTS})
    return {
        "pyarrow table": table,
        "polars frame": pl.DataFrame({"n": range(len(TEXTS)), "body": TEXTS}),
        "pandas frame": pd.DataFrame({"n": range(len(TEXTS)), "body": TEXTS}),
        "duckdb relation": duckdb.from_arrow(table),
        "record batches": pa.RecordBatchReader.from_batches(table.schema, table.to_batches()),
        "dicts": [{"n": n, "body": text} for n, text in enumerate(TEXTS)],
    }


def columns() -> dict[str, Any]:
    string = pa.array(TEXTS)
    return {
        "list": TEXTS,
        "tuple": tuple(TEXTS),
        "iterator": iter(TEXTS),
        "bytes": [text if text is None else text.encode() for text in TEXTS],
        "numpy": pd.Series(TEXTS, dtype=object).to_numpy(),
        "string": string,
        "large_string": string.cast(pa.large_string()),
        "string_view": pa.array(TEXTS, pa.string_view()),
        "binary": string.cast(pa.binary()),
        "large_binary": string.cast(pa.large_binary()),
        "dictionary": string.dictionary_encode(),
        "dictionary of large": string.cast(pa.large_string()).dictionary_encode(),
        "sliced string": sliced(string),
        "sliced dictionary": sliced(string).dictionary_encode()[0:],
        "chunked": pa.chunked_array([TEXTS[:1], [], TEXTS[1:]]),
        "scalars": list(string),
        "array alone": OnlyArray(string),
        "struct": pa.table({"body": TEXTS}),
        "polars series": pl.Series(TEXTS),
        "polars categorical": pl.Series(TEXTS, dtype=pl.Categorical),
        "pandas object": pd.Series(TEXTS, dtype=object, index=range(7, 13)),
        "pandas string": pd.Series(TEXTS, dtype="string"),
        "pandas arrow": pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.string())),
        "pandas category": pd.Series(TEXTS, dtype="category"),
        "pandas with NaN": pd.Series(
            [float("nan") if t is None else t for t in TEXTS], dtype=object
        ),
        "pandas with NA": pd.Series([pd.NA if t is None else t for t in TEXTS], dtype=object),
        "duckdb column": duckdb.from_arrow(pa.table({"body": TEXTS})).select("body"),
    }


@pytest.mark.parametrize("kind", columns())
def test_any_column(kind: str) -> None:
    found = READER.read_many(columns()[kind], batch=4, threads=2)
    assert found == EXPECTED
    assert found.entities == EXPECTED.entities


@pytest.mark.parametrize("kind", tables())
def test_a_column_of_a_table(kind: str) -> None:
    assert READER.read_many(tables()[kind], text="body") == EXPECTED
    with pytest.raises(TypeError, match="body|bode"):  # noqa: RUF043
        READER.read_many(tables()[kind], text="bode")
    if kind != "dicts":
        with pytest.raises(TypeError, match="columns n, body"):
            READER.read_many(tables()[kind])
        with pytest.raises(TypeError, match="column n must hold text; its type is int64"):
            READER.read_many(tables()[kind], text="n")


def test_all_works_take_all_inputs() -> None:
    own = lede.Gazetteer(["Lima"])
    for make in (lambda: pl.Series(TEXTS), lambda: iter(TEXTS), lambda: pa.array(TEXTS)):
        assert list(lede.normalize_many(make())) == list(lede.normalize_many(TEXTS))
        assert lede.sentences_many(make()) == EXPECTED.sentences
        assert own.find_many(make()) == own.find_many(TEXTS)


@pytest.mark.parametrize("kind", columns())
def test_columns_of_numbers_take_any_column(kind: str) -> None:
    names = ["Lima", "Peru", "Côte"]
    own = lede.Gazetteer(names)
    expected = [
        (row, match.start, match.end, names.index(match.name))
        for row, text in enumerate(TEXTS)
        for match in own.find(text or "")
    ]
    assert len(expected) == 4
    assert list(own.find_columns(columns()[kind], threads=2)) == expected


@pytest.mark.parametrize("kind", tables())
def test_columns_of_numbers_take_a_column_of_a_table(kind: str) -> None:
    own = lede.Gazetteer(["Lima"])
    found = own.find_columns(tables()[kind], text="body")
    assert list(found) == [(0, 8, 12, 0), (4, 8, 12, 0)]
    with pytest.raises(TypeError, match="body|bode"):  # noqa: RUF043
        own.find_columns(tables()[kind], text="bode")


def test_columns_of_numbers_count_rows_over_all_pieces() -> None:
    chunks = pa.chunked_array([["Lima"] * 9000, [None], ["Oslo", "Lima"]])
    found = lede.Gazetteer(["Oslo"]).find_columns(chunks)
    assert list(found) == [(9001, 0, 4, 0)]
    with pytest.raises(lede.EncodingError, match="byte 3 is 0xe9 in row 9001"):
        lede.Gazetteer(["Oslo"]).find_columns(pa.array([b"Lima"] * 9001 + [b"caf\xe9"]))


def test_all_null() -> None:
    for nulls in (pa.nulls(3), [None] * 3, pl.Series([None] * 3), pa.nulls(3, pa.string())):
        assert list(READER.read_many(nulls)) == [None] * 3


def test_empty() -> None:
    for nothing in (
        [],
        pa.array([], pa.string()),
        pl.Series([], dtype=pl.String),
        pd.Series([], dtype=str),
    ):
        articles = READER.read_many(nothing)
        assert len(articles) == 0 and list(articles) == []
        assert pa.table(articles.entities).num_rows == 0
        assert len(pa.array(articles.entities.nested())) == 0
        assert articles.entities.to_polars().height == 0


def test_struct_nulls_are_missing_texts() -> None:
    array = pa.array([{"a": "Lima."}, None, {"a": None}])
    assert [a and a.text for a in READER.read_many(array)] == ["Lima.", None, None]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (pa.array([1, 2]), "must hold text; its type is int64"),
        (pa.array([[1]]), "list"),
        (pa.array([1.5]), "float64"),
        (pl.Series("n", [1, 2]), "n must hold text; its type is int64"),
        (pd.Series([1, 2], name="n"), "n must hold text; its type is int64"),
        (pa.array([1, 2]).dictionary_encode(), "int64"),
        ({"a": "b"}, "mapping"),
        (5, "int"),
    ],
)
def test_wrong_columns(texts: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        READER.read_many(texts)


# ---- Bytes that are not UTF-8 ----


def test_bad_utf8_in_an_arrow_column() -> None:
    array = pa.array([b"Lima.", b"caf\xe9", None, b"Oslo."])
    with pytest.raises(lede.EncodingError, match="byte 3 is 0xe9 in row 1") as caught:
        READER.read_many(array)
    assert (caught.value.row, caught.value.byte) == (1, 3)
    nulls = READER.read_many(array, errors="null", batch=1)
    assert [a and a.text for a in nulls] == ["Lima.", None, None, "Oslo."]
    assert [bad.row for bad in nulls.errors] == [1]
    skipped = READER.read_many(array, errors="skip")
    assert [a and a.text for a in skipped] == ["Lima.", None, "Oslo."]
    assert skipped.rows == (0, 2, 3)
    replaced = READER.read_many(array, errors="replace")
    assert [a and a.text for a in replaced] == ["Lima.", "caf�", None, "Oslo."]


# ---- Hostile buffers ----


def string_array(offsets: list[int], data: bytes, type_: Any = None) -> Any:
    """An array whose offsets are changed after pyarrow has checked it."""
    type_ = type_ or pa.string()
    code = "<q" if pa.types.is_large_string(type_) else "<i"
    packed = bytearray(len(offsets) * struct.calcsize(code))
    buffers = [None, pa.py_buffer(packed), pa.py_buffer(data)]
    array = pa.Array.from_buffers(type_, len(offsets) - 1, buffers)
    packed[:] = b"".join(struct.pack(code, offset) for offset in offsets)
    return array


def view_array(size: int, buffer: int, start: int) -> Any:
    packed = bytearray(16)
    buffers = [None, pa.py_buffer(packed), pa.py_buffer(b"a" * 20)]
    array = pa.Array.from_buffers(pa.string_view(), 1, buffers)
    packed[:] = struct.pack("<i4sii", size, b"abcd", buffer, start)
    return array


HOSTILE: dict[str, Callable[[], Any]] = {
    "backwards": lambda: string_array([0, 5, 2, 6], b"abcdef"),
    "negative": lambda: string_array([-4, 2], b"abcdef"),
    "out of range": lambda: string_array([0, 100_000_000], b"abcdef"),
    "large backwards": lambda: string_array([0, 5, 2, 6], b"abcdef", pa.large_string()),
    "large out of range": lambda: string_array([0, 1 << 60], b"abcdef", pa.large_string()),
    "view out of range": lambda: view_array(15, 0, 10),
    "view of no buffer": lambda: view_array(15, 7, 0),
    "view of negative size": lambda: view_array(-3, 0, 0),
    "view at negative start": lambda: view_array(15, 0, -1),
    "dictionary": lambda: pa.DictionaryArray.from_arrays(
        pa.array([0, 9], pa.int8()), pa.array(["a"]), safe=False
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_buffers_are_refused(kind: str) -> None:
    with pytest.raises(lede.Error, match="damaged"):
        READER.read_many(HOSTILE[kind]())
    if "out of range" not in kind or "view" in kind:  # else the interface does not tell the size
        with pytest.raises(lede.Error, match="damaged"):
            READER.read_many(OnlyArray(HOSTILE[kind]()))


def test_a_stream_that_fails_says_so() -> None:
    def batches() -> Any:
        yield pa.record_batch({"body": ["Lima."]})
        raise ValueError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"body": pa.string()}), batches())
    with pytest.raises(lede.Error, match="the disk is gone"):
        READER.read_many(reader)


# ---- Streams ----


def test_a_stream_keeps_the_order_and_reads_no_further_than_it_must() -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield f"Rain in Lima on day {taken}."

    stream = READER.stream(endless(), batch=8)
    for day in range(1, 20):
        article = next(stream)
        assert article is not None and article.text.endswith(f"day {day}.")
    assert taken == 24


def test_a_stream_in_batches() -> None:
    stream = READER.stream(
        iter(["Lima."] * 5 + [b"\xff", 5]), batch=3, errors="skip", dates=["2020-02-07"] * 7
    )
    rows = [(articles.rows, [bad.row for bad in articles.errors]) for articles in stream.batches()]
    assert rows == [((0, 1, 2), []), ((3, 4), [5]), ((), [6])]
    assert [bad.row for bad in stream.errors] == [5, 6]


def test_a_stream_goes_on_in_batches() -> None:
    stream = READER.stream(["Lima."] * 5, batch=2, dates=[f"2020-02-0{i + 1}" for i in range(5)])
    first = next(stream)
    assert first is not None and first.date == datetime.date(2020, 2, 1)
    days = [[a.date.day for a in articles if a and a.date] for articles in stream.batches()]
    assert days == [[3, 4], [5]]


def test_a_stream_of_arrow_is_read_as_it_comes() -> None:
    taken = 0

    def batches() -> Any:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield pa.record_batch({"body": ["Rain in Lima."] * 10})

    reader = pa.RecordBatchReader.from_batches(pa.schema({"body": pa.string()}), batches())
    stream = READER.stream(reader, batch=256)
    assert next(stream).entities[0].name == "Lima"
    assert taken <= 2


# ---- Dictionaries ----


TABLES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pyarrow": pa.table,
    "batches": lambda columns: pa.table(columns).to_reader(),
    "structs": lambda columns: pa.table(columns).to_struct_array(),
    "only an array": lambda columns: OnlyArray(pa.table(columns).to_batches()[0]),
    "polars": pl.DataFrame,
    "pandas": pd.DataFrame,
    "pandas from numpy": lambda columns: pa.table(columns).to_pandas(),
    "pandas of arrow": lambda columns: pa.table(columns).to_pandas(types_mapper=pd.ArrowDtype),
    "duckdb": lambda columns: duckdb.from_arrow(pa.table(columns)),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_dictionary_of_a_table(kind: str) -> None:
    rows = {"id": ["c1", None], "name": ["Lima", "Oslo"], "label": ["CITY", None]}
    made = TABLES[kind]
    assert lede.Gazetteer(made(rows)) == lede.Gazetteer([("Lima", "CITY", "c1"), "Oslo"])
    assert lede.Gazetteer(made({"name": rows["name"]})) == lede.Gazetteer(["Lima", "Oslo"])
    with pytest.raises(TypeError, match="no column name; there are id, title"):
        lede.Gazetteer(made({"id": ["c1"], "title": ["Lima"]}))
    with pytest.raises(TypeError, match="entry 1: name must be str"):
        lede.Gazetteer(made({"name": ["Lima", None], "label": ["CITY", None]}))


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_says_of_an_entry_what_a_dict_may_say(kind: str) -> None:
    columns = {
        "name": ["Lima", "Reading", "WHO", "Kurd"],
        "label": [None, "LOC", "ORG", "NORP"],
        "id": ["c1", None, None, None],
        "source": [None, None, "own list", None],
        "lists_as": [None, None, "World Health Organization", None],
        "aliases": [["Ciudad de los Reyes", "La Lima"], None, [], None],
        "exact_case": [None, None, True, False],
        "needs_capital": [None, True, None, None],
        "possessive": [True, False, None, None],
        "plural": [None, None, None, True],
        "prior": [None, 0.25, 1.0, None],
    }
    entries = [
        {key: value for key, value in zip(columns, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    ]
    assert lede.Gazetteer(TABLES[kind](columns)) == lede.Gazetteer(entries)
    text_alone = {key: columns[key] for key in ("name", "source", "lists_as")}
    shorter = [{key: row[key] for key in text_alone if key in row} for row in entries]
    assert lede.Gazetteer(TABLES[kind](text_alone)) == lede.Gazetteer(shorter)


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_with_a_column_that_no_entry_has_is_refused(kind: str) -> None:
    columns = {"name": ["Lima"], "lab": ["CITY"], "n": [1]}
    with pytest.raises(lede.OptionError, match=r"no column 'lab', 'n'.*: name, label, id, source"):
        lede.Gazetteer(TABLES[kind](columns))


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_with_a_column_of_another_type_is_refused(kind: str) -> None:
    for wrong in ({"label": [1]}, {"prior": ["much"]}, {"exact_case": ["no"]}, {"aliases": [5]}):
        with pytest.raises((TypeError, lede.OptionError), match=next(iter(wrong))):
            lede.Gazetteer(TABLES[kind]({"name": ["Lima"], **wrong}))


def test_a_table_with_two_columns_of_one_name_is_refused() -> None:
    table = pa.table([["Lima"], ["Oslo"]], names=["name", "name"])
    for kind in (table, table.to_pandas()):
        with pytest.raises(lede.OptionError, match="several columns name"):
            lede.Gazetteer(kind)


def test_numbers_and_flags_of_a_frame_may_have_any_type() -> None:
    frame = pd.DataFrame({"name": ["Oslo"], "prior": [0.5], "plural": [True]})
    expected = lede.Gazetteer([{"name": "Oslo", "prior": 0.5, "plural": True}])
    for types in (
        {"prior": "float32"},
        {"prior": "Float64"},
        {"plural": "int8"},
        {"name": "category"},
    ):
        assert lede.Gazetteer(frame.astype(types)) == expected


def test_a_dictionary_of_a_column() -> None:
    for column in (pa.array(["Lima"]), pl.Series(["Lima"]), pd.Series(["Lima"])):
        assert lede.Gazetteer(column) == lede.Gazetteer(["Lima"])


# ---- Threads, progress, interruption ----


def test_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from lede._batches import thread_count

    monkeypatch.delenv("LEDE_NUM_THREADS", raising=False)
    import os

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert thread_count(None) == 3 and thread_count(7) == 7
    monkeypatch.setenv("LEDE_NUM_THREADS", "2")
    assert thread_count(None) == 2 and thread_count(7) == 7
    for wrong in ("0", "-1", "two", "1.5"):
        monkeypatch.setenv("LEDE_NUM_THREADS", wrong)
        with pytest.raises(lede.OptionError, match="LEDE_NUM_THREADS"):
            READER.read_many(["Lima."])


def test_progress_with_and_without_tqdm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    READER.read_many(["Lima."] * 600)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    READER.read_many(["Lima."] * 600, progress=True)
    shown = capsys.readouterr()
    assert "600 of 600 articles" in shown.err and shown.out == ""
    monkeypatch.undo()
    pytest.importorskip("tqdm")
    READER.read_many(["Lima."] * 600, progress=True)
    assert "600/600" in capsys.readouterr().err


INTERRUPT = """
import os, signal, sys, threading, time
import lede
signal.signal(signal.SIGINT, signal.default_int_handler)
reader = lede.Reader()
text = "Rain in Lima and snow in Oslo, said Mayor Ama Mensah of Accra. " * 50
reader.read(text)
texts = [text] * int(sys.argv[2])
sent = []
def send():
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
timer = threading.Timer(0.5, send)
timer.start()
try:
    reader.read_many(texts, threads=int(sys.argv[1]), batch=len(texts))
except KeyboardInterrupt:
    print(time.monotonic() - sent[0], threading.active_count(), len(os.listdir("/proc/self/task")))
else:
    print("done before the signal")
"""


@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_stops_at_once(threads: int, fresh_python: Callable[..., str]) -> None:
    said = fresh_python(INTERRUPT, str(threads), "100000").split()
    assert said[0] != "done", said
    assert float(said[0]) < 1  # 0.1 s on a quiet machine, see docs/scale.md
    assert int(said[2]) <= 2  # the main thread, and the timer while it ends
