"""Links in any text: slices of it, in order, and the same whatever stands around them."""

from __future__ import annotations

import re

import lede
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

KINDS = ("url", "email", "handle", "hashtag")
PIECES = (
    *("http://", "https", "://", "www.", "x", "bbc", ".com", ".co.uk", ".is", "/a", "?a=1&b", "#"),
    *("@", "jo", ".", "..", "-", "_", "(", ")", "[", "]", ",", ":", "'", "”", "“", "…", " ", "\n"),
    *("\u00a0", "é", "e\u0301", "пр", ".рф", "文", "Next", "1", "😀", "\ud83d", "\u200c", "%"),
)
linked = st.one_of(texts(), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@given(linked)
def test_links_are_slices_in_order_without_white_space(text: str) -> None:
    behind = 0
    for link in lede.find_links(text):
        assert behind <= link.start < link.end
        assert link.text == text[link.start : link.end]
        assert link.text.split() == [link.text]
        assert link.kind in KINDS
        behind = link.end


@given(linked)
def test_shapes(text: str) -> None:
    for link in lede.find_links(text):
        if link.kind == "url":
            assert "://" in link.text or "." in link.text
            assert link.text[-1] not in ".,:;!?'*([" and link.text[0].isalnum()
        elif link.kind == "email":
            local, _, host = link.text.rpartition("@")
            assert 1 <= len(local.encode()) <= 64 and "." in host
        else:
            sign, allowed = ("@", r"@[\w.@-]+") if link.kind == "handle" else ("#", r"(?s)#.+")
            assert link.text[0] == sign and re.fullmatch(allowed, link.text)


@given(linked, linked, st.sampled_from([" ", "\n\n", "\u3000"]))
def test_what_is_apart_does_not_matter(before: str, after: str, space: str) -> None:
    alone = [(link.kind, link.text) for part in (before, after) for link in lede.find_links(part)]
    assert [(link.kind, link.text) for link in lede.find_links(before + space + after)] == alone


@given(linked)
def test_masks_replace_links_and_nothing_else(text: str) -> None:
    links = lede.find_links(text)
    pieces = lede.mask_links(text, "\x00").split("\x00") if "\x00" not in text else None
    if pieces is not None:
        assert len(pieces) == len(links) + 1
        rebuilt = "".join(
            piece + (links[i].text if i < len(links) else "") for i, piece in enumerate(pieces)
        )
        assert rebuilt == text


@given(linked, st.sets(st.sampled_from(KINDS)))
def test_kinds_are_a_choice_of_all(text: str, kinds: set[str]) -> None:
    chosen = [link for link in lede.find_links(text) if link.kind in kinds]
    assert lede.find_links(text, kinds=kinds) == chosen
