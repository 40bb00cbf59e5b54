"""Options of sentences, explanations, and models that are damaged or hostile."""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lede
import pytest
from lede import _core, _reader

MODEL = Path(lede.__file__).parent / "data" / "sentences.lede"


def test_abbreviations_end_nothing_but_before_words_that_begin_sentences() -> None:
    text = "Ask Abt. Zwei. Write to the Abt. The rest is silence."
    assert lede.sentences(text, abbreviations=["abt"]) == [
        "Ask Abt. Zwei.",
        "Write to the Abt.",
        "The rest is silence.",
    ]
    assert lede.sentences(text, abbreviations=["Abt."]) == lede.sentences(
        text, abbreviations=["abt"]
    )


def test_what_is_never_split_is_kept_whole_and_ends_nothing() -> None:
    text = "I read Who? Me! again. It is old."
    assert lede.sentences(text, never_split=["Who? Me!"]) == [
        "I read Who? Me! again.",
        "It is old.",
    ]
    assert lede.sentences("He left. She came.", never_split=["left."]) == ["He left. She came."]
    assert lede.sentences("It rained. It ended.", never_split=["snowed."]) == [
        "It rained.",
        "It ended.",
    ]


def test_a_higher_threshold_gives_no_more_sentences() -> None:
    text = "He saw the U.S. Navy. It was at 5 p.m. Mr. Lee left... Then Acme Inc. Shares rose."
    counts = [len(lede.sentences(text, threshold=t)) for t in (0.001, 0.3, 0.5, 0.9, 0.999999)]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"threshold": 0}, lede.OptionError),
        ({"threshold": 1.0}, lede.OptionError),
        ({"threshold": True}, lede.OptionError),
        ({"threshold": "high"}, lede.OptionError),
        ({"threshold": float("nan")}, lede.OptionError),
        ({"abbreviations": "Abt."}, lede.OptionError),
        ({"abbreviations": [""]}, lede.OptionError),
        ({"abbreviations": [5]}, TypeError),
        ({"never_split": 5}, TypeError),
        ({"never_split": [" "]}, lede.OptionError),
        ({"newline": "none"}, lede.OptionError),
        ({"quotes": "join"}, lede.OptionError),
    ],
)
def test_impossible_options_are_refused(options: dict[str, Any], error: type[Exception]) -> None:
    for function in (lede.sentences, lede.sentence_spans):
        with pytest.raises(error):
            function("A. B.", **options)
    with pytest.raises(error):
        lede.Reader(**options)


def test_a_reader_and_its_pickle_keep_the_options() -> None:
    options: dict[str, Any] = {
        "abbreviations": ["Abt"],
        "never_split": ["Yes! No!"],
        "threshold": 0.7,
        "newline": "wrap",
    }
    text = "Ask Abt. Zwei.\n- Yes! No! It said. U.S. Navy\n\nThe end"
    reader = lede.Reader(**options)
    again = pickle.loads(pickle.dumps(reader))
    assert reader == again and hash(reader) == hash(again)
    spans = lede.sentence_spans(text, **options)
    assert spans == [(s.start, s.end) for s in reader.read(text).sentences]
    assert spans == again.sentence_spans(text)
    assert lede.sentences(text, **options) == [text[a:b] for a, b in spans]


# ---- Explanations ----


def test_an_explanation_agrees_with_the_split() -> None:
    text = "Ask Gen. Lee.\xa0 “Is it 3.5?” he said. The U.S. Navy left.\n\nThe end"
    ends = {end for _, end in lede.sentence_spans(text)} - {len(text)}
    told = {i: why for i in range(len(text)) if (why := lede.explain(text, i)) is not None}
    assert {why.end for why in told.values() if why.ends} == ends
    for at, why in told.items():
        assert why.start <= at and text[why.start : why.end] == why.text
        assert (why.probability is None) == (why.features == ())
        if why.probability is not None:
            assert (why.probability > 0.5) == why.ends
            odds = [abs(value) for _, value in why.features]
            assert odds == sorted(odds, reverse=True)
        assert str(why).startswith(f"{why.start}-{why.end} ")


@pytest.mark.parametrize(
    ("text", "at", "options", "reason"),
    [
        ("At 3.5 it", 4, {}, "no white space"),
        ("1. Go", 1, {}, "numbers an item"),
        ("“Go. Now”", 3, {"quotes": "keep"}, "quotes are kept"),
        ("Go. Now", 2, {"never_split": ["Go."]}, "never_split"),
        ("Go\n\nNow", 2, {}, "blank line"),
        ("Go\n- Now", 2, {}, "blank line or line end"),
        ("1. Go 2. Now", 6, {}, "item of a list begins"),
        ("date 2020-02-07 Go", 15, {}, "metadata"),
        ("走。来。", 1, {}, "always ends"),
        ("Go.", 2, {}, "nothing follows"),
    ],
)
def test_rules_are_told_by_their_name(
    text: str, at: int, options: dict[str, Any], reason: str
) -> None:
    why = lede.explain(text, at, **options)
    assert why is not None and reason in why.reason


def test_explanations_point_into_the_text_as_it_came() -> None:
    text = "He said&nbsp;so.&#32; “Caf&eacute; &amp; bar.&rdquo; The end."
    at = text.index("so.") + 2
    why = lede.explain(text, at)
    assert why is not None and why.ends and why.text == "."


def test_bad_positions() -> None:
    assert lede.explain("Go.", 99) is None and lede.explain("", 0) is None
    assert lede.explain("Go.", 10**30) is None
    with pytest.raises(lede.OptionError, match="position=-1"):
        lede.explain("Go.", -1)
    with pytest.raises(TypeError):
        lede.explain("Go.", "2")  # type: ignore[arg-type]


# ---- Models ----


def section(bits: int = 1, bias: int = 0, scale: float = 0.1, flags: int = 0) -> bytes:
    return struct.pack("<IifI", bits, bias, scale, flags) + bytes(1 << bits)


WORDS = struct.pack("<4I", 0, 0, 5, 1)
GOOD = {"meta": struct.pack("<I", 3), "words.all": WORDS, "weights.all": section()}


def opened(folder: Path, sections: dict[str, bytes], kind: str = "SENTENCE") -> Any:
    file = folder / "model.lede"
    file.write_bytes(_core.pack_build(kind, tuple(sections.items())))
    return _core.sentence_model_open(os.fsencode(file), "en")


def test_the_smallest_model_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(tmp_path, GOOD)
    monkeypatch.setattr(_reader, "_sentence_model", lambda language: model)
    reader = lede.Reader(abbreviations=["a", "b"], never_split=["c"])
    assert reader.sentence_spans("One. Two. b. The end.")


@pytest.mark.parametrize(
    "change",
    [
        {"meta": b""},
        {"meta": struct.pack("<I", 1)},
        {"words.all": b""},
        {"words.all": WORDS[:8]},
        {"words.all": WORDS[:12]},
        {"words.all": WORDS + WORDS[:8]},
        {"words.all": struct.pack("<4I", 7, 1, 5, 1)},  # full: a look-up would never end
        {"words.all": struct.pack("<4I", 0, 3, 5, 1)},  # an empty slot with kinds
        {"words.all": struct.pack("<128I", *(x for i in range(64) for x in (i > 8, 0)))},
        {"words.en": b"x"},
        {"ordinary.en": b""},
        {"ordinary.en": bytes(16_383)},
        {"weights.all": b""},
        {"weights.all": section()[:-1]},
        {"weights.all": section() + b"x"},
        {"weights.all": section(bits=0)},
        {"weights.all": section()[:0] + struct.pack("<IifI", 31, 0, 0.1, 0)},
        {"weights.all": section(bias=1 << 30)},
        {"weights.all": section(scale=0)},
        {"weights.all": section(scale=float("nan"))},
        {"weights.all": section(scale=float("inf"))},
        {"weights.all": section(flags=9)},
        {"weights.en": section(bits=3)[:-3]},
    ],
)
def test_hostile_models_are_refused(tmp_path: Path, change: dict[str, bytes]) -> None:
    with pytest.raises(lede.FileError, match=r"model\.lede is no model of sentences"):
        opened(tmp_path, GOOD | change)


@pytest.mark.parametrize("missing", GOOD)
def test_models_without_a_section_are_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(lede.FileError):
        opened(tmp_path, {name: GOOD[name] for name in GOOD if name != missing})


def test_other_packs_are_no_models(tmp_path: Path) -> None:
    with pytest.raises(lede.FileError):
        opened(tmp_path, GOOD, kind="NAMES")
    with pytest.raises(OSError):
        _core.sentence_model_open(os.fsencode(tmp_path / "none"), "en")


@pytest.mark.parametrize("damage", [lambda b: b[:100], lambda b: b[:-1], lambda b: b"x" + b[1:]])
def test_damaged_files_are_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "model.lede"
    file.write_bytes(damage(MODEL.read_bytes()))
    with pytest.raises(lede.FileError):
        _core.sentence_model_open(os.fsencode(file), "en")


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size <= 512 * 1024


def test_languages_by_code() -> None:
    text = "Am 3. Oktober kam z. B. Dr. Maier. Dann ging er."
    assert len(lede.sentences(text, "de")) == len(lede.sentences(text, "de-AT")) == 2
    for code in ("en", "fr", "es", "it", "pt", "ru", "ar", "ja", "tlh"):
        assert lede.sentences("Hm.", code) == ["Hm."]
