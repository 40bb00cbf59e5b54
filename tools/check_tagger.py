"""Measure a tagger on the development sets: by set, on spoilt text, by region, and its scores.

usage: python tools/check_tagger.py [MODEL] [--data ../shared/data] [--errors N]

MODEL must not have seen the development sets: by default it is build/tagger/dev.lede, which
train_tagger.py makes on its way. "-" measures the rules alone. Scores are strict, by the
guideline of tools/tagger/labels.py.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tagger import labels
from tagger.labels import Document
from train_spacy import news
from train_tagger import DEV, NEVER_TRAINED, ROOT, Counts, Found, report, score, tag

# ISO 3166 codes of tools/names/countries.tsv by region, for the countries that the sets name.
REGIONS = {
    "Africa": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA "
    "MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW",
    "Arab East, Iran, Turkey": "AE BH IQ IR IL JO KW LB OM PS QA SA SY TR YE",
    "South Asia": "AF BD BT IN LK MV NP PK",
    "East and Southeast Asia": "BN CN HK ID JP KH KP KR LA MM MN MO MY PH SG TH TL TW VN",
    "Latin America": "AR BO BR CL CO CR CU DO EC GT HN HT JM MX NI PA PE PR PY SV TT UY VE",
    "Eastern Europe, Central Asia": "AL AM AZ BA BG BY CZ EE GE HR HU KG KZ LT LV MD ME MK PL RO "
    "RS RU SI SK TJ TM UA UZ XK",
    "Western Europe": "AT BE CH CY DE DK ES FI FR GR IE IS IT LU MT NL NO PT SE GB",
    "North America, Oceania": "AU CA FJ NZ PG US",
}
CURLY = {"'": "’", '"': "”"}


def plain_letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def curly(text: str) -> str:
    text = re.sub(r'(?<!\S)"', "“", text)
    return "".join(CURLY.get(c, c) for c in text)


def headline(text: str) -> str:
    """The first sentence, or what looks like one, in capitals."""
    end = re.search(r"[.!?]\s", text)
    cut = end.start() if end else len(text)
    upper = text[:cut].upper()
    return upper + text[cut:] if len(upper) == cut else text


SPOILT: dict[str, Callable[[str], str]] = {
    "curly quotes": curly,
    "no accents": plain_letters,
    "headline in capitals": headline,
    "all in capitals": lambda text: text.upper() if len(text.upper()) == len(text) else text,
    "all in small letters": lambda text: text.lower() if len(text.lower()) == len(text) else text,
}


def robustness(model: str, work: Path, dev: dict[str, list[Document]]) -> None:
    documents = [doc for name in dev for doc in dev[name]]
    print("\nspoilt text, all sets together (F1, P / R)")
    for way, change in {"as it is": lambda text: text, **SPOILT}.items():
        changed = [replace(doc, text=change(doc.text)) for doc in documents]
        print(f"{way:22} {score(changed, tag(model, work / 'check.txt', changed))['ALL']}")


def curve(documents: list[Document], found: Found) -> dict[int, tuple[int, int]]:
    """How many mentions of each tenth of scores are right, and how many there are."""
    bins: dict[int, tuple[int, int]] = {}
    for doc, entities in zip(documents, found, strict=True):
        gold, open_spans = set(doc.gold), labels.undecided(doc)
        for start, end, label, share in entities:
            span = labels.trim(doc.text, start, end)
            if span not in open_spans:
                right, count = bins.get(min(int(share * 10), 9), (0, 0))
                bins[min(int(share * 10), 9)] = right + ((*span, label) in gold), count + 1
    return bins


def curves(dev: dict[str, list[Document]], found: dict[str, Found]) -> None:
    """By the sets that the scores were fitted to, by those they were not, and by our own news."""
    fitted = [name for name in dev if name not in NEVER_TRAINED]
    groups = {"fitted to": fitted, "re3d": list(NEVER_TRAINED), "our news": ["news"]}
    tables = [
        curve([doc for n in names for doc in dev[n]], [one for n in names for one in found[n]])
        for names in groups.values()
    ]
    print("\nscore → share of right ones (mentions): " + ", ".join(groups))
    for low in sorted(set().union(*tables)):
        counts = [table.get(low, (0, 0)) for table in tables]
        shares = (f"{100 * right / max(n, 1):5.1f} % {n:5}" for right, n in counts)
        print(f"{low / 10:.1f} to {low / 10 + 0.1:.1f}  " + "  ".join(shares))


def regions_of_names() -> dict[str, str]:
    """Names of countries and their peoples → region."""
    region_of = {code: region for region, codes in REGIONS.items() for code in codes.split()}
    names = {}
    path = ROOT / "tools/names/countries.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        region = region_of.get(fields[0].removeprefix("iso3166:")[:2])
        if region:
            for field in fields[1:4]:
                names.update(dict.fromkeys(filter(None, field.split("|")), region))
    return names


def by_region(dev: dict[str, list[Document]], found: dict[str, Found]) -> None:
    """Recall of persons by the country that the document names most."""
    names = regions_of_names()
    table: dict[str, Counts] = collections.defaultdict(Counts)
    for name, documents in dev.items():
        for doc, entities in zip(documents, found[name], strict=True):
            words = collections.Counter(
                names[doc.text[s:e]] for s, e, label in doc.gold if doc.text[s:e] in names
            )
            region = words.most_common(1)[0][0] if words else "no country named"
            mine = {(*labels.trim(doc.text, s, e), label) for s, e, label, _ in entities}
            people = {one for one in doc.gold if one[2] == "PERSON"}
            table[region].wanted += len(people)
            table[region].right += len(people & mine)
    print("\nPERSON recall by the region whose countries the document names most")
    for region, counts in sorted(table.items()):
        print(f"{region:30} {100 * counts.right / max(counts.wanted, 1):5.1f} %  {counts.wanted}")


def mistakes(
    dev: dict[str, list[Document]], found: dict[str, Found]
) -> Iterator[tuple[str, str, str]]:
    """Yield (set, kind, text around) of each mistake."""
    for name, documents in dev.items():
        for doc, entities in zip(documents, found[name], strict=True):
            gold = {one[:2]: one[2] for one in doc.gold}
            mine = {labels.trim(doc.text, s, e): label for s, e, label, _ in entities}
            open_spans = labels.undecided(doc)
            for span, label in mine.items():
                if span in open_spans or gold.get(span) == label:
                    continue
                rivals = [g for g in gold if g[0] < span[1] and span[0] < g[1]]
                wanted = " ".join(f"[{doc.text[slice(*g)]}] {gold[g]}" for g in rivals) or "nothing"
                kind = "type" if span in gold else "boundary" if rivals else "extra"
                yield name, kind, f"{marked(doc.text, span)} {label}, wanted {wanted}"
            for span, label in gold.items():
                if not any(m[0] < span[1] and span[0] < m[1] for m in mine):
                    yield name, "missed", f"{marked(doc.text, span)} {label}"


def marked(text: str, span: tuple[int, int]) -> str:
    start, end = span
    around = text[max(0, start - 40) : start] + "[" + text[start:end] + "]" + text[end : end + 30]
    return around.replace("\n", " ")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", nargs="?", default=str(ROOT / "build/tagger/dev.lede"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    work = ROOT / "build/tagger"
    entities = options.data / "entities"
    dev = {name: labels.read_set(entities, name, splits) for name, splits in DEV.items()}
    report(options.model, work, dev)
    found = {name: tag(options.model, work / "check.txt", docs) for name, docs in dev.items()}
    robustness(options.model, work, dev)
    own = news()
    curves({**dev, "news": own}, {**found, "news": tag(options.model, work / "check.txt", own)})
    by_region(dev, found)
    all_mistakes = list(mistakes(dev, found))
    kinds = collections.Counter((name, kind) for name, kind, _ in all_mistakes)
    print(
        "\nmistakes:",
        ", ".join(f"{n} {kind} {count}" for (n, kind), count in sorted(kinds.items())),
    )
    chance = random.Random(1)
    for name, kind, text in chance.sample(all_mistakes, min(options.errors, len(all_mistakes))):
        print(f"{name:10} {kind:8} {text}")


if __name__ == "__main__":
    main()
