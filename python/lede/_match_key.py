"""The search key of a text, and the way back from it."""

from __future__ import annotations

from typing import Literal, overload

from lede import _core
from lede._normalize import Normalized
from lede._options import check_language, decode

# Bits of lede_key_reason in csrc/unicode/keys.h.
REASONS = {
    "NFKC": 1,
    "case": 2,
    "accents": 4,
    "digits": 8,
    "arabic": 16,
    "article": 32,
    "punctuation": 64,
    "spaces": 128,
}

# lede_key_language; every other language is 0.
LANGUAGES = {"tr": 1, "az": 1, "ar": 2, "fa": 3}

Errors = Literal["raise", "replace"]


@overload
def match_key(
    text: str | bytes,
    lang: str | None = ...,
    *,
    changes: Literal[False] = ...,
    errors: Errors = ...,
) -> str: ...
@overload
def match_key(
    text: str | bytes,
    lang: str | None = ...,
    *,
    changes: Literal[True],
    errors: Errors = ...,
) -> Normalized: ...
def match_key(
    text: str | bytes,
    lang: str | None = None,
    *,
    changes: bool = False,
    errors: Errors = "raise",
) -> str | Normalized:
    """Return the search key of `text`: equal for the spellings of one name, not meant for reading.

    With ``changes=True`` it comes as a :class:`Normalized` that knows the way back, in code points.
    What happens, with the reason that a change gives and the source of the rule:

    ``NFKC``
        width, ligatures, superscripts (UAX #15); lone surrogates become U+FFFD
    ``case``
        full case folding (CaseFolding.txt, statuses C and F)
    ``accents``
        no diacritics: combining marks of classes 1, 10–35 and from 200, and enclosing ones (as
        UTR #30 has it); ø ł đ ħ æ œ þ ð ŋ and letters like ƙ are spelled plainly. Vowel signs and
        nuktas of Indic scripts and the voicing of kana stay
    ``digits``
        decimal digits of every script (category Nd) and the Arabic number signs ٪ ٫ ٬ in ASCII
    ``arabic``
        alef with its signs is ا, the yehs are ي, the kafs ك, the hehs and teh marbuta ه; harakat
        and tatweel go. The article ال stays
    ``article``
        the Arabic article in Latin letters, with its hyphen, is ``al``: ``el-``, ``ul-``, and
        ``as-``, ``ash-``, ``ud-`` … before the letter that they repeat
    ``punctuation``
        apostrophes, ayin and hamza signs go, hyphens and dashes become a space, quotes ``"``
    ``spaces``
        one space for white space, none at the borders; controls and default ignorable characters
        go, the joiners too (as in NFKC_Casefold)

    `lang` is a language code. "tr" and "az" keep ı and i apart. "fa" spells with ی and ک, and reads
    ے and ھ as ی and ه; "ar" reads them as ي and ه. Others change nothing. Compare keys that were
    made with the same `lang`.

    The key of a key is the very same object. Bytes must be UTF-8 (:class:`EncodingError`) unless
    ``errors="replace"``; :class:`SizeError` for a text of 2^31 / 11 bytes of UTF-8 or more.

    >>> import lede
    >>> lede.match_key("El-Sīsī"), lede.match_key("as-Sisi"), lede.match_key("Al Sisi")
    ('al sisi', 'al sisi', 'al sisi')
    >>> lede.match_key("Straße №٣")
    'strasse no3'
    >>> key = lede.match_key("Gen. Othman Al-Ghānimī", changes=True)
    >>> start = key.text.index("al ghanimi")
    >>> key.source[slice(*key.to_source(start, start + 10))]
    'Al-Ghānimī'
    >>> lede.match_key("ISPARTA", "tr") == lede.match_key("ısparta", "tr")
    True
    """
    string = text if type(text) is str and errors == "raise" else decode(text, errors=errors)
    language = 0 if lang is None else LANGUAGES.get(check_language(lang), 0)
    if changes:
        return _core.match_key_with_map(Normalized, REASONS, string, language)
    return _core.match_key(string, language)
