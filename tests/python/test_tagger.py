"""The trained tagger from Python: which model a reader uses, and what files it refuses."""

from __future__ import annotations

import pathlib
import pickle

import lede
import pytest

TEXT = "Dr. Ama Mensah of the Volta River Authority met reporters in Kumasi. Mensah smiled."
MODEL = pathlib.Path(lede.__file__).parent / "data" / "tagger.lede"


def found(reader: lede.Reader) -> list[tuple[str, str]]:
    return [(e.text, e.label) for e in reader.read(TEXT).entities]


def test_a_reader_may_leave_the_model_out() -> None:
    rules, none = lede.Reader(tagger="rules"), lede.Reader(tagger=False)
    assert ("Ama Mensah", "PERSON") in found(rules)
    assert all(e.source == "gazetteer" for e in none.read(TEXT).entities)
    assert [e.score for e in rules.read(TEXT).entities] != [
        e.score for e in lede.read(TEXT).entities
    ]


def test_a_path_takes_another_model(tmp_path: pathlib.Path) -> None:
    copy = tmp_path / "own.lede"
    copy.write_bytes(MODEL.read_bytes())
    reader = lede.Reader(tagger=copy)
    assert found(reader) == found(lede.Reader())
    assert found(pickle.loads(pickle.dumps(reader))) == found(reader)
    assert "own.lede" in repr(reader)


def test_impossible_models_are_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(lede.OptionError, match="rulez"):
        lede.Reader(tagger="rulez")  # type: ignore[arg-type]
    with pytest.raises(OSError, match=r"none\.lede"):
        lede.Reader(tagger=tmp_path / "none.lede")
    short = tmp_path / "short.lede"
    short.write_bytes(MODEL.read_bytes()[:-1000])
    with pytest.raises(lede.FileError, match=r"short\.lede is damaged"):
        lede.Reader(tagger=short)
    with pytest.raises(lede.FileError, match="NAMES"):
        lede.Reader(tagger=MODEL.with_name("names.lede"))


def test_the_model_is_whole() -> None:
    from lede import _core

    model = _core.tagger_open(bytes(MODEL))
    model.verify()
    assert lede.versions()["tagger"] == f"{model.checksum:016x}"
    with pytest.raises(lede.FileError):
        _core.tagger_load(b"LEDEPACK")
    with pytest.raises(TypeError):
        _core.tagger_load("text")  # type: ignore[arg-type]


def test_scores_are_shares() -> None:
    assert all(0 <= e.score <= 1 for e in lede.entities(TEXT))


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_other_languages_have_no_tagger(lang: str) -> None:
    assert found(lede.Reader(lang=lang)) == found(lede.Reader(tagger=False))
