"""Choose cities for the built-in names from the list of GeoNames.

usage: python tools/list_cities.py [CITIES.tsv [PEOPLE.tsv]]

Both come from ../shared/data/gazetteers if not told otherwise. Writes tools/names/cities.tsv: the
cities of 15,000 people or more whose name is hardly anything else. Left out are names of several
cities, spellings that another list has, ordinary words, given and family names, and short words.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from lede import Gazetteer

TOOLS = Path(__file__).resolve().parent
LISTS = TOOLS.parent.parent / "shared/data/gazetteers"
CITIES = LISTS / "world_cities_geonames/world_cities_geonames.tsv"
PEOPLE = LISTS / "person_names_smashew/person_names_smashew.tsv"

# A name of one word has so many letters: shorter ones are words of some language, or acronyms.
SHORTEST = 5

# Countries that the source names otherwise than countries.tsv does.
COUNTRIES = {
    "Bolivia, Plurinational State of": "Bolivia",
    "Congo, The Democratic Republic of the": "Democratic Republic of the Congo",
    "French Southern Territories": "France",
    "Iran, Islamic Republic of": "Iran",
    "Korea, Democratic People's Republic of": "North Korea",
    "Korea, Republic of": "South Korea",
    "Moldova, Republic of": "Moldova",
    "No country found for alpha-2 code: XK": "Kosovo",
    "Palestine, State of": "Palestine",
    "Taiwan, Province of China": "Taiwan",
    "Tanzania, United Republic of": "Tanzania",
    "Venezuela, Bolivarian Republic of": "Venezuela",
}

HEAD = """\
# Cities of the world whose names are hardly anything else, written by tools/list_cities.py from the
# list of GeoNames (geonames.org, CC BY 4.0): not to be edited here.
# id\tname\tvariants\tcountry
"""


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def taken(people: Path) -> Gazetteer:
    """What a city must not be called, to be sure that a city is meant."""
    words = {row[0] for row in rows(people)}
    for path in (TOOLS / "cues").glob("*.txt"):
        words |= {row[0] for row in rows(path)}
    for name in ("countries", "places", "organizations", "groups", "ambiguous"):
        for row in rows(TOOLS / "names" / f"{name}.tsv"):
            words |= {spelling.strip() for spelling in "|".join(row[1:4]).split("|")}
    return Gazetteer(sorted(words))


def is_telling(name: str, words: Gazetteer) -> bool:
    parts = name.replace("-", " ").split()
    if len(parts) == 1:
        return name[0].isupper() and name.isalpha() and len(name) >= SHORTEST
    return name[0].isupper() and not all(part in words for part in parts)


def main(arguments: list[str]) -> None:
    cities, people = (*map(Path, arguments), CITIES, PEOPLE)[:2]
    words = taken(people)
    found = [(row[0].strip(), COUNTRIES.get(row[2], row[2]), row[4]) for row in rows(cities)]
    bearers = Gazetteer(name for name, _, _ in found)
    lines = sorted(
        f"geonames:{ident}\t{unicodedata.normalize('NFC', name)}\t\t{country}\n"
        for name, country, ident in found
        if len(bearers.get(name)) == 1 and name not in words and is_telling(name, words)
    )
    (TOOLS / "names/cities.tsv").write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
