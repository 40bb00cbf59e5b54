"""The command line on files: CSV, Parquet and gzip, tables, and work that was interrupted."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import lede
import pytest
from lede import cli
from test_cli import COMMAND, Result, jsonl, posix, run

TEXTS = ["Rain in Lima.", "Snow in “Oslo, ”said Ama Mensah. Mensah left.", "Nothing."]
ROWS = [{"id": n, "body": text, "tags": ["a", n]} for n, text in enumerate(TEXTS)]
EXPECTED = lede.Reader().read_many(TEXTS)


def texts_of(result: Result) -> list[str]:
    assert (result.status, result.err) == (0, "")
    return [record["text"] for record in result.records()]


# Input.


def test_packed_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(jsonl(ROWS)))
    result = run("read", file, "--text", "body")
    assert texts_of(result) == TEXTS
    assert [record["fields"] for record in result.records()] == [
        {"id": n, "tags": ["a", n]} for n in range(3)
    ]
    file.write_bytes(gzip.compress(jsonl(ROWS))[:-9])
    broken = run("read", file, "--text", "body")
    assert broken.status == 1 and "cannot be read" in broken.err


@pytest.mark.parametrize(("name", "comma"), [("news.csv", ","), ("news.tsv", "\t")])
def test_csv(tmp_path: Path, name: str, comma: str) -> None:
    file = tmp_path / name
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=comma)
        writer.writerows([("id", "body"), (1, "Two\nlines."), (2, 'He said "so".'), (3, "文")])
    result = run("read", file, "--text", "body")
    assert texts_of(result) == ["Two\nlines.", 'He said "so".', "文"]
    assert [record["fields"]["id"] for record in result.records()] == ["1", "2", "3"]
    assert [record["source"]["line"] for record in result.records()] == [3, 4, 5]


def test_bad_csv(tmp_path: Path) -> None:
    file = tmp_path / "news.csv"
    file.write_bytes(b"id,text\n1,a\n2\n3,caf\xe9\n4,b\n")
    result = run("read", file, "--errors", "skip")
    assert [record["text"] for record in result.records()] == ["a", "b"]
    assert f"{file}:3: The row has 1 fields, the head has 2." in result.err
    assert f"{file}:4: Byte 6 of the line, 0xE9, is not UTF-8." in result.err
    assert run("read", file, "--text", "body").status == 1


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "news.parquet"
    parquet.write_table(pa.table({"id": [1, 2, 3], "body": [TEXTS[0], None, TEXTS[2]]}), file)
    result = run("read", file, "--text", "body")
    assert [record["text"] for record in result.records()] == [TEXTS[0], None, TEXTS[2]]
    assert result.records()[1]["entities"] == [] and result.records()[1]["fields"] == {"id": 2}
    result = run("read", file, "--text", "id", "--errors", "skip")
    assert 'news.parquet:3: The field "id" is a JSON number, not a string.' in result.err
    file.write_bytes(b"PAR1 or not")
    assert "Not Parquet" in run("read", file).err


# Tables.


def write_news(folder: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    file = folder / "news.jsonl"
    file.write_bytes(jsonl(rows))
    return file


@pytest.mark.parametrize("table", ["entities", "sentences", "names", "changes"])
def test_a_table_as_parquet(tmp_path: Path, table: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    news, out = write_news(tmp_path), tmp_path / "out.parquet"
    assert run("read", news, "--text", "body", "--out", out, "--table", table).status == 0
    found = parquet.read_table(out).to_pylist()
    fields = getattr(EXPECTED, table).columns[1:]
    wanted = getattr(EXPECTED, table).to_arrow().to_pylist()
    assert [
        {name: row.get(f"found_{name}" if name == "id" else name) for name in fields}
        for row in found
    ] == [{name: row[name] for name in fields} for row in wanted]
    assert [(row["id"], row["line"], row["file"]) for row in found] == [
        (row["article"], row["article"] + 1, str(news)) for row in wanted
    ]
    assert found[0]["tags"] == json.dumps(["a", wanted[0]["article"]])
    assert sorted(tmp_path.iterdir()) == [news, out]


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ([1, None, 2**40], ["int64", 1, None, 2**40]),
        ([1, 2, "three"], ["string", "1", "2", "three"]),
        (["a", None, None], ["string", "a", None, None]),
        ([None, None, None], ["string", None, None, None]),
        ([None, 2, 2**70], ["string", None, "2", str(2**70)]),
        ([True, 1.5, [1]], ["string", "true", "1.5", "[1]"]),
    ],
)
@pytest.mark.parametrize("rows_a_part", [1, 8192])
def test_whole_numbers_stay_numbers(
    ids: list[Any],
    kept: list[Any],
    rows_a_part: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(cli, "PART_ROWS", rows_a_part)
    news = write_news(tmp_path, [{"body": "Rain in Lima.", "id": number} for number in ids])
    out = tmp_path / "out.parquet"
    assert run("read", news, "--text", "body", "--keep", "id", "--out", out).status == 0
    table = parquet.read_table(out)
    assert [str(table.schema.field("id").type), *table["id"].to_pylist()] == kept


def test_a_text_that_is_null(tmp_path: Path) -> None:
    news = write_news(tmp_path, [{"body": None, "id": 1}, {"body": "Rain in Lima.", "id": 2}])
    first, second = run("read", news, "--text", "body").records()
    assert first["text"] is None and first["clean"] is None and first["names"] == []
    assert first.keys() == second.keys()
    assert run("read", news, "--text", "body", "--out", tmp_path / "out.csv").status == 0
    assert (tmp_path / "out.csv").read_text("utf-8").count("\n") == 2


def test_how_far_it_is_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "PART_ROWS", 1)
    news = write_news(tmp_path)
    shown = []
    for terminal in (False, True):
        err = io.StringIO()
        monkeypatch.setattr(err, "isatty", lambda terminal=terminal: terminal)
        argv = ["read", str(news), "--text", "body", "--out", str(tmp_path / "out.csv")]
        assert cli.main(argv, io.BytesIO(), io.BytesIO(), err) == 0
        shown.append(err.getvalue())
    assert shown[0] == ""
    assert shown[1].startswith("\r1 article read") and shown[1].endswith(" articles read\n")


def test_a_table_as_csv(tmp_path: Path) -> None:
    news, out = write_news(tmp_path), tmp_path / "out.csv"
    options = ("--text", "body", "--out", out, "--keep", "id", "--table", "names")
    assert run("read", news, *options).status == 0
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["name"] for row in rows] == [name.name for _, name in EXPECTED.names.rows()]
    assert list(rows[0])[:3] == ["file", "line", "id"] and rows[0]["mentions"] == "[0]"


def test_a_field_that_would_be_lost(tmp_path: Path) -> None:
    rows = [{"body": "Lima."}, {"body": "Oslo.", "more": 1}]
    news, out = write_news(tmp_path, rows), tmp_path / "out.csv"
    result = run("read", news, "--text", "body", "--out", out)
    assert result.status == 1 and not out.exists()
    assert 'news.jsonl:2: The field "more" is not in the first article' in result.err
    assert (
        run("read", news, "--text", "body", "--out", out, "--keep", "more", "--restart").status == 0
    )


def test_own_dictionaries_and_jobs(tmp_path: Path) -> None:
    lede.Gazetteer([("snow", "WEATHER")]).save(tmp_path / "own.lede")
    news = write_news(tmp_path)
    result = run("read", news, "--text", "body", "--gazetteer", tmp_path / "own.lede", "--jobs", 2)
    assert result.records()[1]["entities"][0]["label"] == "WEATHER"


@pytest.mark.parametrize(
    "options",
    [
        ["--table", "names"],
        ["--keep", "id", "--out", "x.jsonl"],
        ["--jobs", "0"],
        ["--errors", "null", "--out", "x.csv"],
    ],
)
def test_options_that_do_not_go_together(options: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run("read", "news.jsonl", *options)
    assert stop.value.code == 2


# Bad rows.


def test_a_report_of_bad_rows(tmp_path: Path) -> None:
    news, out, report = write_news(tmp_path), tmp_path / "out.jsonl", tmp_path / "bad.jsonl"
    news.write_bytes(jsonl(ROWS[:1]) + b"[]\n" + jsonl(ROWS[1:]))
    options = ("--text", "body", "--errors", "skip", "--out", out, "--report", report)
    result = run("read", news, *options)
    assert result.status == 0 and result.err == "Skipped 1 of 4 articles.\n"
    [bad] = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert (bad["file"], bad["line"]) == (str(news), 2) and "array" in bad["error"]
    assert len(out.read_bytes().splitlines()) == 3


# Interruptions.


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "PART_ROWS", 2)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.jsonl.gz", "out.parquet"])
def test_work_goes_on_where_it_stopped(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    rows = [{"body": f"Rain in Lima on day {n}."} for n in range(7)]
    news = write_news(tmp_path, rows)
    whole, out = tmp_path / ("whole_" + name), tmp_path / name
    assert run("read", news, "--text", "body", "--out", whole).status == 0
    read_many = lede.Reader.read_many
    calls: list[int] = []

    def stopping(self: lede.Reader, texts: Any, **options: Any) -> Any:
        calls.append(len(texts))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return read_many(self, texts, **options)

    monkeypatch.setattr(lede.Reader, "read_many", stopping)
    assert run("read", news, "--text", "body", "--out", out).status == 130
    assert not out.exists() and out.with_name(name + ".partial").is_dir()
    again = run("read", news, "--text", "body", "--out", out)
    assert again.status == 0 and "Going on behind 4 articles" in again.err
    assert calls == [2, 2, 2, 2, 1]  # the third was interrupted and done again
    assert out.read_bytes() == whole.read_bytes()
    assert not out.with_name(name + ".partial").exists()


@pytest.mark.usefixtures("small_parts")
def test_other_work_is_not_taken_up(tmp_path: Path) -> None:
    news, out = write_news(tmp_path, [*ROWS, {"id": 9}]), tmp_path / "out.jsonl"
    assert run("read", news, "--text", "body", "--out", out).status == 1
    write_news(tmp_path)
    refused = run("read", news, "--text", "body", "--out", out)
    assert refused.status == 1 and "--restart" in refused.err
    assert run("read", news, "--text", "body", "--out", out, "--restart").status == 0
    assert len(out.read_bytes().splitlines()) == 3


@pytest.mark.usefixtures("small_parts")
def test_a_bad_row_may_be_skipped_afterwards(tmp_path: Path) -> None:
    news, out = write_news(tmp_path, [*ROWS, {"id": 9}, *ROWS]), tmp_path / "out.jsonl"
    assert run("read", news, "--text", "body", "--out", out).status == 1
    again = run("read", news, "--text", "body", "--out", out, "--errors", "skip")
    assert again.status == 0 and "behind 3 articles" in again.err
    assert len(out.read_bytes().splitlines()) == 6


@posix
def test_a_killed_process_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    rows = [{"body": f"Rain in Lima on day {n}. " * 20} for n in range(60_000)]
    news, out = write_news(tmp_path, rows), tmp_path / "out.csv"
    command = [*COMMAND, "read", str(news), "--text", "body", "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        state = tmp_path / "out.csv.partial" / "state.json"
        while not state.exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not out.exists()
    done = json.loads(state.read_text("utf-8"))["rows"]
    assert 0 < done < len(rows)
    again = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "Going on behind" in again.stderr
    with out.open(encoding="utf-8", newline="") as lines:
        found = [row["line"] for row in csv.DictReader(lines)]
    assert sorted(set(map(int, found))) == list(range(1, len(rows) + 1))
    assert len(found) == 20 * len(rows)
    assert os.listdir(tmp_path).count("out.csv.partial") == 0
