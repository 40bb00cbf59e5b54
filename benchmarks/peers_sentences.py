"""Sentence splitters: offsets where a peer has them, else the sentences as strings."""

from __future__ import annotations

import re
from collections.abc import Sized
from functools import partial

from harness import PYTHON, Peer, Unavailable, Work
from texts import Corpus

# Training Punkt takes seconds per megabyte; its speed does not depend on how much it saw.
PUNKT_TRAINING = 500_000

NAIVE = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])|$")


def lede_spans() -> Work:
    import lede

    return lede.sentence_spans


def lede_strings() -> Work:
    import lede

    return lede.sentences


def icu_spans() -> Work:
    """What a user of the library writes who wants the sentences: trimmed spans in code points."""
    import icu

    iterator = icu.BreakIterator.createSentenceInstance(icu.Locale("en_US"))

    def work(text: str) -> list[tuple[int, int]]:
        iterator.setText(text)  # its offsets count UTF-16 units
        code = b"" if text.isascii() else text.encode("utf-16-le")
        ends = list(iterator)
        if len(code) > 2 * len(text):
            ends = [len(code[: 2 * end].decode("utf-16-le")) for end in ends]
        spans, start = [], 0
        for end in ends:
            spans.append((start, start + len(text[start:end].rstrip())))
            start = end
        return spans

    return work


def icu_boundaries() -> Work:
    import icu

    iterator = icu.BreakIterator.createSentenceInstance(icu.Locale("en_US"))

    def work(text: str) -> list[int]:
        iterator.setText(text)
        return list(iterator)

    return work


def blingfire_spans() -> Work:
    import blingfire

    def work(text: str) -> Sized:
        spans: list[tuple[int, int]] = blingfire.text_to_sentences_and_offsets(text)[1]
        return spans

    return work


def blingfire_strings() -> Work:
    import blingfire

    def work(text: str) -> list[str]:
        sentences: str = blingfire.text_to_sentences(text)
        return sentences.split("\n")

    return work


def punkt() -> Work:
    from nltk.tokenize import PunktTokenizer

    try:
        tokenizer = PunktTokenizer("english")
    except LookupError:
        message = "its model is not here: python -m nltk.downloader punkt_tab fetches it"
        raise Unavailable(message) from None
    return lambda text: list(tokenizer.span_tokenize(text))


def punkt_trained_here(corpus: Corpus) -> Work:
    from nltk.tokenize import PunktSentenceTokenizer

    tokenizer = PunktSentenceTokenizer(corpus.whole[:PUNKT_TRAINING])
    return lambda text: list(tokenizer.span_tokenize(text))


def pysbd_spans() -> Work:
    import pysbd

    work: Work = pysbd.Segmenter(language="en", clean=False, char_span=True).segment
    return work


def sentencex_strings() -> Work:
    import sentencex

    work: Work = partial(sentencex.segment, "en")
    return work


def sentencex_spans() -> Work:
    """What a user of the library writes who wants the sentences: trimmed, without the line ends."""
    import sentencex

    def work(text: str) -> list[tuple[int, int]]:
        return [
            (found["start_index"], found["start_index"] + len(found["text"].rstrip()))
            for found in sentencex.get_sentence_boundaries("en", text)
            if not found["is_paragraph_break"]
        ]

    return work


def sentencex_boundaries() -> Work:
    import sentencex

    return lambda text: list(sentencex.get_sentence_boundaries("en", text))


def syntok_spans() -> Work:
    from syntok import segmenter

    def work(text: str) -> list[tuple[int, int]]:
        return [
            (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
            for paragraph in segmenter.analyze(text)
            for sentence in paragraph
        ]

    return work


def segtok_strings() -> Work:
    from segtok.segmenter import split_multi

    return lambda text: list(split_multi(text))


def sentence_splitter_strings() -> Work:
    from sentence_splitter import SentenceSplitter

    work: Work = SentenceSplitter(language="en").split
    return work


def spacy_sentencizer() -> Work:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 1 << 30  # the limit is for models that this pipeline does not have
    return lambda text: [(sent.start_char, sent.end_char) for sent in nlp(text).sents]


def naive_spans() -> Work:
    def work(text: str) -> list[tuple[int, int]]:
        ends = [match.end() for match in NAIVE.finditer(text)]
        return list(zip([0, *ends], ends, strict=False))

    return work


def peers(corpus: Corpus) -> list[Peer]:
    return [
        Peer("lede.sentence_spans", "lede", "spans", "start and end of each", lede_spans),
        Peer("lede.sentences", "lede", "strings", "slices of the text", lede_strings),
        Peer(
            "PyICU, spans",
            "PyICU",
            "spans",
            "BreakIterator of en_US; trimmed spans in code points",
            icu_spans,
        ),
        Peer(
            "PyICU BreakIterator",
            "PyICU",
            "ends",
            "UAX 29 boundaries of en_US alone, in UTF-16 units",
            icu_boundaries,
        ),
        Peer(
            "blingfire, offsets",
            "blingfire",
            "spans",
            "text_to_sentences_and_offsets",
            blingfire_spans,
        ),
        Peer(
            "blingfire, strings",
            "blingfire",
            "strings",
            "text_to_sentences, cut at its line feeds",
            blingfire_strings,
        ),
        Peer("nltk Punkt, English", "nltk", "spans", "span_tokenize with punkt_tab", punkt),
        Peer(
            "nltk Punkt, trained here",
            "nltk",
            "spans",
            "span_tokenize, trained on the head of these texts (set-up)",
            partial(punkt_trained_here, corpus),
        ),
        Peer("pysbd", "pysbd", "spans", "char_span=True; quadratic in the text", pysbd_spans),
        Peer(
            "sentencex, spans",
            "sentencex",
            "spans",
            "get_sentence_boundaries; trimmed spans without paragraph breaks",
            sentencex_spans,
        ),
        Peer(
            "sentencex, boundaries",
            "sentencex",
            "ends",
            "get_sentence_boundaries alone: dicts with start, end and text",
            sentencex_boundaries,
        ),
        Peer("sentencex, strings", "sentencex", "strings", "segment", sentencex_strings),
        Peer("syntok", "syntok", "spans", "analyze: tokens, then sentences", syntok_spans),
        Peer("segtok", "segtok", "strings", "split_multi", segtok_strings),
        Peer(
            "sentence-splitter",
            "sentence-splitter",
            "strings",
            "split; white space is lost",
            sentence_splitter_strings,
        ),
        Peer(
            "spaCy sentencizer",
            "spacy",
            "spans",
            "blank English: tokens, then the rule component",
            spacy_sentencizer,
        ),
        Peer("naive re", PYTHON, "spans", "one regular expression, no abbreviations", naive_spans),
    ]
