"""The adapters of spaCy, Spark, Dask and Ray, on the real thing: `make engines`.

The findings are those of `read_many`, and a dictionary travels by path.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lede
import pytest

TEXTS = [
    "Rain in Lima.",
    None,
    "Snow in Oslo, said Ama Mensah. Mensah left “Lima, ”she said.",
    "",
    "文 in Peru.",
] * 8

# Not ours to mend: what these libraries themselves warn of.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> lede.Reader:
    path = tmp_path_factory.mktemp("names") / "own.lede"
    lede.Gazetteer([("snow", "WEATHER", "w1")]).save(path)
    return lede.Reader(gazetteers=[lede.Gazetteer.open(path)])


def expected(reader: lede.Reader, table: str) -> list[tuple[Any, ...]]:
    """The findings with the number of their text."""
    found = getattr(reader.read_many(TEXTS), table)
    return sorted(
        (row, *(list(v) if isinstance(v, tuple) else v for v in values))
        for row, values in found.rows()
    )


def same(rows: Any, reader: lede.Reader, table: str) -> None:
    none_first = [tuple((v is not None, v) for v in row) for row in rows]
    wanted = [tuple((v is not None, v) for v in row) for row in expected(reader, table)]
    assert sorted(none_first) == sorted(wanted)


# ---- spaCy ----


def test_a_spacy_component(reader: lede.Reader) -> None:
    spacy = pytest.importorskip("spacy")
    module = importlib.import_module("lede.spacy")
    nlp = spacy.blank("en")
    [own] = reader._options["gazetteers"]
    nlp.add_pipe("lede", config={"gazetteers": [own._path]})
    texts = [text or "" for text in TEXTS]
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        article = reader.read(text)
        assert [(e.start_char, e.end_char, e.label_, e.kb_id_) for e in doc.ents] == [
            (e.start, e.end, e.label, e.id or "") for e in article.entities
        ]
        if text:
            assert [s.text.strip() for s in doc.sents] == [s.text for s in article.sentences]
        assert doc.to_json()["ents"] == nlp(text).to_json()["ents"]
    articles = reader.read_many(TEXTS)
    binary = module.to_docbin(articles, nlp).to_bytes()
    docs = list(spacy.tokens.DocBin().from_bytes(binary).get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == [text for text in TEXTS if text is not None]
    assert docs[0].ents[0].label_ == "LOC"


def test_names_inside_a_token_of_spacy() -> None:
    spacy = pytest.importorskip("spacy")
    module = importlib.import_module("lede.spacy")
    own = lede.Gazetteer(["Ab", "Cd"])
    text = "See Ab/Cd and Ab-x.Then Cd."
    article = lede.Reader(gazetteers=[own]).read(text)
    doc = module.to_doc(article, spacy.blank("en"))
    assert doc.ents and all("Ab" in e.text or "Cd" in e.text for e in doc.ents)


# ---- Spark ----


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers need lede as well
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.parametrize("table", ["entities", "sentences", "names", "changes"])
def test_spark(spark: Any, reader: lede.Reader, table: str) -> None:
    module = importlib.import_module("lede.spark")
    news = spark.createDataFrame(list(enumerate(TEXTS)), "id INT, body STRING").repartition(3)
    found = module.read_table(news, "body", table=table, keep=["id"], reader=reader)
    fields = getattr(reader.read_many([]), table).columns[1:]
    assert found.columns == ["id", *("found_id" if name == "id" else name for name in fields)]
    same([tuple(row) for row in found.collect()], reader, table)


def test_spark_says_what_is_wrong(spark: Any) -> None:
    module = importlib.import_module("lede.spark")
    news = spark.createDataFrame([(1, "a")], "id INT, body STRING")
    with pytest.raises(TypeError, match="no column text; there are id, body"):
        module.read_table(news, "text")
    with pytest.raises(lede.OptionError, match="entities, sentences"):
        module.read_table(news, "body", table="words")
    with pytest.raises(TypeError, match="must hold text; its type is int32"):
        module.read_table(news, "id").collect()


# ---- Dask ----


def plain(value: Any) -> Any:
    """A cell of pandas as Python has it: lists for arrays, None for all that is missing."""
    value = value.tolist() if hasattr(value, "tolist") else value
    missing = value is None or type(value).__name__ == "NAType" or value != value
    return None if missing else value


def frame() -> Any:
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame({"id": range(len(TEXTS)), "body": TEXTS})


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_dask(reader: lede.Reader, scheduler: str) -> None:
    dask = pytest.importorskip("dask.dataframe")
    module = importlib.import_module("lede.dask")
    news = dask.from_pandas(frame(), npartitions=3)
    for table in ("entities", "sentences", "names"):
        found = module.read_table(news, "body", table=table, keep=["id"], reader=reader)
        result = found.compute(scheduler=scheduler)
        assert list(result.columns) == list(found.columns)
        rows = [tuple(map(plain, row)) for row in result.itertuples(index=False)]
        same(rows, reader, table)
        assert (result.index == result.id).all()


# ---- Ray ----


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    module = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    module.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield module
    module.shutdown()


def test_ray(ray: Any, reader: lede.Reader) -> None:
    module = importlib.import_module("lede.ray")
    news = ray.data.from_pandas(frame())
    found = module.read_table(news, "body", keep=["id"], reader=reader).to_pandas()
    rows = [tuple(map(plain, row)) for row in found.itertuples(index=False)]
    same(rows, reader, "entities")


# ---- How a reader travels ----


def test_a_dictionary_travels_by_path_and_is_opened_once(
    reader: lede.Reader, fresh_python: Callable[..., str], tmp_path: Path
) -> None:
    cloudpickle = pytest.importorskip("cloudpickle")
    for number in range(2):
        tmp_path.joinpath(f"{number}.pickle").write_bytes(cloudpickle.dumps(reader))
    assert tmp_path.joinpath("0.pickle").stat().st_size < 1000
    code = """
import pickle, sys
one, other = (pickle.load(open(f"{sys.argv[1]}/{n}.pickle", "rb")) for n in range(2))
assert one._options["gazetteers"][0] is other._options["gazetteers"][0]
print(one.read("snow").entities[0].id)
"""
    assert fresh_python(code, str(tmp_path)) == "w1\n"
