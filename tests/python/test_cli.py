"""The command line: what it reads, what it writes, what it says about input it cannot read."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import lede
import pytest
from lede import cli

COMMAND = [sys.executable, "-m", "lede"]
TEXT = "General Ada Moss flew to Malta. She met “friends” there."

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


class Result(NamedTuple):
    status: int
    out: bytes
    err: str

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.decode().splitlines()]


def run(*argv: str | Path, stdin: bytes = b"") -> Result:
    out, err = io.BytesIO(), io.StringIO()
    status = cli.main([str(word) for word in argv], io.BytesIO(stdin), out, err)
    return Result(status, out.getvalue(), err.getvalue())


def jsonl(rows: Iterable[object]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def usage_error(capsys: pytest.CaptureFixture[str], *argv: str | Path) -> str:
    with pytest.raises(SystemExit) as stop:
        run(*argv)
    assert stop.value.code == 2
    return capsys.readouterr().err


# What it reads and writes.


def test_a_record_is_the_article_and_its_source(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(TEXT, "utf-8")
    result = run("read", file)
    assert result.status == 0
    assert result.err == ""
    source = {"file": str(file), "line": 1}
    expected = {**lede.read(TEXT).to_dict(), "source": source}
    assert result.records() == json.loads(json.dumps([expected]))


def test_text_is_written_as_text() -> None:
    out = run("read", stdin=TEXT.encode()).out
    assert "“friends”".encode() in out
    assert out.count(b"\n") == 1


def test_files_come_out_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"One.\n\nTwo.")
    (tmp_path / "b.jsonl").write_bytes(jsonl([{"text": "Three."}, {"text": "Four."}]))
    (tmp_path / "c.JSON").write_bytes(b'\xef\xbb\xbf\n{"text": "Five."}')
    result = run(
        "read", tmp_path / "b.jsonl", tmp_path / "a.txt", "-", tmp_path / "c.JSON", stdin=b"Six."
    )
    assert [record["text"] for record in result.records()] == [
        "Three.",
        "Four.",
        "One.\n\nTwo.",
        "Six.",
        "Five.",
    ]
    sources = [record["source"] for record in result.records()]
    assert [(Path(source["file"]).name, source["line"]) for source in sources] == [
        ("b.jsonl", 1),
        ("b.jsonl", 2),
        ("a.txt", 1),
        ("<stdin>", 1),
        ("c.JSON", 2),
    ]


@pytest.mark.parametrize(
    ("options", "stdin", "texts"),
    [
        ([], b'{"text": "a"}\n{"text": "b"}', ["a", "b"]),
        ([], b'\xef\xbb\xbf {"text": "a"}', ["a"]),
        ([], b"plain {", ["plain {"]),
        ([], b"\xef\xbb\xbfplain\r\ntext\n", ["plain\r\ntext\n"]),
        ([], b"", [""]),
        (["--plain"], b'{"text": "a"}', ['{"text": "a"}']),
        (["--jsonl"], b'\n\n{"text": "a"}\n  \n', ["a"]),
        (["--jsonl"], b"", []),
        (["--text", "body"], b'{"body": "a", "text": "b"}', ["a"]),
    ],
)
def test_the_form_of_standard_input(options: list[str], stdin: bytes, texts: list[str]) -> None:
    result = run("read", *options, stdin=stdin)
    assert (result.status, result.err) == (0, "")
    assert [record["text"] for record in result.records()] == texts


def test_dates_come_from_their_field() -> None:
    rows = [
        {"text": "a", "on": "2021-03-14"},
        {"text": "b", "on": None},
        {"text": "c", "on": "2021-03-15T23:59:00Z"},
    ]
    result = run("read", "--date", "on", stdin=jsonl(rows))
    assert [record["date"] for record in result.records()] == ["2021-03-14", None, "2021-03-15"]


def test_out_takes_the_records(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run("read", "--out", out, stdin=TEXT.encode()) == Result(0, b"", "")
    assert json.loads(out.read_text("utf-8"))["text"] == TEXT


def test_a_lone_surrogate_survives_the_round_trip() -> None:
    result = run("read", stdin=b'{"text": "a \\ud800 b"}')
    assert result.records()[0]["text"] == "a \ud800 b"


def test_many_rows_keep_their_order_across_batches() -> None:
    count = 2 * cli.BATCH_ROWS + 3
    rows: list[object] = [{"text": f"Number {i}."} for i in range(count)]
    rows[cli.BATCH_ROWS] = {}
    result = run("read", "--errors", "null", stdin=jsonl(rows))
    assert [record["source"]["line"] for record in result.records()] == list(range(1, count + 1))
    assert "error" in result.records()[cli.BATCH_ROWS]


# Input that cannot be read.

BAD_LINES = [
    (b"{", "Not JSON: "),
    (b"[1]", "The line is a JSON array, not an object."),
    (b"null", "The line is a JSON null, not an object."),
    (b"{}", 'There is no field "text"; the object has no field at all.'),
    (b'{"body": ""}', 'There is no field "text"; the object has "body". Name the right one'),
    (b'{"text": 3}', 'The field "text" is a JSON number, not a string.'),
    (b'{"text": "caf\xe9"}', "Byte 14 of the line, 0xE9, is not UTF-8."),
    (b'{"text": ' + b"[" * 100_000, "JSON beyond what Python reads: "),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES)
def test_raise_stops_at_a_bad_line(line: bytes, message: str) -> None:
    result = run("read", stdin=b'{"text": "ok"}\n' + line + b'\n{"text": "late"}\n')
    assert result.status == 1
    assert [record["text"] for record in result.records()] == ["ok"]
    assert result.err.startswith(f"<stdin>:2: {message}")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(("line", "message"), BAD_LINES)
def test_null_writes_the_error(line: bytes, message: str) -> None:
    result = run(
        "read", "--errors", "null", stdin=b'{"text": "ok"}\n' + line + b'\n{"text": "late"}'
    )
    assert (result.status, result.err) == (0, "")
    first, bad, last = result.records()
    assert (first["text"], last["text"]) == ("ok", "late")
    assert bad["error"].startswith(message)
    assert bad["source"] == {"file": "<stdin>", "line": 2}
    assert bad.keys() == {"error", "source"}


def test_skip_reports_and_counts() -> None:
    lines = b"\n".join(line for line, _ in BAD_LINES)
    result = run(
        "read", "--errors", "skip", stdin=b'{"text": "ok"}\n' + lines + b'\n{"text": "late"}'
    )
    assert result.status == 0
    assert [record["text"] for record in result.records()] == ["ok", "late"]
    *reports, count = result.err.splitlines()
    assert [report.split(": ")[0] for report in reports] == [
        f"<stdin>:{2 + i}" for i in range(len(BAD_LINES))
    ]
    assert count == f"Skipped {len(BAD_LINES)} of {len(BAD_LINES) + 2} articles."


@pytest.mark.parametrize("date", ['"14/03/2021"', "20210314", '"2021-02-30"', "[]"])
def test_a_date_that_is_none(date: str) -> None:
    result = run("read", "--date", "on", stdin=f'{{"text": "a", "on": {date}}}'.encode())
    assert result.status == 1
    assert result.err.startswith(f'<stdin>:1: The field "on" is {date}, not a date such as')


def test_a_missing_date_names_the_option() -> None:
    result = run("read", "--date", "on", stdin=b'{"text": "a"}')
    assert result.status == 1
    assert "Name the right one with --date." in result.err


def test_plain_text_that_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes(b"One\nTwo caf\xe9\n")
    result = run("read", file)
    assert (result.status, result.out) == (1, b"")
    assert result.err.startswith(f"{file}:2: Byte 8 of the line, 0xE9, is not UTF-8. ")


def test_fields_of_plain_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"One.")
    result = run("read", "--date", "on", file)
    assert result.status == 1
    assert "plain text. Use --jsonl if it holds JSON lines." in result.err


@pytest.mark.parametrize("name", ["missing.txt", "missing.jsonl", "."])
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    result = run("read", file, stdin=b"")
    assert (result.status, result.out) == (1, b"")
    assert result.err.startswith(f"{file}: The file cannot be read: ")
    result = run("read", "--errors", "null", file, "-", stdin=b"ok")
    bad, good = result.records()
    assert bad["source"] == {"file": str(file), "line": None}
    assert good["text"] == "ok"


def test_out_that_cannot_be_written(tmp_path: Path) -> None:
    out = tmp_path / "missing" / "out.jsonl"
    result = run("read", "--out", out, stdin=b"One.")
    assert result.status == 1
    assert result.err == f"{out} cannot be written: No such file or directory.\n"


def test_an_error_of_the_library_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(**_: object) -> lede.Reader:
        raise lede.Error("names.lede is damaged: install lede again.")

    monkeypatch.setattr(cli, "Reader", damaged)
    expected = Result(1, b"", "names.lede is damaged: install lede again.\n")
    assert run("read", stdin=b"One.") == expected


# Options.


def test_out_never_overwrites_the_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"text": "a"}')
    assert "--out would overwrite the input" in usage_error(
        capsys, "read", file, "--out", tmp_path / "." / "a.jsonl"
    )
    assert file.read_bytes() == b'{"text": "a"}'


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["write"],
        ["read", "--plain", "--jsonl"],
        ["read", "--plain", "--text", "body"],
        ["read", "--errors", "ignore"],
    ],
)
def test_wrong_options_exit_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "usage: python -m lede" in usage_error(capsys, *argv)


@pytest.mark.parametrize("argv", [["--help"], ["read", "--help"], ["demo", "--help"]])
def test_help(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(*argv)
    assert not stop.value.code
    assert capsys.readouterr().out.startswith("usage: python -m lede")


def test_version_names_all_parts() -> None:
    result = run("--version")
    assert result.status == 0
    assert result.out.decode().splitlines() == [
        f"{name} {version}" for name, version in lede.versions().items()
    ]


# The demo.


def test_demo_shows_sentences_names_and_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "60")
    result = run("demo")
    assert (result.status, result.err) == (0, "")
    shown = result.out.decode()
    lines = shown.splitlines()
    assert lines[0].startswith("  1  date 2021-03-14")
    heading = next(i for i, line in enumerate(lines) if line.startswith("name "))
    assert lines[heading].split() == ["name", "label", "title", "mentions"]
    assert all(len(line) <= 60 for line in lines[:heading])
    assert "lede-demo.html" in lines[-1]
    view = (tmp_path / "lede-demo.html").read_text("utf-8")
    assert view.startswith("<!DOCTYPE html>")
    assert view.count("<mark ") >= 10


def test_demo_writes_where_it_is_told(tmp_path: Path) -> None:
    view = tmp_path / "view.html"
    assert str(view) in run("demo", "--html", view).out.decode()
    assert view.exists()
    missing = tmp_path / "no" / "view.html"
    result = run("demo", "--html", missing)
    assert result.status == 1
    assert result.err == f"{missing} cannot be written: No such file or directory.\n"


# As a process.


def test_utf8_in_any_locale(tmp_path: Path) -> None:
    file = tmp_path / "café.txt"
    file.write_text(TEXT, "utf-8")
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    for argv, part in ((["read", str(file)], "“friends”"), (["demo"], "“People clapped")):
        done = subprocess.run([*COMMAND, *argv], cwd=tmp_path, env=env, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert part in done.stdout.decode()


def test_exit_status_of_the_process() -> None:
    done = subprocess.run([*COMMAND, "read"], input=b"{", capture_output=True)
    assert done.returncode == 1
    assert done.stderr.startswith(b"<stdin>:1: Not JSON")


@posix
def test_a_process_without_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(TEXT, "utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&-', "sh", *COMMAND, "read", str(file)], capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["text"] == TEXT


@posix
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(jsonl({"text": TEXT} for _ in range(3000)))
    with subprocess.Popen(
        [*COMMAND, "read", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        assert json.loads(process.stdout.readline())["text"] == TEXT
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def listen_to_interrupts() -> None:
    """Undo what a shell does to a job in its background: it has interrupts ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@posix
def test_records_stream_and_an_interrupt_is_quiet() -> None:
    with subprocess.Popen(
        [*COMMAND, "read"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=listen_to_interrupts,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(jsonl({"text": TEXT} for _ in range(cli.BATCH_ROWS)))
        process.stdin.flush()
        for _ in range(cli.BATCH_ROWS):
            assert json.loads(process.stdout.readline())["text"] == TEXT
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_once() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "read"], input=TEXT.encode(), stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr == b"The output cannot be written: No space left on device.\n"
