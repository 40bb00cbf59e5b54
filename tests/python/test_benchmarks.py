"""The harness of `make bench`: ratios, portions, who is named as missing. No speed is asserted."""

import gc
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import harness  # noqa: E402
import peers_dictionary  # noqa: E402
import peers_normalize  # noqa: E402
import peers_read  # noqa: E402
import peers_sentences  # noqa: E402
import run  # noqa: E402
import texts  # noqa: E402
from harness import Contestant, Lap, Peer, Portion, Row, Work  # noqa: E402

CORPUS = texts.Corpus("test", tuple(f"Text number {i:03} is about Paris." for i in range(100)))
SIZE = len(CORPUS.articles[0])


class Clock:
    """Stands in for the module `time`: it moves only when a contestant works."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now

    process_time = perf_counter


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """The harness freezes what it set up; frozen modules would never be released, not even at exit,
    where DuckDB takes them for leaks."""
    yield
    gc.unfreeze()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(harness, "time", clock)
    return clock


def peer(name: str, work: Work, package: str = "fake", unit: str = "words") -> Peer:
    return Peer(name, package, unit, "a test", lambda: work)


def taking(clock: Clock, seconds: Callable[[int], float]) -> Work:
    """Work that takes so many seconds for a text of so many characters."""

    def work(text: str) -> list[str]:
        clock.now += seconds(len(text))
        return text.split()

    return work


def row(name: str, package: str, unit: str, speeds: list[float]) -> Row:
    """A row whose laps ran at so many MB/s."""
    contestant = Contestant(peer(name, str.split, package, unit), str.split, 0.0)
    laps = [Lap(cpu=1 / speed, wall=2 / speed, size=1_000_000, found=5) for speed in speeds]
    return Row(contestant, Portion(1.0, 1), laps)


# ---- Ratios ----


def test_speeds_are_medians_of_the_rounds() -> None:
    timed = row("it", "fake", "words", [10, 40, 20])
    assert timed.cpu_speed == pytest.approx(20)
    assert timed.wall_speed == pytest.approx(10)
    assert timed.found_per_kb == pytest.approx(0.005)


def test_ratio_is_taken_round_by_round() -> None:
    rows = [
        row("ours", "lede", "words", [100, 90, 200]),
        row("theirs", "fake", "words", [50, 9, 50]),
    ]
    compared = harness.ratio(rows[1], rows)
    assert compared is not None
    assert vars(compared) == pytest.approx({"median": 4, "low": 2, "high": 10})
    assert harness.ratio(rows[0], rows) is None


def test_ratio_compares_equal_units() -> None:
    spans, strings = row("a", "lede", "spans", [8.0]), row("b", "lede", "strings", [4.0])
    theirs = row("c", "fake", "strings", [1.0])
    other = row("d", "fake", "lines", [1.0])
    rows = [spans, strings, theirs, other]
    assert harness.reference(theirs, rows) is strings
    assert harness.reference(other, rows) is spans
    assert harness.ratio(theirs, [theirs]) is None


# ---- The race ----


def test_race_times_everyone_on_the_same_texts(clock: Clock) -> None:
    slow = peer("slow", taking(clock, lambda size: size * 1e-6))
    fast = peer("fast", taking(clock, lambda size: size * 1e-7), package="lede")
    ready, missing = harness.prepare([fast, slow])
    rows, failed = harness.race(ready, CORPUS, "article", rounds=3, seconds=1.0)
    assert missing == failed == []
    assert [len(timed.laps) for timed in rows] == [3, 3]
    assert rows[0].cpu_speed == pytest.approx(10)
    assert rows[1].cpu_speed == pytest.approx(1)
    compared = harness.ratio(rows[1], rows)
    assert compared is not None
    assert compared.median == pytest.approx(10)
    assert rows[0].found_per_kb == pytest.approx(1000 * 6 / SIZE)
    assert rows[0].portion.share == rows[1].portion.share == 1


@pytest.mark.parametrize("mode", texts.MODES)
def test_a_slow_contestant_gets_a_share(clock: Clock, mode: texts.Mode) -> None:
    work = taking(clock, lambda size: size * 1e-3)
    total = CORPUS.size * 1e-3
    portion = harness.fit(work, CORPUS, mode, total / 10)
    assert portion.repeats == 1
    assert portion.share == pytest.approx(0.1, rel=0.2)


def test_a_fast_contestant_works_repeatedly(clock: Clock) -> None:
    work = taking(clock, lambda size: size * 1e-6)
    portion = harness.fit(work, CORPUS, "article", 10.5 * CORPUS.size * 1e-6)
    assert portion == Portion(1.0, 10)


def test_quadratic_work_is_not_stretched(clock: Clock) -> None:
    work = taking(clock, lambda size: size * size * 1e-6)
    budget = 0.1
    portion = harness.fit(work, CORPUS, "bulk", budget)
    start = clock.now
    harness.time_pass(work, CORPUS.part("bulk", portion.share))
    assert clock.now - start < 4 * budget


def test_every_pass_gets_new_strings() -> None:
    seen: list[str] = []

    def work(text: str) -> str:
        seen.append(text)
        return text

    for _ in range(2):
        harness.time_pass(work, CORPUS.articles)
    assert seen == [*CORPUS.articles, *CORPUS.articles]
    assert len({id(text) for text in [*seen, *CORPUS.articles]}) == 300


# ---- Who is missing ----


def broken(text: str) -> list[str]:
    raise ValueError("no such luck\nsecond line")


def test_missing_peers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    absent = next(each for each in peers_normalize.peers() if each.package == "ftfy")
    peers = [absent, peer("broken", broken), peer("idle", lambda text: []), peer("good", str.split)]
    ready, missing = harness.prepare(peers)
    rows, failed = harness.race(ready, CORPUS, "article", rounds=1, seconds=0.01)
    assert [timed.peer.name for timed in rows] == ["good"]
    assert [each.name for each in missing] == ["ftfy.fix_text"]
    assert [(each.name, each.reason) for each in failed] == [
        ("broken", "ValueError: no such luck"),
        ("idle", "it found nothing in these texts"),
    ]
    shown = harness.table(rows, missing + failed)
    assert "\ngood " in shown
    assert "\nnot timed: ftfy.fix_text (ModuleNotFoundError: " in shown
    assert "\nnot timed: broken (ValueError: no such luck)" in shown


def test_a_stop_by_the_user_is_no_missing_peer() -> None:
    def stop() -> Work:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        harness.prepare([Peer("it", "fake", "words", "a test", stop)])


@pytest.mark.filterwarnings("default")  # a peer's warnings are its own affair
def test_every_peer_works_or_is_named() -> None:
    names = texts.synthetic_names(texts.bundled(), 50)
    corpus = texts.bundled()
    lists = (
        peers_normalize.peers(),
        peers_sentences.peers(corpus),
        peers_dictionary.peers(names),
        peers_read.peers(names),
    )
    for peers in lists:
        assert len({each.name for each in peers}) == len(peers)
        ready, missing = harness.prepare(peers)
        assert len(ready) + len(missing) == len(peers)
        assert not [each for each in missing if each.name.startswith("lede")]
        for contestant in ready:
            assert len(contestant.work(" ".join(corpus.articles[:6]))), contestant.peer.name


# ---- Texts and names ----


def test_parts_of_the_corpus() -> None:
    assert CORPUS.part("article", 1) == list(CORPUS.articles)
    assert CORPUS.part("article", 0.02) == [CORPUS.articles[0], CORPUS.articles[50]]
    assert CORPUS.part("article", CORPUS.smallest_share) == [CORPUS.articles[0]]
    assert CORPUS.part("bulk", 1) == ["\n\n".join(CORPUS.articles)]
    assert CORPUS.part("bulk", 0.5)[0] == CORPUS.whole[: len(CORPUS.whole) // 2]


def test_names_are_many_and_the_same_on_every_run() -> None:
    corpus = texts.bundled()
    names = texts.synthetic_names(corpus, 5000)
    assert len(names) == len(set(names)) == 5000
    assert names == texts.synthetic_names(corpus, 5000)
    found = sum(name in corpus.whole for name in names)
    assert 0 < found <= 5000 * texts.SHARE_FOUND + 100


def test_names_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("# comment\nParis\tLOC\n\nZürich\tLOC\nParis\tPERSON\nRome\n", encoding="utf-8")
    assert texts.read_names(path, 10) == ["Paris", "Zürich", "Rome"]
    assert texts.read_names(path, 1) == ["Paris"]


# ---- The command ----


def test_run_with_lede_and_a_fake_peer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pysbd", None)
    kept = ("lede.sentence_spans", "pysbd")

    def peers(corpus: texts.Corpus, names: list[str]) -> list[Peer]:
        fake = peer("fake", lambda text: [time.sleep(1e-5)], unit="spans")
        skipped = peer("Left-Out", str.split)
        listed = [each for each in peers_sentences.peers(corpus) if each.name in kept]
        return [*listed, fake, skipped]

    monkeypatch.setitem(run.TASKS, "sentences", peers)
    source, report = tmp_path / "texts.jsonl", tmp_path / "report.json"
    lines = [json.dumps({"id": i, "text": text}) for i, text in enumerate(CORPUS.articles)]
    source.write_text("\n".join(lines), encoding="utf-8")
    arguments = f"--texts {source} --json {report} --task sentences --rounds 2 --seconds 0.1"
    assert run.main([*arguments.split(), "--skip", "left-out"]) == 0

    shown = capsys.readouterr().out
    assert "== sentences: one article a call ==" in shown
    assert "== sentences: all articles as one string ==" in shown
    assert "not timed: Left-Out (left out by --skip)" in shown
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["texts"] == {"name": "texts.jsonl", "count": 100, "bytes": CORPUS.size}
    for table in written["tables"]:
        ours, theirs = table["rows"]
        assert (ours["name"], theirs["name"]) == ("lede.sentence_spans", "fake")
        assert theirs["compared_with"] == "lede.sentence_spans"
        assert theirs["lede_times_as_fast"]["low"] > 0
        assert {each["name"] for each in table["missing"]} == {"pysbd", "Left-Out"}


def test_run_fails_only_without_lede(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(run.TASKS, "read", lambda corpus, names: [peer("fake", str.split)])
    arguments = ["--task", "read", "--mode", "article", "--rounds", "1", "--seconds", "0.01"]
    assert run.main(arguments) == 1
    assert run.main(["--texts", str(tmp_path / "nowhere.jsonl")]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_the_core_without_columns_compiles() -> None:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    flags = ["-std=c11", "-fsyntax-only", "-Wall", "-Werror", f"-I{ROOT / 'csrc'}"]
    source = str(ROOT / "benchmarks/columns.c")
    done = subprocess.run([compiler, *flags, source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
