"""What is timed: articles, the same articles as one long string, and names to look for in them."""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

HERE = Path(__file__).resolve().parent
BUNDLED = HERE / "articles"
# Lies beside the repository where the project's data sets are; never part of it.
SHARED = HERE.parent.parent / "shared" / "data" / "bench" / "news.jsonl"
LISTS = HERE.parent.parent / "shared" / "data" / "gazetteers"
NO_NAMES = ("org_suffixes_cleanco", "petrarch_agents")  # legal forms and roles

Mode = Literal["article", "bulk"]
MODES: tuple[Mode, ...] = ("article", "bulk")

# The bundled articles are few: repeated, they at least do not fit into the nearest cache.
BUNDLED_REPEATS = 40

# Of N names to look for, at most this share stands in the texts; the rest hardly ever does.
SHARE_FOUND = 0.25


@dataclass(frozen=True)
class Corpus:
    """Articles, and where they come from."""

    name: str
    articles: tuple[str, ...]

    @cached_property
    def whole(self) -> str:
        """All articles as one string, a blank line between them."""
        return "\n\n".join(self.articles)

    @cached_property
    def size(self) -> int:
        """Bytes of the articles in UTF-8."""
        return sum(utf8_size(article) for article in self.articles)

    @property
    def smallest_share(self) -> float:
        """The share that is a single article."""
        return 1 / len(self.articles)

    def part(self, mode: Mode, share: float) -> list[str]:
        """A share of the texts: articles from all over, or the head of the one string."""
        if mode == "bulk":
            return [self.whole[: math.ceil(share * len(self.whole))]]
        count = max(1, math.ceil(share * len(self.articles)))
        return [self.articles[i * len(self.articles) // count] for i in range(count)]


def utf8_size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def fresh(text: str) -> str:
    """A copy that no earlier reader has left a hash or a UTF-8 form in."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")


def read_jsonl(path: Path) -> Corpus:
    """The "text" of each line; empty ones are left out."""
    with path.open(encoding="utf-8") as lines:
        texts = tuple(text for line in lines if line.strip() and (text := json.loads(line)["text"]))
    if not texts:
        raise ValueError(f"{path} holds no texts")
    return Corpus(path.name, texts)


def bundled() -> Corpus:
    """The repository's own articles, repeated."""
    texts = tuple(path.read_text(encoding="utf-8") for path in sorted(BUNDLED.glob("*.txt")))
    return Corpus(
        f"{len(texts)} bundled articles, {BUNDLED_REPEATS} times", texts * BUNDLED_REPEATS
    )


def default_corpus() -> Corpus:
    return read_jsonl(SHARED) if SHARED.exists() else bundled()


# ---- Names ----

CAPITALISED = re.compile(r"(?<=[a-z] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
LOWER = re.compile(r"\b[a-z]+\b")


def synthetic_names(corpus: Corpus, count: int) -> list[str]:
    """So many different names, the same ones on every run.

    Some stand in the texts: capitalised runs inside a sentence, the most frequent first, but no
    ordinary words, which only those who fold case would find much more often. The others are a
    given name, every second one a word of the texts, and an invented family name, so that a
    matcher often starts on a name and has to give it up, as with real lists.
    """
    found = Counter(CAPITALISED.findall(corpus.whole))
    ordinary = set(LOWER.findall(corpus.whole))
    names = [name for name, _ in found.most_common() if name.lower() not in ordinary]
    names = names[: int(count * SHARE_FOUND)]
    chance = random.Random(count)
    given = sorted({name.split()[0] for name in names})
    given += [invented_word(chance) for _ in range(max(100, len(given)))]
    unique = dict.fromkeys(names)
    while len(unique) < count:
        unique[f"{chance.choice(given)} {invented_word(chance)}"] = None
    return list(unique)


def invented_word(chance: random.Random) -> str:
    syllables = (chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3))
    return "".join(syllables).capitalize() + chance.choice(("", "n", "r", "s", "l"))


def listed_names(count: int) -> list[str]:
    """So many different names of the lists beside the repository, the same ones on every run.

    Places, companies, actors in politics, countries in many languages; then given and family names
    in pairs by chance. Like all real lists they hold names that are ordinary words: To, Of, This.
    """
    files = sorted(LISTS.glob("*/*.tsv"))
    if not files:
        raise ValueError(f"there are no lists in {LISTS}")
    unique: dict[str, None] = {}
    people: dict[str, list[str]] = {"first": [], "last": []}
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            name, kind, *_ = (*line.split("\t"), "")
            if path.stem.startswith("person_names"):
                people[kind].append(name)
            elif len(name.strip()) > 1 and path.stem not in NO_NAMES:
                unique[name.strip()] = None
    chance = random.Random(count)
    while len(unique) < count:
        unique[f"{chance.choice(people['first'])} {chance.choice(people['last'])}"] = None
    return list(unique)[:count]


def read_names(path: Path, count: int) -> list[str]:
    """The first so many different names of a file: a name a line, or the first column of a TSV."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t")[0].strip() for line in lines if not line.startswith("#"))
    return list(dict.fromkeys(name for name in cells if name))[:count]
