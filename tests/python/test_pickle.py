"""What can be pickled is the same on the other side, in other processes too."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from pathlib import Path
from typing import Any

import lede
import pytest

TEXT = "General Othman Tamrani left Iraq for Zorblax. Tamrani said&nbsp;so."
PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)
MADE = lede.Gazetteer([("Zorblax", "PRODUCT", "z1"), ("Zorb", "PRODUCT")], fold="case")


def again(value: Any, protocol: int) -> Any:
    return pickle.loads(pickle.dumps(value, protocol))


@pytest.fixture(params=PROTOCOLS)
def protocol(request: pytest.FixtureRequest) -> int:
    return request.param


def test_dictionary_from_memory(protocol: int) -> None:
    copy = again(MADE, protocol)
    assert copy == MADE and list(copy) == list(MADE) and copy.fold == "case"
    assert copy.find(TEXT) == MADE.find(TEXT) != []
    assert again(copy, protocol) == MADE


def test_dictionary_from_a_file_is_opened_again(tmp_path: Path, protocol: int) -> None:
    path = tmp_path / "names.lede"
    MADE.save(path)
    opened = lede.Gazetteer.open(path)
    pickled = pickle.dumps(opened, protocol)
    assert b"Zorblax" not in pickled, "the names are in the file"
    assert pickle.loads(pickled).find(TEXT) == MADE.find(TEXT)


def test_dictionary_from_a_relative_path(
    tmp_path: Path, protocol: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    MADE.save(tmp_path / "names.lede")
    monkeypatch.chdir(tmp_path)
    pickled = pickle.dumps(lede.Gazetteer.open("names.lede"), protocol)
    monkeypatch.chdir("/")
    assert pickle.loads(pickled) == MADE


def test_copies_of_a_dictionary_need_no_file(tmp_path: Path) -> None:
    MADE.save(tmp_path / "names.lede")
    opened = lede.Gazetteer.open(tmp_path / "names.lede")
    (tmp_path / "names.lede").unlink()
    assert copy.copy(opened) is opened and copy.deepcopy([opened])[0] is opened


def test_dictionary_whose_file_changed_is_refused(tmp_path: Path, protocol: int) -> None:
    path = tmp_path / "names.lede"
    MADE.save(path)
    pickled = pickle.dumps(lede.Gazetteer.open(path), protocol)
    lede.Gazetteer(["Zorblax", "Zork"]).save(path)
    with pytest.raises(lede.FileError, match="changed"):
        pickle.loads(pickled)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        pickle.loads(pickled)


@pytest.mark.parametrize(
    "reader",
    [
        lede.Reader(),
        lede.Reader(builtin=False, tagger=False, aliases=False),
        lede.Reader(gazetteers=[MADE], lang="de", newline="line", quotes="keep"),
    ],
    ids=["default", "bare", "own"],
)
def test_readers(reader: lede.Reader, protocol: int) -> None:
    copy = again(reader, protocol)
    assert copy == reader and hash(copy) == hash(reader) and repr(copy) == repr(reader)
    assert copy.read(TEXT).to_dict() == reader.read(TEXT).to_dict()


def test_articles(protocol: int) -> None:
    article = lede.Reader(gazetteers=[MADE]).read(TEXT, date="2020-02-07")
    copy = again(article, protocol)
    assert copy == article and copy.to_dict() == article.to_dict()
    assert copy.entities[2].id == "z1"
    half = lede.read("a\ud800b")
    assert again(half, protocol) == half


def test_values(protocol: int) -> None:
    article = lede.read(TEXT)
    changes = lede.normalize(TEXT, changes=True).changes
    assert changes and article.entities
    for values in (article.sentences, article.entities, article.names, changes, MADE.find(TEXT)):
        assert again(values, protocol) == values
        assert [type(v) for v in again(values, protocol)] == [type(v) for v in values]


@pytest.mark.parametrize(
    "text", ["", "Plain.", TEXT, "“Iran, ”said &amp; Lee, cafe\u0301 \U0001f600", "a\ud800b"]
)
def test_clean_texts_with_their_maps(text: str, protocol: int) -> None:
    for clean in (
        lede.normalize(text, changes=True),
        lede.normalize(text, form="NFKD", steps=lede.SAFE, changes=True),
        lede.match_key(text, changes=True),
    ):
        there = again(clean, protocol)
        assert there == clean and hash(there) == hash(clean) and repr(there) == repr(clean)
        assert (there.source, there.text) == (clean.source, clean.text)
        assert there.changes == clean.changes and there.loose_quotes == clean.loose_quotes
        for end in range(len(clean.text) + 1):
            assert there.to_source(end // 2, end) == clean.to_source(end // 2, end)
        assert (there.text is there.source) == (clean.text is clean.source)
        assert copy.copy(clean) == copy.deepcopy(clean) == clean
    assert lede.normalize("a  b", changes=True) != lede.normalize("a b", changes=True)
    assert lede.normalize("a", changes=True) != "a"


@pytest.mark.parametrize(
    "edits",
    [
        [(0, 1, "", "", 1)],
        [(0, 5, "", "x", 1)],
        [(3, 1, "", "", 1)],
        [(-1, 0, "", "", 1)],
        [(-(2**63), 0, "", "", 1)],
        [(2**40, 2**40 + 1, "", "", 1)],
        [(2, 3, "c", "c", 1), (1, 2, "b", "b", 1)],
        [(0, 1, "", "x" * 9, 1), (1, 3, "", "", 1)],
        [None],
    ],
)
def test_changes_that_were_tampered_with_are_refused(edits: list[Any]) -> None:
    with pytest.raises(ValueError, match="do not lead to the text"):
        lede._core.restored(lede.Normalized, {}, "abc", "abc", edits)


def test_batches(protocol: int) -> None:
    articles = lede.Reader().read_many([TEXT, None, "One."], errors="null")
    copy = again(articles, protocol)
    assert list(copy) == list(articles)
    assert (copy.rows, copy.errors) == (articles.rows, articles.errors)


def read_there(
    work: tuple[lede.Reader, lede.Gazetteer, str],
) -> tuple[lede.Article, list[lede.Match]]:
    reader, gazetteer, text = work
    return reader.read(text), gazetteer.find(text)


@pytest.mark.filterwarnings("default")  # of other libraries in the new process
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_in_other_processes(tmp_path: Path, method: str) -> None:
    path = tmp_path / "names.lede"
    MADE.save(path)
    opened = lede.Gazetteer.open(path)
    reader = lede.Reader(gazetteers=[MADE, opened])
    work = [(reader, one, text) for one in (MADE, opened) for text in (TEXT, "", "Zorb 😀")]
    with multiprocessing.get_context(method).Pool(2) as pool:
        found = pool.map(read_there, work)
    assert found == [read_there(one) for one in work]
    assert found[0][1]


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
@pytest.mark.filterwarnings("default")
def test_columns_in_other_processes_after_threads_here(method: str) -> None:
    texts = [TEXT] * 100
    expected = list(MADE.find_columns(texts, threads=2))
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(columns_there, (MADE, texts)) == expected


def columns_there(gazetteer: lede.Gazetteer, texts: list[str]) -> list[tuple[int, int, int, int]]:
    return list(gazetteer.find_columns(texts, threads=2))


def test_tables_say_what_to_send_instead() -> None:
    table = lede.Reader().read_many([TEXT]).entities
    for found in (table, table.nested()):
        with pytest.raises(TypeError, match=r"cannot be pickled: send its to_arrow\(\)"):
            pickle.dumps(found)
        assert copy.copy(found) is found and copy.deepcopy(found) is found
