"""Bad input: an error that says what was wrong and where, and never a crash or a silent loss."""

from __future__ import annotations

import errno
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lede
import pytest
from lede import _core

READER = lede.Reader()
GAZETTEER = lede.Gazetteer([("Oman", "LOC", "Q842"), ("Islamic State", "ORG")])
BUILT_IN = Path(lede.__file__).parent / "data" / "names.lede"

TAKES_TEXT: dict[str, Callable[[Any], Any]] = {
    "normalize": lede.normalize,
    "normalize with changes": lambda text: lede.normalize(text, changes=True),
    "sentences": lede.sentences,
    "sentence_spans": lede.sentence_spans,
    "entities": lede.entities,
    "read": lede.read,
    "Reader.read": READER.read,
    "Reader.sentences": READER.sentences,
    "Reader.sentence_spans": READER.sentence_spans,
    "Reader.entities": READER.entities,
    "Gazetteer.find": GAZETTEER.find,
}


@pytest.fixture(params=TAKES_TEXT, ids=lambda name: name.replace(" ", "_"))
def take(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    return TAKES_TEXT[request.param]


# ---- Wrong types ----


@pytest.mark.parametrize("wrong", [None, 5, 2.5, ["a"], ("a",), {"a": 1}, object(), str], ids=repr)
def test_what_is_no_text_is_a_type_error(take: Callable[[Any], Any], wrong: Any) -> None:
    with pytest.raises(TypeError, match=type(wrong).__name__):
        take(wrong)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lede.normalize("a", steps=None), "NoneType"),
        (lambda: lede.normalize("a", steps=5), "int"),
        (lambda: lede.read("a", date=5), "date"),
        (lambda: lede.Reader(gazetteers=["Oman"]), "gazetteers must be Gazetteer, not str"),
        (lambda: lede.Reader(gazetteers=None), "gazetteers must be a collection .*not NoneType"),
        (lambda: lede.Reader("en"), "positional"),
        (lambda: lede.Gazetteer(5), "entries must be a collection of names, not int"),
        (lambda: lede.Gazetteer(None), "entries must be a collection of names, not NoneType"),
        (lambda: GAZETTEER.select(allow=5), "allow must be a collection of names, not int"),
        (lambda: GAZETTEER.select(deny=None), "deny must be a collection of names, not NoneType"),
        (lambda: GAZETTEER.entry("1"), "int"),
        (lambda: lede.Gazetteer([], variants=None), "variants must be .*, not NoneType"),
        (lambda: lede.explain("Ask Gen. Lee.", 7.0), "position must be an int, not float"),
        (lambda: lede.explain("Ask Gen. Lee.", True), "position must be an int, not bool"),
        (lambda: lede.mask_links("a", 5), "mask must be str, not int"),
        (lambda: lede.Gazetteer("Oman"), "list"),
        (lambda: lede.Gazetteer({"name": "Oman"}), "list"),
        (lambda: lede.Gazetteer([5]), "entry 0"),
        (lambda: lede.Gazetteer(["a", None]), "entry 1"),
        (lambda: lede.Gazetteer([("a", "b", "c", "d")]), "entry 0"),
        (lambda: lede.Gazetteer([()]), "entry 0"),
        (lambda: lede.Gazetteer(["a", ("b", 5)]), "entry 1: label must be str, not int"),
        (lambda: lede.Gazetteer([{"name": None}]), "entry 0: name must be str, not NoneType"),
        (lambda: lede.Gazetteer([{"name": "a", "aliases": [1]}]), "entry 0: aliases"),
        (lambda: lede.Gazetteer([{"name": "a", "aliases": "bc"}]), "entry 0: aliases"),
        (lambda: lede.Gazetteer([{"name": "a", "aliases": [None]}]), "entry 0: aliases.*NoneType"),
        (lambda: GAZETTEER.select(allow=["Oman", None]), "allow must hold.*not None"),
        (lambda: GAZETTEER.select(deny=[("Oman", "LOC")]), "deny must hold.*'Oman', 'LOC'"),
        (lambda: GAZETTEER.get(5), "int"),
        (lambda: GAZETTEER.save(5), "int"),
        (lambda: lede.Gazetteer.open(5.0), "float"),
        (lambda: READER.read_many("one text"), "one text"),
        (
            lambda: READER.read_many(["a"], dates=5),
            "dates must be dates or the name of their column, not int",
        ),
        (lambda: READER.read_many(b"one text"), "one text"),
        (lambda: READER.read_many(None), "NoneType"),
        (lambda: READER.read_many(["a", 5]), "row 1"),
        (lambda: lede.normalize("abc", changes=True).to_source("a", "b"), "str"),
    ],
)
def test_other_wrong_types_are_type_errors(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call()


# ---- Impossible options ----


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lede.normalize("a", form="nfc"), "'nfc'.*'NFC', 'NFD', 'NFKC', 'NFKD'"),
        (lambda: lede.normalize("a", form=None), "None.*'NFC'"),
        (
            lambda: lede.normalize("a", steps=["space"]),
            "'space'.*controls, entities, spaces, quotes",
        ),
        (lambda: lede.normalize("a", quotes="curly"), "quotes='curly'.*'keep', 'straight'"),
        (lambda: lede.normalize("a", dashes=None), "dashes=None.*'typographic'"),
        (lambda: lede.normalize("a", ellipsis="..."), "ellipsis.*'typographic'"),
        (lambda: lede.normalize("a", steps=["typography"]), "'typography'.*surrogates, controls"),
        (lambda: lede.normalize("a", steps=["wrapped"]), "'wrapped'.*'lines' or 'spaces'"),
        (
            lambda: lede.normalize("a", form="NFKC", ellipsis="typographic"),
            "typographic.*form='NFKC'.*'NFC'",
        ),
        (lambda: lede.normalize("a", steps="spaces"), r"\('spaces',\)"),
        (lambda: lede.normalize("a", steps=[1]), "1.*controls"),
        (lambda: lede.normalize("a", errors="ignore"), "'ignore'.*'raise', 'replace'"),
        (lambda: lede.read("a", errors="skip"), "'skip'.*'raise', 'replace'"),
        (lambda: lede.read("a", date="7 Feb"), "'7 Feb'.*2020-02-07"),
        (lambda: lede.read("a", date="2020-02-31"), "2020-02-31"),
        (lambda: lede.sentences("a", lang=""), "''.*\"en\""),
        (lambda: lede.sentences("a", lang="english!"), "english!"),
        (lambda: lede.sentences("a", newline="lines"), "'lines'.*'paragraph', 'line'"),
        (lambda: lede.sentence_spans("a", quotes="join"), "'join'.*'split', 'keep'"),
        (lambda: lede.Reader(lang=None), "None"),
        (lambda: lede.Reader(builtin="no"), "builtin='no'.*: give True or False"),
        (lambda: lede.Reader(aliases="x"), "aliases='x'.*: give True or False"),
        (lambda: lede.Gazetteer.open(BUILT_IN, verify="no"), "verify='no'.*: give True or False"),
        (lambda: lede.Reader(builtin=None), "builtin=None.*: give True or False"),
        (lambda: lede.Gazetteer([], progress="x"), "progress='x'.*True, False or a function"),
        (lambda: READER.read_many([], progress="x"), "progress='x'.*: give True or False"),
        (lambda: lede.Reader(quotes=True), "True"),
        (lambda: lede.Gazetteer([], fold="accents"), "'accents'.*'none', 'case', 'case\\+accents'"),
        (lambda: lede.Gazetteer([{"name": "a", "nmae": "b"}]), "entry 0.*'nmae'.*name, label, id"),
        (lambda: lede.Gazetteer(["b", {"label": "a"}]), "entry 1.*no name"),
        (lambda: READER.read_many([], errors="ignore"), "'ignore'.*'raise', 'null'"),
        (lambda: READER.read_many([], threads=0), "0.*1 or more"),
        (lambda: READER.read_many([], threads=-1), "-1"),
        (lambda: READER.read_many([], threads=1.5), "1.5"),
        (lambda: READER.read_many([], threads=True), "True"),
    ],
)
def test_impossible_options_say_what_to_write(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(lede.OptionError, match=message):
        call()


def test_numbers_of_numpy_are_numbers() -> None:
    one = pytest.importorskip("numpy").int64(1)
    text = "Ask Gen. Lee."
    assert lede.explain(text, 7 * one) == lede.explain(text, 7)
    assert list(READER.read_many([text], threads=one, batch=one)) == [lede.read(text)]
    assert GAZETTEER.entry(one) == GAZETTEER.entry(1)


def test_fractions_of_numpy_are_numbers() -> None:
    half = pytest.importorskip("numpy").float32(0.5)
    assert lede.Reader(threshold=half).sentences("A. B.") == READER.sentences("A. B.")
    entry = lede.Gazetteer([{"name": "Oman", "prior": half}]).entry(0)
    assert entry == lede.Gazetteer([{"name": "Oman", "prior": 0.5}]).entry(0)


def test_missing_values_and_arrays_are_no_texts(take: Callable[[Any], Any]) -> None:
    pandas = pytest.importorskip("pandas")
    for missing in (pandas.NA, pandas.NaT, float("nan")):
        with pytest.raises(
            TypeError, match=r"text must be str or bytes, not .* \(a missing value\?"
        ):
            take(missing)
    with pytest.raises(TypeError, match=r"text must be str or bytes, not ndarray$"):
        take(pandas.Series([1, 2]).to_numpy())


def test_a_row_of_an_array_is_no_text() -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(TypeError, match="text must be str or bytes, not ndarray in row 0"):
        READER.read_many(numpy.array([["a", "b"], ["c", "d"]]))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((0, 1, [], "a", "b", "c"), "text must be str, not list"),
        ((0, 1, "a", None, "b", "c"), "name must be str, not NoneType"),
        ((0, 1, "a", "b", 5, "c"), "label must be str or None, not int"),
        ((0, 1, "a", "b", "c", b"d"), "id must be str or None, not bytes"),
        (("0", 1, "a", "b", "c", "d"), "str"),
    ],
)
def test_fields_of_a_match_are_checked(fields: tuple[Any, ...], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        lede.Match(*fields)
    with pytest.raises(TypeError, match=message):
        lede.Match._make(fields)


@pytest.mark.parametrize("span", [(0, -5), (-1, 3), (4, 2)])
def test_a_match_lies_somewhere(span: tuple[int, int]) -> None:
    with pytest.raises(lede.Error, match=f"between {span[0]} and {span[1]}"):
        lede.Match(*span, "a", "a", None, None)


def test_no_match_leads_back_to_itself() -> None:
    class Mine(str):
        match: object

    text = Mine("Oman")
    match = lede.Match(0, 4, text, "Oman", None, None)
    text.match = match
    assert type(match.text) is str and match.text == "Oman"


def test_places_that_are_not_there() -> None:
    articles = READER.read_many(["One.", "Two."])
    for place in (2, -3):
        with pytest.raises(IndexError, match=f"there is no article {place} among 2"):
            articles[place]
    with pytest.raises(TypeError, match="str"):
        articles["One."]  # type: ignore[call-overload]
    for place in (2, -1, 2**70):
        with pytest.raises(IndexError, match=f"there is no entry {place} among 2"):
            GAZETTEER.entry(place)


def test_more_threads_than_anybody_has() -> None:
    for threads in (1000, 2**31, 2**62, 10**30):
        assert list(READER.read_many(["One.", "Two."], threads=threads)) == [
            lede.read("One."),
            lede.read("Two."),
        ]


@pytest.mark.parametrize("field", ["name", "id"])
def test_names_are_of_bounded_length(field: str) -> None:
    entry = {"name": "a", field: "é" * 40_000}
    with pytest.raises(lede.SizeError, match="entry 1"):
        lede.Gazetteer(["b", entry])


# ---- Bytes ----


@pytest.mark.parametrize(
    ("text", "byte"),
    [
        (b"\xff", 0),
        (b"caf\xe9 au lait", 3),
        (b"abc\xc3", 3),
        (b"abc\xe2\x82", 3),
        (b"\xc0\xaf", 0),
        (b"ab\xed\xa0\x80", 2),
        (b"a\xf4\x90\x80\x80", 1),
        (b"x" * 1000 + b"\x80", 1000),
    ],
)
def test_bytes_that_are_not_utf8(take: Callable[[Any], Any], text: bytes, byte: int) -> None:
    with pytest.raises(lede.EncodingError, match=f"byte {byte} is 0x{text[byte]:02x}") as caught:
        take(text)
    assert (caught.value.byte, caught.value.row) == (byte, None)
    assert 'errors="replace"' in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.byte) == (str(caught.value), byte)


def test_bytes_with_errors_replaced() -> None:
    text = b"Caf\xe9 in Iraq. \xff\xfe Yes."
    decoded = text.decode("utf-8", "replace")
    assert lede.read(text, errors="replace") == lede.read(decoded)
    assert lede.normalize(text, errors="replace") == lede.normalize(decoded)
    assert list(READER.read_many([text], errors="replace")) == [lede.read(decoded)]


BATCH = ["One.", b"caf\xe9", None, "Two.", 5, b"Three."]


def test_batches_raise_with_the_row() -> None:
    with pytest.raises(lede.EncodingError, match="row 1") as caught:
        READER.read_many(BATCH)
    assert (caught.value.row, caught.value.byte) == (1, 3)
    with pytest.raises(TypeError, match="int in row 4"):
        READER.read_many(BATCH, errors="replace")


def test_batches_give_null_or_skip() -> None:
    nulls = READER.read_many(BATCH, errors="null")
    assert [a and a.text for a in nulls] == ["One.", None, None, "Two.", None, "Three."]
    assert nulls.rows == (0, 1, 2, 3, 4, 5)
    skipped = READER.read_many(iter(BATCH), errors="skip", threads=2)
    assert [a and a.text for a in skipped] == ["One.", None, "Two.", "Three."]
    assert skipped.rows == (0, 2, 3, 5)
    for articles in (nulls, skipped):
        assert [error.row for error in articles.errors] == [1, 4]
        assert "0xe9 in row 1" in articles.errors[0].message
        assert "int in row 4" in articles.errors[1].message


def test_rows_are_counted_over_all_batches() -> None:
    many = ["One."] * 1000 + [b"\xff"] + ["Two."] * 10
    with pytest.raises(lede.EncodingError) as caught:
        READER.read_many(many)
    assert caught.value.row == 1000
    skipped = READER.read_many(many, errors="skip")
    assert len(skipped) == 1010 and skipped.rows[1000] == 1001
    assert [error.row for error in skipped.errors] == [1000]


def test_an_error_of_the_callers_own_iterator_comes_through() -> None:
    def texts() -> Any:
        yield "One."
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        READER.read_many(texts(), errors="skip")


# ---- Odd texts ----


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\ud800", "\ufffd"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83d\ud83d\ude00b", "a\ufffd😀b"),
        ("é\udcff", "é\ufffd"),
        ("😀\ud800", "😀\ufffd"),
    ],
)
def test_surrogates_are_cleaned(take: Callable[[Any], Any], text: str, clean: str) -> None:
    take(text)
    assert lede.normalize(text) == clean
    article = lede.read(text)
    assert article.clean == clean
    assert [(s.start, s.end, s.text) for s in article.sentences] == [(0, len(text), text)]
    article.clean.encode()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\xa0\u3000\u2029", " " * 100_000])
def test_nothing_to_read(text: str) -> None:
    article = lede.read(text)
    assert article.text is text and article.clean == ""
    assert article.sentences == article.entities == article.names == ()
    assert lede.sentences(text) == lede.sentence_spans(text) == lede.entities(text) == []
    assert GAZETTEER.find(text) == []
    assert lede.read(text.encode()).sentences == ()


def test_text_of_which_cleaning_leaves_nothing() -> None:
    text = " \x00\u200b\n\x07 "
    article = lede.read(text)
    assert article.clean == ""
    assert [s.text for s in article.sentences] == ["\x00\u200b\n\x07"]


def test_a_subclass_of_str_is_a_text() -> None:
    class Mine(str):
        def __len__(self) -> int:
            return 3

        def encode(self, *_: Any) -> bytes:
            raise AssertionError

    text = Mine("Iraq and Oman.")
    assert [e.text for e in lede.read(text).entities] == ["Iraq", "Oman"]


def test_buffers_that_are_no_plain_bytes() -> None:
    with pytest.raises((TypeError, BufferError)):
        lede.read(memoryview(b"abcdef")[::2])


# ---- Large texts ----


def memory() -> int:
    """Bytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/self/statm")
def test_a_text_of_100_megabytes() -> None:
    """Read in reasonable time, to the last word, and its memory given back."""
    unit = "The mayor of Basra spoke on Monday. “It is over, ”he said&nbsp;so.\n\n"
    text = unit * (100_000_000 // len(unit)) + "Zorblax is in Oman."
    before = memory()
    start = time.process_time()
    spans = lede.sentence_spans(text)
    assert spans[-1] == (len(text) - 19, len(text))
    assert len(spans) == 2 * text.count("\n\n") + 1
    del spans
    clean = lede.normalize(text)
    assert clean.endswith("Oman.") and len(clean) < len(text)
    del clean
    article = lede.read(text)
    assert article.seconds["names"] > 0  # read to the end; its entities would be a million objects
    assert article._core.rows(2, 0)[-1][0] == "Oman"
    del article
    assert time.process_time() - start < 90
    assert memory() - before < 150_000_000


def test_texts_past_the_limit_are_refused() -> None:
    # NFKC might make it larger than offsets can count; without the fraction it has nothing to do.
    text = "a" * (2**31 // 11 + 1) + "½"
    with pytest.raises(lede.SizeError, match="split it"):
        lede.normalize(text, form="NFKC")


# ---- Damaged files ----


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.lede"
    GAZETTEER.save(path)
    return path


def use(path: Path) -> bool:
    """Do all that can be done with a file opened without a look at all of it; False if refused."""
    try:
        gazetteer = lede.Gazetteer.open(path)
    except lede.FileError as error:
        assert str(path) in str(error)
        return False
    text = "The Islamic State fled from Oman to the US, and Paris, Iraqi Army. 文 U.S. New York"
    for match in gazetteer.find(text):
        assert text[match.start : match.end] == match.text
    lede.Reader(gazetteers=[gazetteer]).read(text).to_dict()
    for name in ("Oman", "Islamic State"):
        gazetteer.get(name)
    for _, _entry in zip(range(50), gazetteer, strict=False):
        pass
    assert isinstance(repr(gazetteer), str)
    return True


def refuses(path: Path) -> None:
    with pytest.raises(lede.FileError) as caught:
        lede.Gazetteer.open(path, verify=True)
    message = str(caught.value)
    assert str(path) in message and len(message) > len(str(path)) + 10


def test_every_flipped_bit_of_a_small_file_is_seen(small: Path) -> None:
    good = small.read_bytes()
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1 << at % 8
        small.write_bytes(bad)
        refuses(small)
        use(small)
    small.write_bytes(good)
    assert lede.Gazetteer.open(small, verify=True) == GAZETTEER


def test_flipped_bytes_of_the_built_in_names_are_seen(tmp_path: Path) -> None:
    good = BUILT_IN.read_bytes()
    path = tmp_path / "names.lede"
    path.write_bytes(good)
    step = len(good) // 2000  # each one is a check of the whole file
    with path.open("r+b") as file:
        for at in range(0, len(good), step):
            file.seek(at)
            file.write(bytes([good[at] ^ 0xFF]))
            file.flush()
            refuses(path)
            if at % (16 * step) == 0:
                use(path)
            file.seek(at)
            file.write(good[at : at + 1])
            file.flush()
    lede.Gazetteer.open(path, verify=True)


def test_files_that_fuzzing_begins_with_are_dictionaries() -> None:
    corpus = sorted((Path(__file__).parents[1] / "fuzz" / "corpus" / "pack").iterdir())
    sizes = {path.stem: len(_core.gazetteer_load(path.read_bytes()[1:])) for path in corpus}
    assert sizes == {"empty": 0, "small": 7}


def test_truncated_files_are_seen_at_once(small: Path, tmp_path: Path) -> None:
    for good in (small.read_bytes(), BUILT_IN.read_bytes()):
        path = tmp_path / "cut.lede"
        step = max(1, len(good) // 700)
        for size in [*range(min(1024, len(good))), *range(1024, len(good), step), len(good) - 1]:
            path.write_bytes(good[:size])
            refuses(path)
            with pytest.raises(lede.FileError):  # without verify as well: the size is in the header
                lede.Gazetteer.open(path)
        path.write_bytes(good + b"\0")
        refuses(path)


def test_files_whose_checksums_are_right_but_contents_wild(tmp_path: Path, small: Path) -> None:
    """Sections swapped for noise: open cannot know, and find must not crash."""
    good = small.read_bytes()
    sections = int.from_bytes(good[32:36], sys.byteorder)
    header = 64 + 48 * sections
    opened = 0
    for seed in range(300):
        bad = bytearray(good)
        state = seed * 2654435761 % 2**32
        for _ in range(1 + seed % 40):
            state = (state * 1103515245 + 12345) % 2**31
            at = header + state % (len(bad) - header)
            state = (state * 1103515245 + 12345) % 2**31
            bad[at] = state >> 16 & 0xFF
        small.write_bytes(bad)
        opened += use(small)
    assert opened > 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a lede file"),
        (b"name,label\nOman,LOC\n" * 10, "not a lede file"),
        (b"LEDEPACK", "not a lede file"),
        (b"LEDEPACK" + bytes(500), "byte order"),
    ],
)
def test_other_kinds_of_files(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "other.lede"
    path.write_bytes(content)
    with pytest.raises(lede.FileError, match=message):
        lede.Gazetteer.open(path)


def test_files_of_another_kind_or_version(small: Path) -> None:
    good = small.read_bytes()
    small.write_bytes(good.replace(b"NAMES", b"MODEL", 1))
    with pytest.raises(lede.FileError, match='holds "MODEL", not "NAMES"'):
        lede.Gazetteer.open(small)
    small.write_bytes(good[:8] + bytes([99]) + good[9:])
    with pytest.raises(lede.FileError, match="version 99"):
        lede.Gazetteer.open(small)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        lede.Gazetteer.open(tmp_path / "missing.lede")
    with pytest.raises(IsADirectoryError):
        lede.Gazetteer.open(tmp_path)
    with pytest.raises(ValueError, match="null"):
        lede.Gazetteer.open("a\0b")
    with pytest.raises(FileNotFoundError, match=r"cannot write .*missing") as caught:
        GAZETTEER.save(tmp_path / "missing" / "names.lede")
    assert caught.value.errno == errno.ENOENT
    with pytest.raises(FileNotFoundError, match=r"cannot open .*missing"):
        lede.Reader(tagger=tmp_path / "missing")
    with pytest.raises(IsADirectoryError):
        lede.Reader(tagger=tmp_path)
    assert list(tmp_path.iterdir()) == []


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_saved_file_has_the_mode_of_any_other(tmp_path: Path) -> None:
    path = tmp_path / "names.lede"
    before = os.umask(0o077)
    try:
        GAZETTEER.save(path)
        assert mode(path) == 0o600
        path.chmod(0o640)
        GAZETTEER.save(path)
        assert mode(path) == 0o640
        os.umask(0o022)
        GAZETTEER.save(tmp_path / "open.lede")
        assert mode(tmp_path / "open.lede") == 0o644
    finally:
        os.umask(before)


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    target, link = tmp_path / "store" / "names.lede", tmp_path / "names.lede"
    link.symlink_to(target)
    for _ in range(2):  # first it leads nowhere
        GAZETTEER.save(link)
        assert link.is_symlink() and not target.is_symlink()
        assert lede.Gazetteer.open(target) == GAZETTEER
    assert sorted(path.name for path in tmp_path.rglob("*.lede")) == ["names.lede"] * 2


def test_who_reads_keeps_the_file_that_save_replaces(small: Path) -> None:
    opened = lede.Gazetteer.open(small)
    lede.Gazetteer(["Peru"]).save(small)
    assert opened == GAZETTEER and lede.Gazetteer.open(small) != GAZETTEER
    assert [path.name for path in small.parent.iterdir()] == ["small.lede"]


def test_a_file_in_memory_may_be_cut(small: Path) -> None:
    opened = lede.Gazetteer.open(small, mapped=False)
    small.write_bytes(b"")
    assert opened == GAZETTEER and opened.find("In Oman.") == GAZETTEER.find("In Oman.")
    assert pickle.loads(pickle.dumps(opened)) == GAZETTEER
    with pytest.raises(lede.FileError, match=r"small\.lede"):
        lede.Gazetteer.open(small, mapped=False)


def test_saving_replaces_files_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a regular file"):
        GAZETTEER.save(pipe)
    assert pipe.is_fifo()


def test_pickled_bytes_that_are_damaged() -> None:
    load, (content,) = GAZETTEER.__reduce__()
    assert load(content) == GAZETTEER
    for bad in (b"", content[:-1], content[:100], b"x" + content[1:]):
        with pytest.raises(lede.FileError):
            load(bad)


def test_one_name_has_so_many_spellings_and_no_more() -> None:
    def spelling(number: int) -> str:
        return "".join(c.upper() if number >> i & 1 else c for i, c in enumerate("abcdefgh"))

    spellings = [spelling(number) for number in range(128)]
    full = lede.Gazetteer(spellings[:127])
    assert [match.name for match in full.find("Abcdefgh")] == spellings[:127]
    with pytest.raises(lede.SizeError, match="more than 127 spellings of one name"):
        lede.Gazetteer(spellings)


@pytest.mark.parametrize("key", ["exact_case", "needs_capital", "possessive", "plural"])
@pytest.mark.parametrize("value", ["false", b"", 2, "no"])
def test_what_an_entry_asks_is_true_or_false(key: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"entry 1: {key} must be True or False, not "):
        lede.Gazetteer(["Oman", {"name": "Peru", key: value}])
    lede.Gazetteer([{"name": "Peru", key: None}, {"name": "Peru", key: 1}])
