"""Compile tools/names and tools/cues into the dictionaries that lede carries.

usage: python tools/build_names.py

Writes python/lede/data/names.lede and cues.lede with lede's own dictionary builder. The output
depends on the lists alone.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from typing import Any

from lede import Gazetteer

TOOLS = pathlib.Path(__file__).resolve().parent
DATA = TOOLS.parent / "python/lede/data"

# Who gives the ids.
SOURCES = {"iso3166": "ISO 3166", "geonames": "GeoNames"}

# Acronyms up to this length match only as they are written: US is a country, us is not.
LONGEST_EXACT = 5


def rows(path: pathlib.Path, columns: int) -> Iterator[list[str]]:
    """Yield the fields of each line, `columns` of them; comments begin with #."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            fields = [field.strip() for field in line.split("\t")]
            if len(fields) > columns or not fields[1]:
                raise SystemExit(
                    f"{path}:{number}: {columns} columns with a name, please: {line!r}"
                )
            yield fields + [""] * (columns - len(fields))


def spellings(field: str) -> list[str]:
    return [part.strip() for part in field.split("|") if part.strip()]


def with_variants(field: str) -> list[str]:
    """Return the spellings, those with "al-" also without the hyphen: news writes al Qaeda too."""
    found = spellings(field)
    loose = [re.sub(r"\b([Aa]l|[Ee]l)-(?=\w)", r"\1 ", spelling) for spelling in found]
    return list(dict.fromkeys([*found, *loose]))


def source(ident: str) -> str:
    """Say where an entry comes from: its id, or else our own list."""
    return SOURCES.get(ident.partition(":")[0], "lede")


def entry(
    surface: str, name: str, label: str, ident: str, prior: float | None = None
) -> dict[str, Any]:
    exact = surface.isupper() and surface.isalpha() and len(surface) <= LONGEST_EXACT
    return {
        "name": surface,
        "lists_as": name,
        "label": label,
        "id": ident or None,
        "source": source(ident),
        "prior": prior,
        "exact_case": exact,
        "needs_capital": not exact,
    }


def without_articles(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out "The Gambia" beside "Gambia": an article stands outside of a name."""
    known = {entry["name"] for entry in entries}
    return [
        entry
        for entry in entries
        if entry["name"].removeprefix("The ") == entry["name"]
        or entry["name"].removeprefix("The ") not in known
    ]


def without_doubles(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of spellings that differ in case keep the one with the fewest capitals, which matches all."""

    def key(entry: dict[str, Any]) -> tuple[str, ...]:
        return (entry["name"].casefold(), entry["lists_as"], entry["label"], entry["id"] or "")

    def capitals(entry: dict[str, Any]) -> tuple[bool, int]:
        return entry["exact_case"], sum(map(str.isupper, entry["name"]))

    widest: dict[tuple[str, ...], dict[str, Any]] = {}
    for entry in sorted(entries, key=capitals):
        widest.setdefault(key(entry), entry)
    return [entry for entry in entries if widest[key(entry)] is entry]


def name_entries() -> Iterator[dict[str, Any]]:
    for ident, name, variants, demonyms, _capital in rows(TOOLS / "names/countries.tsv", 5):
        for surface in with_variants(f"{name}|{variants}"):
            yield entry(surface, name, "LOC", ident)
        for surface in spellings(demonyms):
            yield entry(surface, name, "NORP", ident)
    for ident, name, variants, prior in rows(TOOLS / "names/ambiguous.tsv", 4):
        for surface in with_variants(f"{name}|{variants}"):
            yield entry(surface, name, "LOC", ident, float(prior))
    listed: dict[str, str] = {}
    for file, label in (
        ("places", "LOC"),
        ("cities", "LOC"),
        ("organizations", "ORG"),
        ("groups", "NORP"),
    ):
        for ident, name, variants, *_ in rows(TOOLS / f"names/{file}.tsv", 5):
            for surface in with_variants(f"{name}|{variants}"):
                yield entry(surface, listed.setdefault(ident or name, name), label, ident)
    for ident, name, variants in rows(TOOLS / "names/spellings.tsv", 3):
        for surface in spellings(variants):
            yield entry(surface, listed.get(ident, name), "LOC", ident)


def with_shares(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give each of several cities of one spelling its share of their people as a prior.

    Where the word is no name at all at times, that prior is shared out.
    """
    people = {row[0]: int(row[4]) for row in rows(TOOLS / "names/cities.tsv", 5)}
    spelled = Gazetteer((entry["name"], entry["label"], entry["id"]) for entry in entries)
    priors = {entry["name"]: entry["prior"] for entry in entries if entry["prior"]}
    for entry in entries:
        bearers = {bearer.id for bearer in spelled.get(entry["name"])} & people.keys()
        if entry["id"] in bearers and len(bearers) > 1:
            share = people[entry["id"]] / sum(people[str(bearer)] for bearer in bearers)
            entry = {**entry, "prior": priors.get(entry["name"], 1) * share}
        yield entry


def cue_entries() -> Iterator[tuple[str, str]]:
    for path in sorted((TOOLS / "cues").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line, path.stem.upper()


def main() -> None:
    names = with_shares(without_doubles(without_articles(list(name_entries()))))
    for file, entries in (("names.lede", list(names)), ("cues.lede", list(cue_entries()))):
        dictionary = Gazetteer(entries)
        if dictionary.unmatchable:
            raise SystemExit(f"{file}: {dictionary.unmatchable} entries hold no word")
        dictionary.save(DATA / file)


if __name__ == "__main__":
    main()
