"""The public names: what is there, what it takes, and what kind of value comes back."""

from __future__ import annotations

import copy
import datetime
import inspect
import json
import re
from pathlib import Path
from typing import Any

import lede
import pytest

TEXT = "General Othman Tamrani left Iraq. Tamrani  said&nbsp;so."
NAMES = {
    *(
        "NEWS",
        "SAFE",
        "Article",
        "Articles",
        "BadRow",
        "Change",
        "CleanTexts",
        "Column",
        "EncodingError",
        "Entity",
        "Entry",
    ),
    *("Error", "FileError", "Gazetteer", "Link", "Match", "Name", "Normalized", "OptionError"),
    *("Matches", "Report", "builtin_names"),
    *(
        "Reader",
        "Sentence",
        "SizeError",
        "Stream",
        "Table",
        "entities",
        "find_links",
        "mask_links",
        "normalize",
    ),
    *("LooseQuote", "normalize_many", "read", "sentence_spans", "sentences", "sentences_many"),
    "match_key",
    "versions",
    *("Explanation", "explain"),
}


def test_the_package_has_these_names_and_no_others() -> None:
    assert set(lede.__all__) == NAMES
    assert all(hasattr(lede, name) for name in NAMES)
    public = {name for name in vars(lede) if not name.startswith("_")}
    modules = {name for name in public if inspect.ismodule(getattr(lede, name))}
    assert public - modules == NAMES


def documented() -> list[tuple[str, Any]]:
    things = [(name, getattr(lede, name)) for name in sorted(NAMES - {"NEWS", "SAFE"})]
    for owner, cls in list(things):
        if inspect.isclass(cls) and not issubclass(cls, Exception):
            members = [name for name in vars(cls) if not name.startswith("_")]
            things += [(f"{owner}.{name}", getattr(cls, name)) for name in members]
    return [
        (name, thing) for name, thing in things if callable(thing) or isinstance(thing, property)
    ]


@pytest.mark.parametrize(("name", "thing"), documented(), ids=lambda part: str(part)[:40])
def test_everything_public_is_documented(name: str, thing: Any) -> None:
    doc = inspect.getdoc(thing)
    assert doc and len(doc) > 15 and doc.strip().endswith((".", ")", "`", "]", "}", "True", ":"))
    assert doc[0].isupper() or doc[0] == "`"
    if inspect.isclass(thing) and issubclass(thing, tuple):
        assert not doc.startswith(f"{name}("), "only what NamedTuple writes itself"


SENTENCES = {"newline", "quotes", "abbreviations", "never_split", "threshold"}
MANY = {"text", "threads", "batch", "progress", "errors"}
OPTIONS = {
    lede.normalize: (
        "text",
        {"form", "steps", "quotes", "dashes", "ellipsis", "changes", "errors"},
    ),
    lede.sentences: ("text lang", SENTENCES),
    lede.sentence_spans: ("text lang", SENTENCES),
    lede.explain: ("text position lang", SENTENCES),
    lede.read: ("text date", {"errors"}),
    lede.entities: ("text", set()),
    lede.Gazetteer: ("entries", {"fold", "variants", "progress"}),
    lede.Gazetteer.find: ("self text", {"policy"}),
    lede.Gazetteer.find_columns: ("self texts", {"text", "threads", "policy"}),
    lede.Gazetteer.open: ("path", {"verify", "mapped"}),
    lede.Gazetteer.select: ("self", {"allow", "deny"}),
    lede.Reader: (
        "",
        {"gazetteers", "builtin", "tagger", "aliases", "lang"} | SENTENCES,
    ),
    lede.Reader.read: ("self text", {"date", "errors"}),
    lede.Reader.read_many: ("self texts", MANY | {"dates"}),
    lede.Reader.stream: ("self texts", MANY | {"dates"}),
    lede.Reader.sentences_many: ("self texts", MANY),
    lede.Gazetteer.find_many: ("self texts", MANY | {"policy"}),
    lede.normalize_many: ("texts", MANY | {"form", "steps", "quotes", "dashes", "ellipsis"}),
    lede.sentences_many: ("texts lang", MANY | SENTENCES),
}


@pytest.mark.parametrize("function", OPTIONS, ids=lambda f: f.__qualname__)
def test_options_are_keyword_only(function: Any) -> None:
    positional, keywords = OPTIONS[function]
    parameters = inspect.signature(function).parameters.values()
    kinds = {p.name: p.kind for p in parameters}
    only = {name for name, kind in kinds.items() if kind is inspect.Parameter.KEYWORD_ONLY}
    assert only == keywords
    assert " ".join(name for name in kinds if name not in only) == positional


VALUES = [
    (lede.Sentence(0, 3, "Hi."), ("start", "end", "text")),
    (lede.Match(0, 2, "US", "United States", "LOC", None), "start end text name label id".split()),
    (lede.Change(0, 5, "&amp;", "&", "entities"), "start end before after reason".split()),
    (
        lede.Name("Iraq", "LOC", None, None, None, (0, 2), 2),
        "name label id title role mentions count".split(),
    ),
    (
        lede.Entity(0, 4, "Iraq", "LOC", "Iraq", "iso3166:IQ", None, None, "gazetteer", 0.95, 0),
        "start end text label name id title role source score sentence ambiguous".split(),
    ),
    (lede.Entry("US", "United States", "LOC", None), "text name label id source prior".split()),
    (lede.Report((1,), ()), ("unmatchable", "duplicates")),
    (lede.BadRow(3, "no text"), ("row", "message")),
]


def test_an_explanation_is_frozen_hashable_and_comparable() -> None:
    why, same = lede.explain("Ask Gen. Lee.", 7), lede.explain("Ask Gen. Lee.", 7)
    assert why is not None and why == same and hash(why) == hash(same)
    assert why != lede.explain("Ask Gen. Lee.", 12)
    fields = why.to_dict()
    assert list(fields) == "start end text ends reason probability features".split()
    assert lede.Explanation(**fields) == why
    json.dumps(fields)


@pytest.mark.parametrize(("value", "fields"), VALUES, ids=lambda v: type(v).__name__)
def test_values_are_frozen_hashable_and_comparable(value: Any, fields: list[str]) -> None:
    assert list(value.to_dict()) == list(fields)
    assert list(value.to_dict().values()) == [getattr(value, field) for field in fields]
    same = type(value)(**value.to_dict())
    assert same == value and hash(same) == hash(value) and len({same, value}) == 1
    other = value._replace(**{fields[0]: "x" if isinstance(value[0], str) else 1})
    assert other != value
    for field in fields:
        with pytest.raises(AttributeError):
            setattr(value, field, None)
    with pytest.raises(AttributeError):
        value.more = 1
    json.dumps(value.to_dict())


def test_read_gives_an_article() -> None:
    article = lede.read(TEXT, date="2020-02-07")
    assert isinstance(article, lede.Article)
    assert article.text is TEXT
    assert article.clean == "General Othman Tamrani left Iraq. Tamrani said so."
    assert article.date == datetime.date(2020, 2, 7)
    assert [type(s) for s in article.sentences] == [lede.Sentence] * 2
    assert {type(e) for e in article.entities} == {lede.Entity}
    assert {type(n) for n in article.names} == {lede.Name}
    assert [(n.name, n.title, n.mentions) for n in article.names] == [
        ("Othman Tamrani", "General", (0, 2)),
        ("Iraq", None, (1,)),
    ]
    assert all(isinstance(e.start, int) and isinstance(e.score, float) for e in article.entities)
    assert all(seconds >= 0 for seconds in article.seconds.values())
    assert {"normalize", "sentences", "mentions"} <= set(article.seconds)


def test_an_article_is_a_value() -> None:
    article = lede.read(TEXT)
    same = lede.read("".join(TEXT))
    assert article == same and hash(article) == hash(same)
    assert article != lede.read(TEXT, date="2020-02-07")
    assert article != lede.read(TEXT + " More.")
    assert article != TEXT
    assert copy.copy(article) == copy.deepcopy(article) == article
    for name in ("text", "clean", "sentences", "entities", "names", "more"):
        with pytest.raises(AttributeError):
            setattr(article, name, ())
    assert article.sentences is article.sentences


def test_an_article_is_ready_for_json() -> None:
    article = lede.read(TEXT, date=datetime.date(2020, 2, 7))
    columns = json.loads(json.dumps(article.to_dict()))
    assert list(columns) == ["text", "clean", "date", "sentences", "entities", "names"]
    assert columns["date"] == "2020-02-07"
    assert columns["entities"][0]["text"] == "Othman Tamrani"
    assert lede.read("").to_dict() == {
        "text": "",
        "clean": "",
        "date": None,
        **{column: [] for column in ("sentences", "entities", "names")},
    }


def test_an_article_shows_itself() -> None:
    article = lede.read(TEXT)
    assert re.search(r"2 sentences, 3 entities, 2 names", repr(article))
    assert "Othman Tamrani" in article._repr_html_()


def test_articles_are_a_sequence() -> None:
    articles = lede.Reader().read_many([TEXT, "", "One. Two."])
    assert isinstance(articles, lede.Articles)
    assert len(articles) == 3
    assert articles[0] == lede.read(TEXT) and articles[-1].clean == "One. Two."
    assert [a.text for a in articles] == [TEXT, "", "One. Two."]
    assert isinstance(articles[1:], lede.Articles) and articles[1:].rows == (1, 2)
    assert articles.errors == ()
    assert "3" in repr(articles)
    with pytest.raises(IndexError):
        articles[3]
    with pytest.raises(TypeError):
        articles[0] = None  # type: ignore[index]


def test_functions_are_those_of_the_default_reader() -> None:
    reader = lede.Reader()
    assert lede.entities(TEXT) == reader.entities(TEXT) == list(lede.read(TEXT).entities)
    assert lede.sentences(TEXT) == reader.sentences(TEXT) == [TEXT[:33], TEXT[34:]]
    assert lede.sentence_spans(TEXT) == reader.sentence_spans(TEXT) == [(0, 33), (34, len(TEXT))]
    assert lede.sentences(TEXT, "de") == lede.sentences(TEXT, lang="de-AT")


def test_a_reader_is_a_value_without_attributes_to_set() -> None:
    own = lede.Gazetteer([("Zorblax", "PRODUCT")])
    reader = lede.Reader(gazetteers=[own], quotes="keep")
    assert reader == lede.Reader(gazetteers=(own,), quotes="keep")
    assert hash(reader) == hash(lede.Reader(gazetteers=(own,), quotes="keep"))
    assert reader != lede.Reader(gazetteers=[own]) != lede.Reader()
    assert "quotes='keep'" in repr(reader)
    with pytest.raises(AttributeError):
        reader.lang = "de"  # type: ignore[attr-defined]


def test_layers_of_a_reader() -> None:
    text = "General Othman Tamrani met Zorblax in Paris. Tamrani left."
    own = lede.Gazetteer([("Zorblax", "PRODUCT", "z1"), "Paris"])

    def found(**options: Any) -> list[tuple[str, str, str]]:
        entities = lede.Reader(**options).entities(text)
        return [(e.text, e.label, e.source) for e in entities]

    person, alias = ("Othman Tamrani", "PERSON", "tagger"), ("Tamrani", "PERSON", "alias")
    paris = ("Paris", "LOC", "gazetteer")
    assert [found()[0], found()[-2]] == [person, paris]
    assert found(tagger="rules")[-1] == alias
    assert paris not in found(builtin=False) and person in found(builtin=False)
    assert found(tagger=False) == [paris]
    assert alias not in found(aliases=False, tagger="rules") and person in found(aliases=False)
    mine = found(gazetteers=[own], tagger=False)
    assert mine == [("Zorblax", "PRODUCT", "gazetteer"), ("Paris", mine[1][1], "gazetteer")]
    assert mine[1][1] != "LOC"  # the user's own dictionary is stronger than the built-in names


def test_a_gazetteer_is_a_collection() -> None:
    entry = {"name": "Islamic State", "label": "ORG", "id": "Q1", "aliases": ["ISIS", "Daesh"]}
    gazetteer = lede.Gazetteer([entry, ("Oman", "LOC"), "Zorblax", " "])
    assert len(gazetteer) == 6 and gazetteer.unmatchable == 1 and gazetteer.fold == "case+accents"
    assert "ISIS" in gazetteer and "zorblax" in gazetteer
    assert "Iran" not in gazetteer and " " not in gazetteer and 5 not in gazetteer
    assert gazetteer.get("daesh") == [lede.Entry("Daesh", "Islamic State", "ORG", "Q1")]
    assert gazetteer.get("Iran") == []
    assert [entry.text for entry in gazetteer][:4] == ["Islamic State", "ISIS", "Daesh", "Oman"]
    assert gazetteer.find("in Oman") == [lede.Match(3, 7, "Oman", "Oman", "LOC", None)]
    assert gazetteer.find(b"in Oman") == gazetteer.find("in Oman")
    assert "6 names" in repr(gazetteer)
    assert lede.Gazetteer([]).find("anything") == [] and len(lede.Gazetteer([])) == 0
    listed = lede.Gazetteer([{"name": "Burma", "lists_as": "Myanmar"}])
    assert listed.find("Burma")[0].name == "Myanmar"


def test_equal_gazetteers_hold_the_same() -> None:
    one, two = lede.Gazetteer(["Oman"]), lede.Gazetteer(["Oman"])
    assert one == two and hash(one) == hash(two) and one != lede.Gazetteer(["Omen"])
    assert one != lede.Gazetteer(["Oman"], fold="none")


def test_saved_and_opened_again(tmp_path: Path) -> None:
    made = lede.Gazetteer([("São Tomé", "LOC", "Q2"), "Zorblax"], fold="case")
    for path in (tmp_path / "names.lede", str(tmp_path / "näme ß.lede")):
        made.save(path)
        opened = lede.Gazetteer.open(path, verify=True)
        assert opened == made and opened.fold == "case" and list(opened) == list(made)
        assert opened.find("SÃO TOMÉ") == made.find("SÃO TOMÉ") != []
        assert Path(path).name in repr(opened)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["names.lede", "näme ß.lede"]


def test_a_file_may_be_replaced_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "names.lede"
    lede.Gazetteer(["Oman"]).save(path)
    before = lede.Gazetteer.open(path)
    lede.Gazetteer(["Iran", "Iraq"]).save(path)
    assert "Oman" in before and "Iran" in lede.Gazetteer.open(path)


def test_normalized_knows_the_way_back() -> None:
    clean = lede.normalize(TEXT, changes=True)
    assert isinstance(clean, lede.Normalized)
    assert clean.source is TEXT and clean.text == lede.normalize(TEXT)
    assert [c.reason for c in clean.changes] == ["spaces", "entities+spaces"]
    assert clean.to_source(47, 50) == (53, 56)
    assert clean.to_clean(53, 56) == (47, 50)
    assert clean.unicode_version == lede.versions()["unicode"]
    assert "2 changes" in repr(clean)


@pytest.mark.parametrize("text", ["", "Plain.", "Café “closed”.", "文。", "😀", "a\n\nb"])
def test_clean_text_is_the_very_same_object(text: str) -> None:
    assert lede.normalize(text) is text
    assert lede.normalize(text, changes=True).text is text
    assert lede.read(text).text is text
    assert lede.read(text).clean is text


def test_steps_may_come_in_any_order_and_kind_of_collection() -> None:
    text = " a\x00&amp;  b "
    expected = lede.normalize(text)
    for steps in (reversed(lede.NEWS), list(lede.NEWS), set(lede.NEWS), lede.NEWS * 2):
        assert lede.normalize(text, steps=steps) == expected
    assert set(lede.SAFE) < set(lede.NEWS)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_text_may_be_bytes_in_utf8(kind: Any) -> None:
    text = "Café in Côte d'Ivoire. 😀 Iraq."
    given = kind(text.encode())
    assert lede.read(given) == lede.read(text)
    assert lede.sentence_spans(given) == lede.sentence_spans(text)
    assert lede.sentences(given) == lede.sentences(text)
    assert lede.entities(given) == lede.entities(text)
    assert lede.normalize(given) == text


def test_versions_name_all_that_decides_a_result() -> None:
    versions = lede.versions()
    assert set(versions) == {
        *("lede", "unicode", "utf8proc", "names", "cues", "sentences", "tagger"),
    }
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", versions["lede"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", versions["unicode"])
    assert re.fullmatch(r"\d+\.\d+.*", versions["utf8proc"])
    assert (
        re.fullmatch(r"[0-9a-f]{16}", versions["names"]) and versions["names"] != versions["cues"]
    )


def test_errors_are_value_errors() -> None:
    for error in (lede.FileError, lede.OptionError, lede.SizeError, lede.EncodingError):
        assert issubclass(error, lede.Error)
    assert issubclass(lede.Error, ValueError)


def test_importing_does_nothing_else(fresh_python: Any) -> None:
    code = """
import sys, threading
before = set(sys.modules)
import lede
new = {name.split(".")[0] for name in set(sys.modules) - before}
foreign = new - {"lede"} - set(sys.stdlib_module_names)
assert not foreign, foreign
assert threading.active_count() == 1
"""
    assert fresh_python(code) == ""


def test_select_keeps_what_entries_ask_for() -> None:
    gazetteer = lede.Gazetteer(
        [
            {"name": "WHO", "label": "ORG", "exact_case": True, "source": "own"},
            {"name": "Reading", "label": "LOC", "id": "r", "prior": 0.2},
            ("São Tomé", "LOC"),
        ]
    )
    selected = gazetteer.select(deny=["SAO TOME"])
    assert list(selected) == list(gazetteer)[:2]
    assert [m.text for m in selected.find("who WHO reading in Reading")] == ["WHO", "Reading"]
    assert [e.name for e in gazetteer.select(allow=["r", "ORG"])] == ["WHO", "Reading"]
    assert len(gazetteer.select(allow=["LOC"], deny=["r"])) == 1
    assert len(gazetteer.select(allow=[])) == 0 and gazetteer.select() == gazetteer
    with pytest.raises(TypeError, match="put it in a list"):
        gazetteer.select(deny="LOC")


def test_cities_of_one_name_share_a_prior_by_their_people() -> None:
    names = lede.builtin_names()
    ours, theirs = names.get("Tripoli")[:2]
    assert (ours.id, theirs.id) == ("geonames:2210247", "geonames:266826")  # Libya, Lebanon
    for spelling in ("Tripoli", "London", "Hyderabad"):
        priors = [entry.prior or 0 for entry in names.get(spelling)]
        assert len(priors) > 1 and priors[0] > 0.5 and priors == sorted(priors, reverse=True)
        assert sum(priors) == pytest.approx(1, abs=0.01)
    assert sum(entry.prior or 0 for entry in names.get("Reading")) == pytest.approx(0.2, abs=0.01)
    assert [entry.prior for entry in names.get("Kyiv")] == [None]


def test_building_reports_and_tells_progress() -> None:
    told: list[int] = []
    names = ["Oman", " ", "Peru", "Oman", ("Oman", "LOC"), "..."]
    gazetteer = lede.Gazetteer((name for name in names), progress=told.append)
    assert gazetteer.report == lede.Report(unmatchable=(1, 5), duplicates=(3,))
    assert told == [6] and len(gazetteer) == 6 and gazetteer.unmatchable == 2
    assert gazetteer.stats()["duplicates"] == 1 and gazetteer.stats()["labels"] == 1
    assert len(gazetteer.find("Oman")) == 3


def test_columns_speak_the_buffer_protocol() -> None:
    columns = lede.Gazetteer(["Oman"]).find_columns(["Oman é Oman", b"", "x"] * 100, threads=3)
    assert len(columns) == 200
    for column in (columns.article, columns.start, columns.end, columns.entry):
        assert column.format == "i" and column.itemsize == 4 and column.readonly
    assert columns.start[:2].tolist() == [0, 7] and columns.article[-1] == 297
