"""The notebook view: everything is escaped, nothing of the text is lost, limits are said."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from time import perf_counter

import lede
import pytest
from lede import Entity, Name, Sentence
from lede._batch_html import MAX_CELL, table_html
from lede._html import MAX_FIELD, MAX_LABELS, MAX_NAMES, article_html, page

HOSTILE = "<script>alert('x')</script>\"' onmouseover=\"go()\" &amp; <!-- ]]> <style>*{}</style>"
VOID = {"meta"}


class View(HTMLParser):
    """What a browser makes of the view: the article's words, all words, tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.article = ""
        self._open: list[tuple[str, bool, bool]] = []  # tag, in the article, added by the view
        self.feed(html)
        self.close()
        assert not self._open, "unclosed tags"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag in VOID:
            return
        _, in_article, added = self._open[-1] if self._open else ("", False, False)
        style = dict(attrs).get("style") or ""
        self._open.append(
            (tag, in_article or "pre-wrap" in style, added or "user-select:none" in style)
        )

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._open and self._open[-1][1] and not self._open[-1][2]:
            self.article += data

    def values(self, attribute: str) -> list[str]:
        return [value or "" for name, value in self.attributes if name == attribute]


def entity(start: int, text: str, sentence: int = 0, **fields: object) -> Entity:
    facts: dict[str, object] = {
        "label": "PERSON",
        "name": text,
        "id": None,
        "title": None,
        "role": None,
        "source": "tagger",
        "score": 0.5,
        **fields,
    }
    return Entity(start, start + len(text), text, sentence=sentence, **facts)  # type: ignore[arg-type]


def sentences(text: str, *parts: str) -> list[Sentence]:
    def spans() -> Iterator[Sentence]:
        here = 0
        for part in parts:
            here = text.index(part, here)
            yield Sentence(here, here + len(part), part)
            here += len(part)

    return list(spans())


TEXT = " date 2021-03-14\nAda Moss & Bo Li met.\n\n“Fine,” said Moss.\t<End> "
SENTENCES = sentences(
    TEXT, "date 2021-03-14", "Ada Moss & Bo Li met.", "“Fine,” said Moss.", "<End>"
)
ENTITIES = [
    entity(TEXT.index("Ada"), "Ada Moss", 1, id="Q1", title="General", role="envoy", score=0.75),
    entity(TEXT.index("Bo"), "Bo Li", 1, label="ORG"),
    entity(TEXT.rindex("Moss"), "Moss", 2, name="Ada Moss", label="TEAM"),
]
NAMES = [
    Name("Ada Moss", "PERSON", "Q1", "General", "envoy", (0, 2), 2),
    Name("Bo Li", "ORG", None, None, None, (1,), 1),
]


def test_the_article_is_shown_word_for_word() -> None:
    assert View(article_html(TEXT, SENTENCES, ENTITIES, NAMES)).article == TEXT


def test_mentions_carry_their_label_and_facts() -> None:
    view = View(article_html(TEXT, SENTENCES, ENTITIES, NAMES))
    assert view.values("title")[0] == (
        "name: Ada Moss\nlabel: PERSON\ntitle: General\nrole: envoy\nid: Q1\nscore: 0.75 (tagger)"
    )
    assert view.values("title")[1] == "name: Bo Li\nlabel: ORG\nscore: 0.50 (tagger)"
    assert len(view.values("title")) == len(ENTITIES)
    assert "Ada MossPERSON" in view.words
    assert "MossTEAM" in view.words


def test_counts_legend_and_names() -> None:
    words = View(article_html(TEXT, SENTENCES, ENTITIES, NAMES)).words
    assert f"{len(TEXT)} characters · 4 sentences · 3 mentions · 2 names" in words
    assert "PERSON people 1" in words
    assert "TEAM 1" in words
    assert "Ada MossPERSONGeneral2Q1" in words
    assert "Bo LiORG1" in words


def test_one_of_a_kind_is_singular() -> None:
    text = "Ada."
    view = View(article_html(text, sentences(text, text), [entity(0, "Ada")], NAMES[:1]))
    assert "4 characters · 1 sentence · 1 mention · 1 name" in view.words


def test_every_field_is_escaped() -> None:
    mention = entity(
        0,
        HOSTILE,
        label=HOSTILE,
        name=HOSTILE,
        id=HOSTILE,
        title=HOSTILE,
        role=HOSTILE,
        source=HOSTILE,
    )
    name = Name(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (0,), 1)
    view = View(article_html(HOSTILE, sentences(HOSTILE, HOSTILE), [mention], [name]))
    assert view.article == HOSTILE
    assert f"name: {HOSTILE}" in view.values("title")[0]
    assert not view.tags & {"script", "style", "link", "img", "iframe"}
    assert {name for name, _ in view.attributes} <= {"dir", "scope", "style", "title"}


def test_the_page_is_a_whole_document_and_its_title_is_escaped() -> None:
    document = page("<p>body</p>", HOSTILE)
    view = View(document.removeprefix("<!DOCTYPE html>"))
    assert document.startswith("<!DOCTYPE html>\n<html")
    assert HOSTILE in view.words
    assert "body" in view.words
    assert {"html", "head", "meta", "title", "body"} <= view.tags
    assert "light dark" in view.values("content")


def test_no_colour_of_text_or_page_is_fixed() -> None:
    for style in View(article_html(TEXT, SENTENCES, ENTITIES, NAMES)).values("style"):
        rules = dict(rule.split(":", 1) for rule in style.split(";"))
        assert rules.get("color", "inherit") == "inherit"
        assert rules.get("background-color", "rgba(").startswith("rgba(")
        assert "background" not in rules


def test_a_long_text_is_cut_at_a_sentence_and_says_so() -> None:
    view = View(article_html(TEXT, SENTENCES, ENTITIES, NAMES, max_chars=50))
    assert view.article == TEXT[: SENTENCES[1].end]
    shown = SENTENCES[1].end
    assert f"{shown} of {len(TEXT)} characters are shown, {len(TEXT) - shown} are not" in view.words
    assert "4 sentences · 3 mentions" in view.words


@pytest.mark.parametrize("max_chars", range(len(TEXT) + 2))
def test_any_cut_shows_a_prefix(max_chars: int) -> None:
    view = View(article_html(TEXT, SENTENCES, ENTITIES, NAMES, max_chars=max_chars))
    assert TEXT.startswith(view.article)
    assert len(view.article) <= max_chars
    assert ("The text is cut here" in view.words) == (view.article != TEXT)


def test_a_single_long_sentence_is_cut_inside() -> None:
    text = "Ada Moss met Bo"
    view = View(article_html(text, sentences(text, text), [entity(0, "Ada Moss")], [], max_chars=5))
    assert view.article == text[:5]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_text_without_words(text: str) -> None:
    view = View(article_html(text, [], [], []))
    assert view.article == text
    assert "0 sentences · 0 mentions · 0 names" in view.words
    assert "table" not in view.tags


def test_what_no_browser_shows_is_replaced() -> None:
    text = "a\x00b\x1bc\ud800d\x85e\tf\r\ng"
    html = article_html(text, sentences(text, text), [], [])
    assert View(html).article == "a�b�c�d�e\tf\r\ng"
    html.encode()


def test_right_to_left_text_takes_its_own_direction() -> None:
    text = "قال الوزير"
    html = article_html(
        text, sentences(text, text), [entity(0, text)], [NAMES[0]._replace(name=text)]
    )
    assert "unicode-bidi:plaintext" in html
    assert "auto" in View(html).values("dir")


def test_long_fields_and_many_names_and_labels_are_limited() -> None:
    text = "x" * 50
    mentions = [entity(i, "x", label=f"L{i:02}", name="n" * 1000) for i in range(50)]
    row = Name("name", "ORG", "i" * 1000, None, None, (0,), 1)
    names = [row._replace(name=f"name {i}") for i in range(MAX_NAMES + 23)]
    view = View(article_html(text, sentences(text, text), mentions, names))
    assert "n" * MAX_FIELD not in view.values("title")[0]
    assert "n" * (MAX_FIELD - 1) + "…" in view.values("title")[0]
    assert "i" * MAX_FIELD not in view.words
    assert f"name {MAX_NAMES - 1}ORG" in view.words
    assert f"name {MAX_NAMES}ORG" not in view.words
    assert "23 more names not shown" in view.words
    assert f"{50 - MAX_LABELS} more labels" in view.words


def test_time_is_linear() -> None:
    def seconds(words: int) -> float:
        text = "Ada. " * words
        spans = [Sentence(i * 5, i * 5 + 4, "Ada.") for i in range(words)]
        mentions = [entity(i * 5, "Ada", i) for i in range(words)]
        best = float("inf")
        for _ in range(5):
            start = perf_counter()
            article_html(text, spans, mentions, NAMES, max_chars=len(text))
            best = min(best, perf_counter() - start)
        return best

    assert seconds(8000) < 3 * seconds(4000)


def test_a_batch_shows_its_first_articles_and_what_is_missing() -> None:
    texts = [HOSTILE + " Rain in Lima.", None, "", *["Snow."] * 20, b"\xff"]
    articles = lede.Reader().read_many(texts, dates=["2024-02-07"] * 24, errors="null")
    view = View(articles._repr_html_())
    assert "24 articles" in view.words and "1 error" in view.words
    assert "byte 0 is 0xff in row 23" in view.words and "14 more articles not shown." in view.words
    assert "1: no text" in view.words and "2: empty" in view.words and "2024-02-07" in view.words
    assert "<script>" in view.words and "script" not in view.tags
    assert "LOC" in view.values("title")  # of the name beside the first line
    [last] = [View(articles[23:]._repr_html_()).words]
    assert "23: could not be read" in last


def test_a_batch_shows_the_names_of_a_dictionary_as_text() -> None:
    own = lede.Gazetteer([{"name": "Zorblax", "label": HOSTILE, "lists_as": HOSTILE * 4}])
    articles = lede.Reader(gazetteers=[own]).read_many(["Zorblax met Zorblax."])
    view = View(articles._repr_html_())
    assert not view.tags & {"script", "style"} and not view.values("onmouseover")
    assert "… ×2" in view.words


def test_a_table_shows_its_first_rows() -> None:
    rows = [(0, HOSTILE, None, (1, 2), "\n"), (1, "x" * 100, True, (3,), "")]
    view = View(table_html(["article", "text", "id", "mentions", "before"], rows, 30))
    assert "The first 2 of 30 rows" in view.words and "script" not in view.tags
    assert "x" * (MAX_CELL - 1) + "…" in view.words and "1, 2" in view.words
    assert r"'\n'" in view.words  # white space is what one cannot see
    assert "2 rows" in View(table_html(["a"], [(1,), (2,)], 2)).words
    assert "0 rows" in View(table_html(["a"], [], 0)).words
