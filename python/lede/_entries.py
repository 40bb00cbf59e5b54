"""From what callers write for an entry of a dictionary to the rows that the core takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lede._errors import OptionError
from lede._options import is_share

EXACT_CASE, NEEDS_CAPITAL, NO_POSSESSIVE = 1, 2, 4  # lede_entry_flags in csrc/names/gazetteer.h

STRINGS = ("name", "label", "id", "source", "lists_as")
KEYS = (*STRINGS, "aliases", "exact_case", "needs_capital", "possessive", "plural", "prior")
VARIANTS = ("al", "apostrophe")

# surface, name, label, id, source, flags, prior
Row = tuple[str, str, str, str, str, int, int]
EntryLike = str | tuple[str | None, ...] | Mapping[str, Any]

AL = re.compile(r"\b(?:[Aa]l|[Ee]l)[- ](?=\w)")
APOSTROPHE = re.compile("[\u2018\u2019\u02bc']")
POSSESSIVE = re.compile("[\u2018\u2019\u02bc'](?=[sS]\\b)")


def variant_kinds(variants: bool | Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of variants that the option asks for."""
    if isinstance(variants, bool):
        return VARIANTS if variants else ()
    if not isinstance(variants, Iterable):
        raise TypeError(f"variants must be True, False or names, not {type(variants).__name__}")
    kinds = (variants,) if isinstance(variants, str) else tuple(variants)
    for kind in kinds:
        if kind not in VARIANTS:
            raise OptionError(f"there are no variants {kind!r}: choose among {', '.join(VARIANTS)}")
    return kinds


def rows_of(
    number: int, entry: EntryLike, kinds: tuple[str, ...] = (), fold: str = "none"
) -> Iterator[Row]:
    """Yield a row for each spelling of one entry, in a dictionary of that fold."""
    fields = _fields(number, entry)
    name, label, ident, source, listed = (_string(number, key, fields.get(key)) for key in STRINGS)
    flags, prior = _flags(number, fields), _prior(number, fields.get("prior"))
    for spelling in _spellings(number, name, fields, kinds, fold):
        yield spelling, listed or name, label, ident, source, flags, prior


def _fields(number: int, entry: EntryLike) -> Mapping[str, Any]:
    if isinstance(entry, str):
        return {"name": entry}
    if isinstance(entry, tuple) and 1 <= len(entry) <= 3:
        return dict(zip(("name", "label", "id"), entry, strict=False))
    if not isinstance(entry, Mapping):
        raise TypeError(
            f"entry {number} is {entry!r}: give a name, (name, label), (name, label, id) or a dict"
        )
    unknown = [key for key in entry if key not in KEYS]
    if unknown or "name" not in entry:
        wrong = f"an unknown key {unknown[0]!r}" if unknown else "no name"
        raise OptionError(f"entry {number} has {wrong}; keys are {', '.join(KEYS)}")
    return entry


def _string(number: int, key: str, value: object) -> str:
    if value is None and key not in ("name", "aliases"):
        return ""
    if not isinstance(value, str):
        raise TypeError(f"entry {number}: {key} must be str, not {type(value).__name__}")
    return value


def _is(number: int, fields: Mapping[str, Any], key: str, default: bool = False) -> bool:
    """Return what an entry says of itself. "false", as tables of text have it, is no answer."""
    value = fields.get(key, default)
    if value is None:
        return default
    if isinstance(value, (str, bytes)) or value not in (True, False):
        raise TypeError(f"entry {number}: {key} must be True or False, not {value!r}")
    return bool(value)


def _flags(number: int, fields: Mapping[str, Any]) -> int:
    flags = EXACT_CASE * _is(number, fields, "exact_case")
    flags |= NEEDS_CAPITAL * _is(number, fields, "needs_capital")
    return flags | NO_POSSESSIVE * (not _is(number, fields, "possessive", True))


def _prior(number: int, value: object) -> int:
    """Return the prior in 255ths, 0 for none: a prior of 0 counts as the smallest there is."""
    if value is None:
        return 0
    if not is_share(value):
        raise OptionError(f"entry {number}: prior={value!r} is no number from 0 to 1")
    return max(1, round(float(value) * 255))


def _spellings(
    number: int, name: str, fields: Mapping[str, Any], kinds: tuple[str, ...], fold: str
) -> Iterator[str]:
    aliases = fields.get("aliases")
    aliases = () if aliases is None else aliases
    if isinstance(aliases, (str, bytes)) or not isinstance(aliases, Iterable):
        raise TypeError(f"entry {number}: aliases must be a list of names, not {aliases!r}")
    found = [name, *(_string(number, "aliases", alias) for alias in aliases)]
    if _is(number, fields, "plural"):
        found += [form for spelling in found if spelling for form in plurals(spelling)]
    yield from found
    if not kinds and fold != "loose":
        return
    # What the caller gave stays as it is; of the others those are added that the fold tells apart.
    fold = "none" if fields.get("exact_case") else fold
    seen = {_folded(spelling, fold) for spelling in found}
    for spelling in found:
        for variant in _variants(spelling, kinds, fold):
            if _folded(variant, fold) not in seen:
                seen.add(_folded(variant, fold))
                yield variant


def _folded(spelling: str, fold: str) -> str:
    """Return what a fold makes of the marks and letters that variants differ in."""
    if fold == "none":
        return spelling
    spelling = spelling.casefold()
    if fold != "case":
        spelling = APOSTROPHE.sub("'", spelling)
    return spelling.replace("-", " ") if fold == "loose" else spelling


def _variants(spelling: str, kinds: tuple[str, ...], fold: str) -> Iterator[str]:
    if fold == "loose":
        yield POSSESSIVE.sub("", spelling)  # McDonald's, written McDonalds
    if "al" in kinds and AL.search(spelling):
        for article in ("al-", "Al-", "el-", "El-", "al ", "Al ", "el ", "El "):
            yield AL.sub(article, spelling)
    if "apostrophe" in kinds:
        for mark in "'\u2019":
            yield APOSTROPHE.sub(mark, spelling)


def plurals(name: str) -> list[str]:
    """Return the regular English plurals: Kurds, churches; parties and Kennedys."""
    if re.search("(?:[sxz]|[cs]h)$", name, re.IGNORECASE):
        return [name + "es"]
    if re.search("[^aeiou]y$", name, re.IGNORECASE):
        return [name[:-1] + "ies", name + "s"]
    return [name + "s"]
