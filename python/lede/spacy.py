"""lede as a component of a spaCy pipeline, and articles as ``Doc`` and ``DocBin``.

    import lede.spacy
    nlp = spacy.blank("en")
    nlp.add_pipe("lede", config={"gazetteers": ["names.lede"]})

The component sets ``doc.ents`` (with ``kb_id_``, the dictionary's id) and the starts of sentences.
Where a name begins or ends inside a token of spaCy, the entity takes the whole token.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import minibatch

from lede._article import Article
from lede._gazetteer import Gazetteer
from lede._reader import Reader


class Component:
    """What ``nlp.add_pipe("lede")`` adds; reads a batch of texts at a time in `pipe`."""

    def __init__(self, reader: Reader, *, sents: bool = True, ents: bool = True) -> None:
        self.reader = reader
        self.sents = sents
        self.ents = ents

    def __call__(self, doc: Any) -> Any:
        """Mark one Doc."""
        return self._mark(doc, self.reader.read(doc.text))

    def pipe(self, stream: Iterable[Any], *, batch_size: int = 256) -> Iterator[Any]:
        """Mark many, a batch at a time."""
        for docs in minibatch(stream, batch_size):
            articles = self.reader.read_many([doc.text for doc in docs], batch=batch_size)
            for doc, article in zip(docs, articles, strict=True):
                assert article is not None  # a Doc always has a text
                yield self._mark(doc, article)

    def _mark(self, doc: Any, article: Article) -> Any:
        if self.sents:
            _mark_sentences(doc, article)
        if self.ents:
            _mark_entities(doc, article)
        return doc


def _mark_sentences(doc: Any, article: Article) -> None:
    starts = iter([*(sentence.start for sentence in article.sentences[1:]), len(doc.text) + 1])
    start = next(starts)
    for token in doc:
        begins = token.idx + len(token) > start
        token.is_sent_start = begins or token.i == 0
        while begins and token.idx + len(token) > start:
            start = next(starts)


def _mark_entities(doc: Any, article: Article) -> None:
    spans = []
    end = 0
    for entity in article.entities:
        span = doc.char_span(
            entity.start,
            entity.end,
            label=entity.label,
            kb_id=entity.id or "",
            alignment_mode="expand",
        )
        if span is not None and span.start >= end:  # two names in one token: the first has it
            spans.append(span)
            end = span.end
    doc.set_ents(spans)


@Language.factory(  # type: ignore[untyped-decorator]
    "lede",
    assigns=["doc.ents", "doc.sents", "token.is_sent_start"],
    default_config={"gazetteers": [], "sents": True, "ents": True, "options": {}},
)
def make_component(
    nlp: Any, name: str, gazetteers: list[str], sents: bool, ents: bool, options: dict[str, Any]
) -> Component:
    """Make the component; `gazetteers` are paths, `options` those of :class:`Reader`."""
    own = [Gazetteer.open(path) for path in gazetteers]
    return Component(Reader(gazetteers=own, **options), sents=sents, ents=ents)


def to_doc(article: Article, nlp: Any) -> Any:
    """Return an article as a ``Doc``, tokenized by `nlp`."""
    doc = nlp.make_doc(article.text)
    _mark_sentences(doc, article)
    _mark_entities(doc, article)
    return doc


def to_docbin(articles: Iterable[Article | None], nlp: Any) -> Any:
    """Return articles as a ``DocBin``, as training data is kept; missing ones are left out."""
    docs: list[Doc] = [to_doc(article, nlp) for article in articles if article is not None]
    return DocBin(docs=docs, store_user_data=True)
