"""Dictionary matchers: which of N names stand where in a text."""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import partial

from harness import Peer, Work

Names = list[str]


def lede_folded(names: Names) -> Work:
    import lede

    return lede.Gazetteer([(name, "NAME", str(i)) for i, name in enumerate(names)]).find


def lede_exact(names: Names) -> Work:
    import lede

    entries = [(name, "NAME", str(i)) for i, name in enumerate(names)]
    return lede.Gazetteer(entries, fold="none").find


def daachorse_chars(names: Names) -> Work:
    import daachorse

    work: Work = daachorse.CharwiseDoubleArrayAhoCorasick(
        names, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST, use_prefilter=True
    ).find
    return work


def daachorse_bytes(names: Names) -> Work:
    import daachorse

    patterns = [name.encode() for name in names]
    find: Callable[[bytes], Sized] = daachorse.DoubleArrayAhoCorasick(
        patterns, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST, use_prefilter=True
    ).find
    return lambda text: find(text.encode())


def daachorse_words(names: Names) -> Work:
    """Whole words with offsets in code points, as a dictionary gives them.

    A name inside a word still hides the right one beside it: what is left out here can be wrong.
    """
    import daachorse

    patterns = [name.encode() for name in names]
    find: Callable[[bytes], list[tuple[int, int, int]]] = daachorse.DoubleArrayAhoCorasick(
        patterns, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST, use_prefilter=True
    ).find

    def work(text: str) -> list[tuple[int, int, int]]:
        content = text.encode()
        plain = len(content) == len(text)
        matches = []
        byte = point = 0
        for start, end, index in find(content):
            if plain:
                first, last = start, end
            else:
                first = point + len(content[byte:start].decode())
                last = first + len(content[start:end].decode())
                byte, point = end, last
            before, after = text[first - 1 : first], text[last : last + 1]
            if not (before.isalnum() or after.isalnum()):
                matches.append((first, last, index))
        return matches

    return work


def ahocorasick_all(names: Names) -> Work:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text))


def ahocorasick_longest(names: Names) -> Callable[[str], list[tuple[int, str]]]:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return lambda text: list(automaton.iter_long(text))


def ahocorasick_words(names: Names) -> Work:
    longest = ahocorasick_longest(names)

    def work(text: str) -> list[tuple[int, int, str]]:
        matches = []
        size = len(text)
        for last, name in longest(text):
            start, end = last - len(name) + 1, last + 1
            inside_left = start > 0 and text[start - 1].isalnum()
            if not inside_left and not (end < size and text[end].isalnum()):
                matches.append((start, end, name))
        return matches

    return work


def flashtext_keywords(names: Names, *, exact: bool = True) -> Work:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=exact)
    for name in names:
        processor.add_keyword(name)
    work: Work = partial(processor.extract_keywords, span_info=True)
    return work


def spacy_phrases(names: Names) -> Work:
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    nlp.max_length = 1 << 30  # the limit is for models that this pipeline does not have
    matcher = PhraseMatcher(nlp.vocab)
    # One key a name, as a dictionary with ids needs it.
    for name, pattern in zip(names, nlp.tokenizer.pipe(names), strict=True):
        matcher.add(name, [pattern])

    def work(text: str) -> list[tuple[int, int, str]]:
        spans = filter_spans(matcher(nlp(text), as_spans=True))
        return [(span.start_char, span.end_char, span.label_) for span in spans]

    return work


WORDS = "whole words"
ANY_CASE = "whole words, any case"
SUBSTRINGS = "substrings"


def peers(names: Names) -> list[Peer]:
    """All but iter find the longest name from the left; those of `substrings` inside words too.

    What knows no case is compared with the dictionary that matches exactly.
    """
    rows: list[tuple[str, str, str, str, Callable[[Names], Work]]] = [
        (
            "lede.Gazetteer.find, fold=none",
            "lede",
            WORDS,
            "exact case; start, end, text, name, label, id",
            lede_exact,
        ),
        (
            "lede.Gazetteer.find",
            "lede",
            ANY_CASE,
            "case and accents folded; start, end, text, name, label, id",
            lede_folded,
        ),
        (
            "daachorse, characters",
            "daachorse",
            SUBSTRINGS,
            "exact case; start, end, index",
            daachorse_chars,
        ),
        (
            "daachorse, bytes",
            "daachorse",
            SUBSTRINGS,
            "exact case; offsets in UTF-8 bytes",
            daachorse_bytes,
        ),
        (
            "daachorse, whole words",
            "daachorse",
            WORDS,
            "bytes, neighbours checked and code points counted in Python; start, end, index",
            daachorse_words,
        ),
        (
            "pyahocorasick, iter",
            "pyahocorasick",
            SUBSTRINGS,
            "exact case; all names, overlapping; end and name",
            ahocorasick_all,
        ),
        (
            "pyahocorasick, iter_long",
            "pyahocorasick",
            SUBSTRINGS,
            "exact case; end and name",
            ahocorasick_longest,
        ),
        (
            "pyahocorasick, whole words",
            "pyahocorasick",
            WORDS,
            "iter_long, neighbours checked in Python; start, end, name",
            ahocorasick_words,
        ),
        (
            "flashtext",
            "flashtext",
            WORDS,
            "exact case; words by ASCII letters; name, start, end",
            flashtext_keywords,
        ),
        (
            "flashtext, any case",
            "flashtext",
            ANY_CASE,
            "lower case, offsets wrong behind İ; name, start, end",
            partial(flashtext_keywords, exact=False),
        ),
        (
            "spaCy PhraseMatcher",
            "spacy",
            WORDS,
            "exact case; tokens, matches, longest kept; start, end, name",
            spacy_phrases,
        ),
    ]
    return [
        Peer(name, package, unit, what, partial(make, names))
        for name, package, unit, what, make in rows
    ]
