"""Why a sentence ends at some place, or does not."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from lede import _core

# What decided, in the order of lede_decided in csrc/text/sentences.h. The first is the model.
REASONS = (
    "the model weighed what stands around it",
    "no white space follows the mark",
    "this mark always ends a sentence of its script, unless a quote goes on",
    "the mark numbers an item of a list",
    "it lies in a quote, and quotes are kept whole",
    "it lies in a text that never_split names",
    "a blank line or line end always ends a sentence",
    "an item of a list begins",
    "a line of metadata is a segment of its own",
    "nothing follows that could be a sentence",
)

# What each feature looks at, in the order of lede_feature in csrc/text/boundary.h.
FEATURES = (
    "the mark {marks}",
    "{marks} before something like {right}",
    "something like {left} before {marks}",
    "{left} and {right} as words of their shape",
    "the kind of abbreviation that {left} is, before something like {right}",
    "the kinds of words that {left} and {right} are",
    "something like {left} before the kind of word that {right} is",
    "{before}, {left} and {right} as words of their shape",
    "the kind of word that {before} is, before {left}",
    "what stands right behind {right}",
    "{left}, {right} and {after} as words of their shape",
    "the quotes and brackets around {marks}",
    "something like {right} with or without a quote or bracket open",
    "the white space behind {marks}",
    "whether {left} begins its sentence",
    "the kind of word that {after} is, behind {right}",
    "the kind of word that {right} is, behind {marks}",
    "the letter, capital or small, that the sentence begins with",
    "how the sentence begins, before {left} and {right}",
    "something like {left} before something like {right} in this language",
    "the kinds of words that {left} and {right} are in this language",
    "the word {left}",
    "the word {left} before something like {right}",
    "the word {right}",
    "the word {right} behind something like {left}",
    "the word {right} behind {marks}",
    "the words {before} {left}",
    "the word {left} before the kind of word that {right} is",
    "the word {right} behind the kind of abbreviation that {left} is",
    "the word {after} behind {right}",
    "whether {right} is an ordinary word, behind something like {left}",
    "whether {right} is an ordinary word, between {left} and {after}",
    "whether {right} is an ordinary word, behind the word {left}",
)

TOLD = 6  # features that str() lists


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a sentence ends at a place, or does not.

    `start` and `end` are code points of your text around the marks that were looked at, `text`
    those marks, or nothing where structure alone decided. `ends` says whether a sentence ends
    behind them, `reason` why. Where the model decided, `probability` is its estimate and `features`
    holds what it weighed, as (words, log odds), the strongest first; above zero speaks for an end.

    >>> import lede
    >>> why = lede.explain("Ask Gen. Lee.", 7)
    >>> why.text == "." and not why.ends
    True
    """

    start: int
    end: int
    text: str
    ends: bool
    reason: str
    probability: float | None = None
    features: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)

    def __str__(self) -> str:
        verdict = "a sentence ends" if self.ends else "no sentence ends"
        lines = [f"{self.start}-{self.end} {self.text!r}: {verdict}: {self.reason}"]
        if self.probability is not None:
            lines[0] += f" (probability of an end {self.probability:.3f})"
        lines += [f"  {odds:+.2f}  {words}" for words, odds in self.features[:TOLD]]
        return "\n".join(lines)


def explain(reader: _core.Reader, text: str, position: int) -> Explanation | None:
    """Put the decision at code point `position` into words; None where there is none."""
    found = reader.explain(text, position)
    if found is None:
        return None
    start, end, ends, decided, odds, words, features = found
    shown = {
        name: repr(word) if word else "nothing"
        for name, word in zip(("before", "left", "marks", "right", "after"), words, strict=True)
    }
    weighed = [(FEATURES[number].format(**shown), round(value, 4)) for number, value in features]
    strongest = sorted((pair for pair in weighed if pair[1]), key=lambda pair: -abs(pair[1]))
    return Explanation(
        start,
        end,
        text[start:end],
        ends,
        REASONS[decided],
        1 / (1 + math.exp(-odds)) if features else None,
        tuple(strongest),
    )
