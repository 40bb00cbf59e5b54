"""find_links and mask_links: what they take and what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lede
import pytest

TEXT = "Café 😀 https://x.org/a, jo@x.org, @jo #café."


def test_links_are_named_tuples_with_offsets_in_code_points() -> None:
    links = lede.find_links(TEXT)
    assert [(link.kind, link.text) for link in links] == [
        ("url", "https://x.org/a"),
        ("email", "jo@x.org"),
        ("handle", "@jo"),
        ("hashtag", "#café"),
    ]
    assert all(isinstance(link, lede.Link) for link in links)
    assert all(TEXT[link.start : link.end] == link.text for link in links)
    assert links[0].to_dict() == {"start": 7, "end": 22, "text": "https://x.org/a", "kind": "url"}


@pytest.mark.parametrize("kinds", [(), ("url",), ("handle", "email"), ("url", "hashtag")])
def test_kinds_choose(kinds: tuple[str, ...]) -> None:
    chosen = [link for link in lede.find_links(TEXT) if link.kind in kinds]
    assert lede.find_links(TEXT, kinds=kinds) == chosen
    assert lede.find_links(TEXT, kinds=iter(kinds)) == chosen


def test_what_is_not_asked_for_is_still_not_read_as_something_else() -> None:
    assert lede.find_links("https://x.org/#news jo@x.org", kinds=("hashtag", "handle")) == []
    assert lede.find_links("x.org/@jo", kinds=["handle"]) == []


def test_bytes_are_utf8() -> None:
    assert lede.find_links(TEXT.encode()) == lede.find_links(TEXT)
    assert lede.mask_links(TEXT.encode()) == lede.mask_links(TEXT)
    with pytest.raises(lede.EncodingError, match="not UTF-8"):
        lede.find_links(b"\xff")


@pytest.mark.parametrize("function", [lede.find_links, lede.mask_links])
def test_impossible_kinds_say_what_is_possible(function: Any) -> None:
    with pytest.raises(lede.OptionError, match=r"no kind 'mail'.*url, email, handle, hashtag"):
        function(TEXT, kinds=["mail"])
    with pytest.raises(lede.OptionError, match=r"give the names in a tuple, \('url',\)"):
        function(TEXT, kinds="url")
    with pytest.raises(TypeError, match="str or bytes, not int"):
        function(5)


def test_masks() -> None:
    assert lede.mask_links(TEXT) == "Café 😀 <url>, <email>, <handle> <hashtag>."
    assert lede.mask_links(TEXT, "") == "Café 😀 , ,  ."
    assert lede.mask_links(TEXT, "{kind}{kind}", kinds=["email"]).count("emailemail") == 1
    assert lede.mask_links("@jo", "{0.__class__} {x") == "{0.__class__} {x"


def test_a_text_without_links_comes_back_as_it_is() -> None:
    text = "Nothing to see here."
    assert lede.mask_links(text) is text
    assert lede.mask_links(TEXT, kinds=()) is TEXT


def test_lone_surrogates_do_no_harm() -> None:
    assert [link.text for link in lede.find_links("\ud83d@jo \ude00x.org\udfff")] == [
        "@jo",
        "x.org",
    ]


def test_clean_news_has_few_links(shared: Path) -> None:
    """What is found in news are addresses; seen one by one when this was written."""
    lines = (shared / "data/bench/news.jsonl").read_text(encoding="utf-8").splitlines()
    found = {link.text for line in lines for link in lede.find_links(json.loads(line)["text"])}
    assert len(found) < 20
