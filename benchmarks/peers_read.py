"""The whole job: sentences and named entities of a text.

Nothing that installs without downloading a model does the same: spaCy's blank pipeline has rules
for sentences and a dictionary for names, and no knowledge of its own. `tools/train_spacy.py` trains
its NER on the text that lede's tagger learns from.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from harness import Peer, Unavailable, Work

MODEL = "en_core_web_sm"
TRAINED = Path(__file__).resolve().parent.parent / "build/spacy/model-best"
# An entity ruler with more names takes minutes to build.
MOST_NAMES = 10_000
UNIT = "sentences and entities"


def lede_read() -> Work:
    import lede

    def work(text: str) -> list[lede.Sentence | lede.Entity]:
        article = lede.read(text)
        return [*article.sentences, *article.entities]

    return work


def results(nlp: Any, text: str) -> list[tuple[int, int, str]]:
    """What the sentences and entities of a spaCy document say of themselves."""
    doc = nlp(text)
    return [
        (span.start_char, span.end_char, span.label_)
        for spans in (doc.sents, doc.ents)
        for span in spans
    ]


def spacy_rules(names: list[str]) -> Work:
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 1 << 30  # the limit is for models that this pipeline does not have
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": name} for name in names[:MOST_NAMES]])
    return partial(results, nlp)


def trained_pipeline() -> Any:
    """A sentencizer and the NER that tools/train_spacy.py trained."""
    import spacy

    if not TRAINED.exists():
        raise Unavailable("the model is not here: python tools/train_spacy.py train makes it")
    nlp = spacy.load(TRAINED)
    nlp.add_pipe("sentencizer", first=True)
    return nlp


def spacy_trained() -> Work:
    return partial(results, trained_pipeline())


def spacy_model() -> Work:
    import spacy

    if not spacy.util.is_package(MODEL):
        raise Unavailable(f"the model is not here: python -m spacy download {MODEL} fetches it")
    return partial(results, spacy.load(MODEL, exclude=["lemmatizer"]))


def peers(names: list[str]) -> list[Peer]:
    return [
        Peer("lede.read", "lede", UNIT, "cleaning, sentences, entities, names", lede_read),
        Peer(
            "spaCy blank + rules",
            "spacy",
            UNIT,
            f"sentencizer and entity ruler with {min(len(names), MOST_NAMES):,} names; no model, "
            "so less work and other answers",
            partial(spacy_rules, names),
        ),
        Peer(
            "spaCy NER, same data",
            "spacy",
            UNIT,
            "sentencizer and entity recognizer (CNN), trained on lede's text",
            spacy_trained,
        ),
        Peer(
            f"spaCy {MODEL}",
            "spacy",
            UNIT,
            "tagger, parser and entity recognizer (CNN) on the CPU",
            spacy_model,
        ),
    ]
