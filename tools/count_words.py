"""Compile tools/cues/common.txt: ordinary words that are no names when capitalised.

A word that news mostly writes in lower case is an ordinary word, so a capital on it at a
sentence start or in a headline says nothing. The argument is a folder that holds
entities/{gmb_silver,gum_names,uner_ewt}/train.jsonl; the file comes out the same on every run.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path(__file__).parent / "cues" / "common.txt"
SOURCES = ("gmb_silver", "gum_names", "uner_ewt")

# Titles before names and headlines are part of the count; 0.6 leaves room for them.
LEAST_SHARE = 0.6
LEAST_LOWER = 3

# Whole words of letters only: no part of "U.S.", "don't", "al-Qaida" or "F16".
WORD = re.compile(r"(?<![\w'’.-])[^\W\d_]+(?!['’.-]?\w)")

HEAD = """\
# Ordinary English words that are no names when they are capitalised at a sentence start or
# in a headline. Made by tools/count_words.py, not by hand: words of letters that stand in
# lower case in at least {share:.0%} of their occurrences inside sentences, at least {lower}
# times, in the texts of GMB (public domain), GUM (the parts under CC BY or in the public domain)
# and UNER English EWT (CC BY-SA 4.0; word counts only). Training parts alone.
"""


def main() -> None:
    """Write the word list and say how many words it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds entities/*/train.jsonl")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    words = common_words(read_sentences(options.data))
    write_list(options.output, words)
    print(f"{options.output}: {len(words)} words")


def read_sentences(data: Path) -> Iterator[str]:
    """Yield the sentences of the training texts that the list may be counted from."""
    for source in SOURCES:
        with (data / "entities" / source / "train.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                if is_open(document.get("licence", "")):
                    for start, end in document["sents"]:
                        yield document["text"][start:end]


def is_open(licence: str) -> bool:
    """Leave out single documents under share-alike terms; most sources name none."""
    return "SA" not in licence


def common_words(sentences: Iterator[str]) -> list[str]:
    """Return the words that mostly stand in lower case, sorted."""
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sentence in sentences:
        # The first word has its capital from its place: no evidence either.
        for word in WORD.findall(sentence)[1:]:
            # All capitals are acronyms ("US", "WHO") or whole headlines: no evidence.
            if len(word) > 1 and word.isupper():
                continue
            total[word.lower()] += 1
            lower[word.lower()] += word.islower()
    return sorted(
        word
        for word, count in lower.items()
        if count >= LEAST_LOWER and count >= LEAST_SHARE * total[word]
    )


def write_list(path: Path, words: list[str]) -> None:
    """Write one word a line below the head that says how the list was made."""
    head = HEAD.format(share=LEAST_SHARE, lower=LEAST_LOWER)
    path.write_text(head + "".join(f"{word}\n" for word in words), encoding="utf-8")


if __name__ == "__main__":
    main()
