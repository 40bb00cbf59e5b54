"""The notebook view of a normalized text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import lede
import pytest
from lede._changes_html import changes_html

TEXT = "Caf&eacute;  “tea, ”she said\x96he<b>\r\nleft.Now\x1b[1m & then ﬁne."


class Reader(HTMLParser):
    """What the view holds: its clean text, what was taken out, and open tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.clean = ""
        self.unselectable = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        style = dict(attrs).get("style") or ""
        self.unselectable += "user-select:none" in style or self.unselectable > 0

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.unselectable -= self.unselectable > 0

    def handle_data(self, data: str) -> None:
        if self.open == ["div", "div"] or "mark" in self.open:
            self.clean += "" if self.unselectable else data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def view(text: str, **options: object) -> str:
    return lede.normalize(text, changes=True, **options)._repr_html_()  # type: ignore[call-overload]


def test_what_can_be_copied_is_the_clean_text() -> None:
    clean = lede.normalize(TEXT, changes=True)
    assert read(clean._repr_html_()).clean.startswith(clean.text)


def test_each_change_is_marked_with_its_reason() -> None:
    clean = lede.normalize(TEXT, changes=True)
    titles = re.findall(r'<mark title="([^"]*)"', clean._repr_html_())
    assert titles == [change.reason for change in clean.changes]
    assert len(titles) == 8


def test_what_was_taken_out_is_shown_and_can_be_seen() -> None:
    html = view(TEXT)
    struck = [unescape(part) for part in re.findall(r"<del[^>]*>(.*?)</del>", html)]
    assert "&eacute;" in struck and "␣␣" in struck and "⟨0096⟩" in struck
    assert "␍↵" in struck and "⟨001B⟩[1m" in struck


def test_everything_is_escaped() -> None:
    html = view('<script>alert("x")</script> &lt;i&gt; \x00<\r\n"')
    assert "<script" not in html and "<i>" not in html
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", html)


def test_reasons_are_counted() -> None:
    html = view("a\x00b\x01c  d")
    assert "5 characters · 3 changes" in html
    assert re.search(r"controls</bdi> 2", html) and re.search(r"spaces</bdi> 1", html)


@pytest.mark.parametrize("text", ["", "Plain.", "a\n\nb"])
def test_nothing_changed_is_the_text(text: str) -> None:
    html = view(text)
    assert "<mark" not in html and "0 changes" in html
    assert read(html).clean.startswith(text)


def test_a_long_text_is_cut_and_says_so() -> None:
    html = view("word\x00 " * 20_000)
    assert "The text is cut here" in html and len(html) < 2_000_000
    assert "20,001 changes" in html
    assert html.count("<mark") == 2000
    short = changes_html("x" * 50, [], max_chars=10)
    assert "x" * 10 in short and "x" * 11 not in short and "10 of 50" in short


def test_a_long_change_is_shortened() -> None:
    html = view("a" + "\t" * 5000 + "b")
    assert 0 < html.count("⇥") < 300 and "…" in html


def test_search_keys_have_the_same_view() -> None:
    key = lede.match_key("Al-Ghānimī", changes=True)
    assert "accents" in key._repr_html_()
