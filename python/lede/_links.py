"""Addresses and tags in a text: found, or masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from lede import _core
from lede._options import bits_of, decode

# Bits of lede_link_kind in csrc/text/links.h.
KINDS = {"url": 1, "email": 2, "handle": 4, "hashtag": 8}


class Link(NamedTuple):
    """One address or tag; ``kind`` is ``url``, ``email``, ``handle`` or ``hashtag``."""

    start: int
    end: int
    text: str
    kind: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name.

        >>> Link(0, 3, "@jo", "handle").to_dict()
        {'start': 0, 'end': 3, 'text': '@jo', 'kind': 'handle'}
        """
        return self._asdict()


def find_links(text: str | bytes, *, kinds: Iterable[str] = tuple(KINDS)) -> list[Link]:
    """Return the addresses and tags of a text in order; offsets are code points.

    ``url``
        a scheme with ``://`` and what RFC 3986 allows behind it, letters of any script too (RFC
        3987); or a domain alone, with its port and path: ``bbc.co.uk``, ``www.x.example/a``. A
        domain without a scheme ends in a top-level domain of the IANA root zone; one that is a word
        or a file extension as well (``is``, ``py``, ``live``) counts with a path alone: ``bit.ly``
        and ``youtu.be/x``, but not ``main.py``
    ``email``
        a valid e-mail address as the HTML standard has it, without the marks that in prose stand
        between two words (``/ = ? | !``), with letters of any script (RFC 6531), and with a stop in
        its host
    ``handle``
        ``@`` and up to 30 ASCII letters, digits, low lines and inner stops, not digits alone, as X,
        Instagram, Threads and Bluesky have them, or ``@name@host`` as Mastodon does
    ``hashtag``
        ``#`` and letters, marks, digits and low lines of any script, not digits alone (UAX #31,
        hashtag identifiers)

    >>> import lede
    >>> for link in lede.find_links("See https://x.org/a_(b). Ask jo@x.org, @jo or #news."):
    ...     print(link.kind, link.text)
    url https://x.org/a_(b)
    email jo@x.org
    handle @jo
    hashtag #news

    Marks at the end and brackets that were not opened inside stay outside, as does a sentence that
    lost its space: ``jo@x.org`` in ``mail jo@x.org.Next``.
    """
    bits = bits_of("kinds", kinds, KINDS)
    return [Link(*row) for row in _core.find_links(decode(text), bits)]


def mask_links(
    text: str | bytes, mask: str = "<{kind}>", *, kinds: Iterable[str] = tuple(KINDS)
) -> str:
    """Return the text with each of the links that `find_links` finds replaced by `mask`.

    >>> import lede
    >>> lede.mask_links("Ask jo@x.org or @jo.")
    'Ask <email> or <handle>.'
    >>> lede.mask_links("Ask jo@x.org or @jo.", "[address]", kinds=["email"])
    'Ask [address] or @jo.'

    ``{kind}`` in the mask is the kind of the link. A text without links comes back as it is.
    """
    string = decode(text)
    if not isinstance(mask, str):
        raise TypeError(f"mask must be str, not {type(mask).__name__}")
    links = find_links(string, kinds=kinds)
    masks = {kind: mask.replace("{kind}", kind) for kind in KINDS}
    pieces, behind = [], 0
    for link in links:
        pieces += [string[behind : link.start], masks[link.kind]]
        behind = link.end
    return "".join([*pieces, string[behind:]]) if links else string
