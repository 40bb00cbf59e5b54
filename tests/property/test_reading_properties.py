"""Sentences, entities and names of any text: they point into it, cover it and agree."""

from __future__ import annotations

from random import Random
from typing import Any

import lede
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import crowds, encodable_texts, texts

OPTIONS = st.fixed_dictionaries(
    {
        "newline": st.sampled_from(["paragraph", "line", "wrap"]),
        "quotes": st.sampled_from(["split", "keep"]),
        "lang": st.sampled_from(["en", "de", "pt", "ja"]),
        "abbreviations": st.sampled_from([(), ("Abt", "left.")]),
        "never_split": st.sampled_from([(), ("He", ". ")]),
        "threshold": st.sampled_from([0.01, 0.5, 0.99]),
    }
)

#: One small letter for each way in which Python keeps strings: ASCII, Latin-1, two and four bytes.
WIDTHS = ("x", "þ", "ж", "𐐨")


@given(texts(), OPTIONS)
def test_sentences_and_white_space_are_the_whole_text(text: str, options: dict[str, Any]) -> None:
    behind = 0
    for start, end in lede.sentence_spans(text, **options):
        assert behind <= start < end
        assert text[behind:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        behind = end
    assert text[behind:].strip() == ""


@given(texts(), OPTIONS)
def test_all_ways_to_ask_for_sentences_agree(text: str, options: dict[str, str]) -> None:
    spans = lede.sentence_spans(text, **options)
    read = lede.Reader(**options).read(text).sentences
    assert spans == [(s.start, s.end) for s in read]
    assert lede.sentences(text, **options) == [text[start:end] for start, end in spans]
    assert [s.text for s in read] == [text[start:end] for start, end in spans]


@given(st.one_of(texts(20), crowds()))
def test_entities_point_into_the_text(text: str) -> None:
    article = lede.read(text)
    behind = 0
    for entity in article.entities:
        assert behind <= entity.start < entity.end
        assert text[entity.start : entity.end] == entity.text == entity.text.strip()
        assert entity.label in ("PERSON", "ORG", "LOC", "NORP")
        assert entity.source in ("gazetteer", "tagger", "alias")
        assert 0 <= entity.score <= 1
        assert entity.name and entity.id != "" and entity.title != ""
        behind = entity.end
    assert lede.entities(text) == list(article.entities)


@given(st.one_of(texts(20), crowds()))
def test_entities_lie_in_their_sentence(text: str) -> None:
    article = lede.read(text)
    for entity in article.entities:
        sentence = article.sentences[entity.sentence]
        assert sentence.start <= entity.start < entity.end <= sentence.end


@given(st.one_of(texts(20), crowds()))
def test_names_share_out_the_entities(text: str) -> None:
    article = lede.read(text)
    mentions = [mention for name in article.names for mention in name.mentions]
    assert sorted(mentions) == list(range(len(article.entities)))
    firsts = [name.mentions[0] for name in article.names]
    assert firsts == sorted(firsts)
    for name in article.names:
        assert name.count == len(name.mentions)
        assert list(name.mentions) == sorted(name.mentions)
        assert {article.entities[i].name for i in name.mentions} >= {name.name}


@given(texts())
def test_clean_is_the_normalized_text(text: str) -> None:
    assert lede.read(text).clean == lede.normalize(text)


@given(encodable_texts())
def test_bytes_are_the_text_they_encode(text: str) -> None:
    assert lede.read(text.encode()).to_dict() == lede.read(text).to_dict()
    assert lede.sentence_spans(text.encode()) == lede.sentence_spans(text)


@given(texts(), texts())
def test_the_width_of_characters_does_not_matter(before: str, after: str) -> None:
    """A small letter of each width in the same place leaves sentences and entities the same.

    To a trained model those are different words, so they are read by rules, and in a language of
    which the model of sentences knows no words.
    """
    if "xq" in (before + after).lower():
        return  # the word would be seen elsewhere, and rules may learn from that
    found = [f"{before} {letter}q {after}" for letter in WIDTHS]
    first, *others = map(lede.Reader(lang="de", tagger="rules").read, found)
    for other in others:
        assert [s[:2] for s in other.sentences] == [s[:2] for s in first.sentences]
        assert [(e[:2], e.label, e.source, e.score) for e in other.entities] == [
            (e[:2], e.label, e.source, e.score) for e in first.entities
        ]
        assert len(other.clean) == len(first.clean)


@given(st.lists(st.one_of(st.none(), texts()), max_size=6), st.randoms(use_true_random=False))
def test_batches_read_as_single_texts_do(batch: list[str | None], random: Random) -> None:
    reader = lede.Reader()
    single = {text: None if text is None else reader.read(text) for text in batch}
    random.shuffle(batch)
    rows = [
        (row, entity)
        for row, text in enumerate(batch)
        for entity in (getattr(single[text], "entities", ()))
    ]
    for threads, size in ((1, 256), (2, 2), (5, 1)):
        articles = reader.read_many(iter(batch), threads=threads, batch=size)
        assert list(articles) == [single[text] for text in batch]
        assert articles.rows == tuple(range(len(batch)))
        assert articles.errors == ()
        assert list(articles.entities.rows()) == rows


@given(st.lists(st.one_of(st.none(), encodable_texts()), max_size=6))
def test_any_kind_of_input_gives_the_same(batch: list[str | None]) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    reader = lede.Reader()
    expected = reader.read_many(batch)
    tables = [
        pyarrow.table(getattr(expected, name)) for name in ("sentences", "entities", "changes")
    ]
    strings = pyarrow.array(batch, pyarrow.string())
    for column in (strings, strings.dictionary_encode(), polars.Series(batch, dtype=polars.String)):
        found = reader.read_many(column, batch=4)
        assert found == expected
        for name, table in zip(("sentences", "entities", "changes"), tables, strict=True):
            assert pyarrow.table(getattr(found, name)) == table


@pytest.mark.parametrize("newline", ["paragraph", "line"])
def test_every_single_character_is_in_one_sentence(newline: str) -> None:
    """As above, but with all that Unicode has."""
    text = " a\n".join(map(chr, range(0x110000)))
    covered = 0
    for start, end in lede.sentence_spans(text, newline=newline):
        assert text[covered:start].strip() == ""
        covered = end
    assert text[covered:].strip() == ""
