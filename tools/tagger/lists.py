"""Lists of words and names that the tagger knows, compiled from what may be shipped.

Sources: tools/names and tools/cues of this repository; from the data folder GeoNames cities (CC BY
4.0), first and last names of the smashew project (Unlicense), PETRARCH actors and agents (MIT),
FinanceDatabase companies (MIT), cleanco legal forms (MIT), country codes (PDDL) and members of the
US Congress (CC0).
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent

# Bits of single words, at most 16 (lede_tagger_model_lists).
WORD_LISTS = (
    "first",
    "last",
    "city",
    "country",
    "place",
    "norp",
    "organization",
    "company",
    "acronym",
    "company_start",
    "institution_word",
    "person_word",
    "region",
    "capital",
    "suffix",
    "role",
)
# Bits of names of several words, at most 8 (KINDS in csrc/names/tagger_view.c).
PHRASE_KINDS = ("person", "city", "country", "place", "company", "organization", "norp", "actor")

# Longer surnames are known by their endings, and a model file has to stay small.
LONGEST_SURNAME = 9

SHARE_CLASSES = re.compile(
    r"\s+(?:sponsored adr|adr.*|ord\b.*|plc ord.*|reg\.?( ?s)?|cdi/?.*|-cl.*|cl\.? ?[a-c]\b.*"
    r"|unsp.*|inh\.?.*|o\.n\..*|dl-?,?.*|sf-?,?.*|ls-?,?.*|eo-?,?.*|hd-?,?.*|yc ?\d.*|npv"
    r"|class [a-c].*)$",
    re.IGNORECASE,
)
LEGAL_FORM = re.compile(
    r"[,\s]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|plc|llc|lp|l\.p|ag|sa|s\.a|se|nv"
    r"|n\.v|spa|s\.p\.a|ab|asa|as|oyj|kk|kgaa|bhd|berhad|tbk|pt|holdings?|group|trust|fund|public"
    r"|s\.a\.b|de c\.v|gmbh|sab|pjsc|ojsc|jsc|kabushiki kaisha)\.?$",
    re.IGNORECASE,
)


def rows(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each line; comments begin with #."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [field.strip() for field in line.split("\t")]


def own_names() -> Iterator[tuple[str, str]]:
    """Yield (surface, kind) of the lists in tools/names."""
    for fields in rows(TOOLS / "names/countries.tsv"):
        for surface in [fields[1], *fields[2].split("|")]:
            yield surface, "country"
        if len(fields) > 3:
            for surface in fields[3].split("|"):
                yield surface, "norp"
        if len(fields) > 4:
            yield fields[4], "capital"
    for file, kind in (("places", "place"), ("organizations", "organization"), ("groups", "norp")):
        for fields in rows(TOOLS / f"names/{file}.tsv"):
            for surface in [fields[1], *(fields[2].split("|") if len(fields) > 2 else [])]:
                yield surface, kind


def demonyms() -> frozenset[str]:
    """The names of peoples and groups, folded to lower case."""
    return frozenset(name.strip().lower() for name, kind in own_names() if kind == "norp" and name)


def countries() -> frozenset[str]:
    """The names of countries, folded to lower case."""
    return frozenset(
        name.strip().lower() for name, kind in own_names() if kind == "country" and name
    )


def company_cores(name: str) -> Iterator[str]:
    """Yield a company's name as it is listed and as news writes it, without legal forms."""
    name = SHARE_CLASSES.sub("", name.strip())
    name = re.sub(r"\s*\(.*?\)|/.*$", "", name).strip(" .,-")
    if name.isupper() and len(name) > 5:
        name = name.title()
    while (core := LEGAL_FORM.sub("", name).strip(" .,-&")) != name and len(core) > 2:
        name = core
    if len(name) > 2:
        yield name


def shared_names(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (surface, kind) of the lists in the data folder."""
    for name, _, country, region, *_ in rows(
        data / "world_cities_geonames/world_cities_geonames.tsv"
    ):
        yield name, "city"
        yield region, "region"
        yield country, "country"
    for name, kind in rows(data / "person_names_smashew/person_names_smashew.tsv"):
        yield name, kind
    for fields in rows(data / "companies_financedatabase/companies_financedatabase.tsv"):
        for core in company_cores(fields[0]):
            yield core, "company"
    for name, _ in rows(data / "us_legislators/us_legislators.tsv"):
        yield name, "person"
    for fields in rows(data / "petrarch_actors/petrarch_actors.tsv"):
        code = fields[2] if len(fields) > 2 else ""
        military = fields[1] == "MilNonState"
        kind = "company" if code.startswith("MNC") else "organization"
        yield fields[0], kind if code[:3] in ("MNC", "NGO", "IGO") or military else "actor"
    for fields in rows(data / "petrarch_agents/petrarch_agents.tsv"):
        yield fields[0], "role"
    for fields in rows(data / "org_suffixes_cleanco/org_suffixes_cleanco.tsv"):
        yield fields[0], "suffix"
    for name, kind, *_ in rows(data / "country_codes/country_codes.tsv"):
        yield name, "capital" if kind == "Capital" else "country"


def compile_lists(
    data: Path, common: frozenset[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return words with the lists they stand in, and names of several words with their kinds.

    `common` are words that the names of institutions share with all other text.
    """
    words: dict[str, set[str]] = collections.defaultdict(set)
    phrases: dict[str, set[str]] = collections.defaultdict(set)
    starts: collections.Counter[str] = collections.Counter()
    inside: collections.Counter[str] = collections.Counter()
    own = list(own_names())
    first = {
        name
        for name, kind in rows(data / "person_names_smashew/person_names_smashew.tsv")
        if kind == "first"
    }
    for surface, kind in [*own, *shared_names(data)]:
        surface = surface.strip().removeprefix("The ").removeprefix("the ")
        parts = surface.split()
        if not parts or len(surface) < 2:
            continue
        if kind == "last" and len(surface) > LONGEST_SURNAME:
            continue
        if kind == "actor":
            kind = "person" if parts[0] in first and len(parts) > 1 else "actor"
        if len(parts) > 1 or "-" in surface:
            phrase_kind = {"capital": "city", "region": "place"}.get(kind, kind)
            if phrase_kind in PHRASE_KINDS and len(parts) <= 8:
                phrases[surface].add(phrase_kind)
            if kind == "company" and parts[0].lower() not in common and len(parts[0]) > 2:
                starts[parts[0]] += 1
            if kind == "organization":
                inside.update(part for part in parts if part[:1].isupper() and len(part) > 2)
            if kind == "person":
                for part in parts:
                    words[part].add("person_word")
        else:
            if kind == "organization" and surface.isupper():
                kind = "acronym"
            if kind == "actor":
                kind = "place"
            if kind in WORD_LISTS:
                words[surface].add(kind)
    for word in starts:
        words[word].add("company_start")
    for word, count in inside.items():
        if count >= 3:
            words[word].add("institution_word")
    return words, phrases


def write_lists(
    path: Path,
    words: dict[str, set[str]],
    phrases: dict[str, set[str]],
    shown: dict[str, int],
) -> None:
    """Write the lists in the form that the trainer compiles (tools/tagger/main.c); `shown` are the
    bits of words that text shows (company.py)."""
    with path.open("w", encoding="utf-8") as out:
        for word, bits in sorted(shown.items()):
            out.write(f"W\t{bits}\t{word}\n")
        for word in sorted(words):
            bits = sum(1 << WORD_LISTS.index(name) for name in words[word])
            out.write(f"W\t{bits}\t{word}\n")
        for phrase in sorted(phrases):
            bits = sum(1 << PHRASE_KINDS.index(name) for name in phrases[phrase])
            out.write(f"P\t{bits}\t{phrase}\n")
