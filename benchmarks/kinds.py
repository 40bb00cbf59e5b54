"""Time lede.normalize beside unicodedata and ftfy on one kind of text after the other.

    python benchmarks/kinds.py                  # also part of `make bench`
    python benchmarks/kinds.py --seconds 60 --kind decomposed --kind ASCII

lede does all the news steps and records every change; unicodedata does NFC alone; ftfy does what it
does by default, without explanations. All take turns in one process, as in run.py.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from typing import Literal

import peers_normalize
from harness import PYTHON, Peer, Row, machine, prepare, race, ratio, significant
from texts import HERE, SHARED, Corpus, Mode, default_corpus

LANGUAGES = HERE / "languages"
DIRTY = SHARED.with_name("dirty.jsonl")
TREEBANKS = SHARED.parent.with_name("sentences")
LATIN = ("ud_fr_gsd", "ud_es_gsd", "ud_pt_bosque", "ud_de_gsd")
ARTICLE_SIZE = 3000  # characters, as long as an article mostly is
BULK_SIZE = 16_000_000  # characters of the one long string
REPEATS = 40  # of a language's text, which is short

HEAD = ("kind of text", "bytes", "lede MB/s", "unicodedata MB/s", "lede ×", "ftfy MB/s", "lede ×")


def language(name: str, form: Literal["NFC", "NFD"] = "NFC") -> Corpus:
    """Our own text in a language, twice: as long as an article mostly is."""
    text = (LANGUAGES / f"{name}.txt").read_text(encoding="utf-8").strip()
    article = unicodedata.normalize(form, f"{text}\n\n{text}")
    return Corpus(name, (article,) * REPEATS)


def ascii_bulk(corpus: Corpus) -> Corpus:
    """The articles that are ASCII and need nothing, over and over in one string."""
    import lede

    clean = [text for text in corpus.articles if text.isascii() and lede.normalize(text) is text]
    whole = "\n\n".join(clean) or "Nothing is to do here, and so on."
    return Corpus("ASCII", (("\n\n".join([whole] * (1 + BULK_SIZE // len(whole)))),))


def dirty() -> Iterator[tuple[str, Corpus]]:
    """The kinds of damage in the project's data, if that is there."""
    kinds: dict[str, list[str]] = {}
    if DIRTY.exists():
        with DIRTY.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                kinds.setdefault(row["kind"], []).append(row["text"])
    for kind, articles in kinds.items():
        yield f"dirty: {kind}", Corpus(kind, tuple(articles))


def treebanks() -> Iterator[tuple[str, Corpus]]:
    """Texts of others in four languages, decomposed, as they are: some need other steps too."""
    pieces: list[str] = []
    for path in (TREEBANKS / name / "dev.jsonl" for name in LATIN):
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                whole = "\n\n".join(json.loads(line)["text"] for line in lines)
            starts = range(0, len(whole), ARTICLE_SIZE)
            pieces += [whole[start : start + ARTICLE_SIZE].strip() for start in starts]
    if pieces:
        name = "UD fr es pt de, decomposed"
        yield name, Corpus(name, tuple(unicodedata.normalize("NFD", piece) for piece in pieces))


def kinds() -> Iterator[tuple[str, Corpus]]:
    english = default_corpus()
    yield "English", english
    yield "Arabic, clean", language("ar")
    yield "Russian, clean", language("ru")
    yield "French, clean", language("fr")
    yield "French, decomposed", language("fr", "NFD")
    yield from treebanks()
    yield "ASCII, one long string", ascii_bulk(english)
    yield from dirty()


def contestants() -> list[Peer]:
    return [
        Peer("lede", "lede", "text", "news steps and map", peers_normalize.lede_changes),
        Peer("unicodedata", PYTHON, "text", "NFC alone", peers_normalize.unicodedata_nfc),
        Peer("ftfy", "ftfy", "text", "all it does by default", peers_normalize.ftfy_fix),
    ]


def cells(kind: str, corpus: Corpus, rows: list[Row]) -> tuple[str, ...]:
    named = {row.peer.name: row for row in rows}
    found = [kind, f"{corpus.size:,}", significant(named["lede"].cpu_speed)]
    for name in ("unicodedata", "ftfy"):
        peer = named.get(name)
        compared = ratio(peer, rows) if peer else None
        found += [significant(peer.cpu_speed)] if peer else ["–"]
        found += [significant(compared.median)] if compared else ["–"]
    return tuple(found)


def show(line: tuple[str, ...]) -> None:
    first, *others = line
    print(f"{first:<28}" + "".join(f"{cell:>17}" for cell in others), flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="for all kinds together")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--kind", action="append", default=[], metavar="PART", help="only kinds with this part"
    )
    options = parser.parse_args(arguments)
    here = machine()
    print(f"{here['cpu']}, {here['cores']} cores, {here['python']}, load {here['load']}")
    chosen = [
        (kind, corpus)
        for kind, corpus in kinds()
        if not options.kind or any(part in kind for part in options.kind)
    ]
    ready, missing = prepare(contestants())
    show(HEAD)
    for kind, corpus in chosen:
        mode: Mode = "bulk" if corpus.name == "ASCII" else "article"
        seconds = options.seconds / len(chosen)
        rows, failed = race(ready, corpus, mode, options.rounds, seconds)
        show(cells(kind, corpus, rows))
        missing += [peer for peer in failed if peer not in missing]
    for peer in missing:
        print(f"not timed: {peer.name} ({peer.reason})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
