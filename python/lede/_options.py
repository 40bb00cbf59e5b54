"""From what callers write to the numbers of the core, or an error that says what to write."""

from __future__ import annotations

import math
import numbers
import operator
import re
from collections.abc import Iterable, Mapping
from typing import SupportsIndex, TypeGuard

from lede import _core
from lede._errors import EncodingError, OptionError

FOLDS = {"none": 0, "case": 1, "case+accents": 2, "loose": 3}
FORMS = {"NFC": 0, "NFD": 1, "NFKC": 2, "NFKD": 3}
NEWLINES = {"paragraph": 0, "line": 1, "wrap": 2}
QUOTES = {"split": 0, "keep": 1}

# The bits of lede_reason by name. The form and the shapes of marks have options of their own.
REASONS = {name: 1 << bit for bit, name in enumerate(_core.reasons())}
STEPS = {name: bit for name, bit in REASONS.items() if name not in ("form", "typography")}
SHAPES = {"keep": 0, "straight": 1, "typographic": 2}

# Language and region or script, as in BCP 47: en, pt-BR, zh-Hant.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def choose(option: str, value: object, choices: Mapping[str, int]) -> int:
    """Return the number of a named choice."""
    if isinstance(value, str) and value in choices:
        return choices[value]
    allowed = ", ".join(repr(choice) for choice in choices)
    raise OptionError(f"{option}={value!r} is not possible: choose one of {allowed}")


def flag(option: str, value: object) -> bool:
    """Return an option that is True or False, and nothing else."""
    if isinstance(value, bool):
        return value
    raise OptionError(f"{option}={value!r} is not possible: give True or False")


def whole(value: object) -> int | None:
    """Return a whole number, also one of numpy; None for anything else, True and False too."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    return operator.index(value)


def is_share(value: object) -> TypeGuard[float]:
    """Say whether a value is a number from 0 to 1, also one of numpy; True and False are none."""
    return (
        isinstance(value, numbers.Real) and not isinstance(value, bool) and 0 <= float(value) <= 1
    )


def collection(option: str, values: object, of: str) -> None:
    """Refuse what is no collection, and one string, which is a collection of letters."""
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{option} must be a collection of {of}, not one: put it in a list")
    if not isinstance(values, Iterable):
        raise TypeError(f"{option} must be a collection of {of}, not {type(values).__name__}")


def is_missing(value: object) -> bool:
    """Say whether a value is one of those that stand for none: None, NaN, pandas' NA and NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def bits_of(option: str, names: Iterable[str], bits: Mapping[str, int]) -> int:
    """Return the bits of the names that an option lists, `steps` or `kinds`."""
    if isinstance(names, str):
        raise OptionError(
            f"{option}={names!r} is a string: give the names in a tuple, ({names!r},)"
        )
    if not isinstance(names, Iterable):
        raise TypeError(f"{option} must be names, or () for none, not {type(names).__name__}")
    found = 0
    for name in names:
        if not isinstance(name, str) or name not in bits:
            one = option.removesuffix("s")
            raise OptionError(f"there is no {one} {name!r}: choose among {', '.join(bits)}")
        found |= bits[name]
    return found


def step_bits(steps: Iterable[str]) -> int:
    """Return the bits of the steps of normalization."""
    return bits_of("steps", steps, STEPS)


def shape_bits(quotes: str, dashes: str, ellipsis: str) -> int:
    """Return the shapes of quotes, dashes and ellipses, two bits each."""
    return (
        choose("quotes", quotes, SHAPES)
        | choose("dashes", dashes, SHAPES) << 2
        | choose("ellipsis", ellipsis, SHAPES) << 4
    )


def check_together(bits: int, form: str, ellipsis: str) -> None:
    """Refuse steps and options that undo or need one another."""
    if ellipsis == "typographic" and form in ("NFKC", "NFKD"):
        raise OptionError(
            f"ellipsis='typographic' cannot go with form={form!r}, which spells … as three dots:"
            " take form='NFC' or 'NFD'"
        )
    if bits & REASONS["wrapped"] and not bits & (REASONS["lines"] | REASONS["spaces"]):
        raise OptionError("the step 'wrapped' needs line feeds: add the step 'lines' or 'spaces'")


def strings(option: str, values: Iterable[str]) -> tuple[str, ...]:
    """Return the strings of an option; none may be empty."""
    if isinstance(values, str):
        raise OptionError(f"{option}={values!r} is a string: put it in a list, [{values!r}]")
    if not isinstance(values, Iterable):
        raise TypeError(f"{option} must be a list of strings, not {type(values).__name__}")
    found = tuple(values)
    for value in found:
        if not isinstance(value, str):
            raise TypeError(f"{option} must hold strings, not {type(value).__name__}")
        if not value.strip():
            raise OptionError(f"{option} holds {value!r}, which is in every text: leave it out")
    return found


def cutoff(threshold: float, scale: float) -> int:
    """Return the log odds of a threshold in units of a model's weights."""
    if not is_share(threshold) or threshold in (0, 1):
        raise OptionError(f"threshold={threshold!r} is not possible: give a number between 0 and 1")
    return round(math.log(threshold / (1 - threshold)) / scale)


def check_language(lang: str) -> str:
    """Return the language alone, in small letters: "pt" for "pt-BR"."""
    if not isinstance(lang, str) or not LANGUAGE.fullmatch(lang):
        raise OptionError(f'lang={lang!r} is no language code: write one like "en" or "pt-BR"')
    return lang.split("-")[0].lower()


def decode(text: str | bytes, *, row: int | None = None, errors: str = "raise") -> str:
    """Return `text` as a string; bytes must be UTF-8 unless ``errors="replace"``."""
    if row is None:
        choose("errors", errors, {"raise": 0, "replace": 1})
    if isinstance(text, str):
        return text
    where = "" if row is None else f" in row {row}"
    if not isinstance(text, (bytes, bytearray, memoryview)):
        missing = " (a missing value?)" if is_missing(text) else ""
        raise TypeError(f"text must be str or bytes, not {type(text).__name__}{where}{missing}")
    try:
        return str(text, "utf-8", "replace" if errors == "replace" else "strict")
    except UnicodeDecodeError as error:
        raise not_utf8(error.object, error.start, row) from None


def not_utf8(text: bytes, byte: int, row: int | None) -> EncodingError:
    """Return the error for a text of which that byte does not belong."""
    where = "" if row is None else f" in row {row}"
    return EncodingError(
        f"the text is not UTF-8: byte {byte} is 0x{text[byte]:02x}{where}."
        ' Decode it yourself, or go on with errors="replace"',
        byte=byte,
        row=row,
    )
