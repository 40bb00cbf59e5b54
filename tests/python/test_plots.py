"""Pictures of a batch show the numbers that its tables hold."""

from __future__ import annotations

import datetime
from typing import Any

import lede
import pytest

TEXTS = [
    "Rain in Lima, said Ama Mensah.",
    "Snow in Lima. Lima sleeps.",
    None,
    "Snow in Oslo, said Ama Mensah.",
    "Nothing.",
]
DATES = ["2021-01-01", "2021-01-02", None, "2021-03-10", "2021-04-01"]
ARTICLES = lede.Reader().read_many(TEXTS, dates=DATES)


@pytest.fixture(autouse=True)
def quiet() -> Any:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    yield
    __import__("matplotlib.pyplot").pyplot.close("all")


def lines(ax: Any) -> dict[str, list[int]]:
    return {line.get_label(): list(line.get_ydata()) for line in ax.get_lines()}


def test_names_over_time() -> None:
    ax = ARTICLES.plot_names(by="month")
    assert lines(ax) == {
        "Lima (LOC)": [2, 0, 0, 0],
        "Ama Mensah (PERSON)": [1, 0, 1, 0],
        "Oslo (LOC)": [0, 0, 1, 0],
    }
    assert ax.get_ylabel() == "articles a month"
    [line] = ARTICLES.plot_names(by="week", names=["Oslo"]).get_lines()
    assert sum(line.get_ydata()) == 1
    assert line.get_xdata()[0] == datetime.date(2020, 12, 28)  # a Monday
    assert list(lines(ARTICLES.plot_names(labels=["PERSON"]))) == ["Ama Mensah (PERSON)"]
    assert len(ARTICLES.plot_names(top=1).get_lines()) == 1


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(lede.OptionError, match="no dates"):
        lede.Reader().read_many(TEXTS).plot_names()
    with pytest.raises(lede.OptionError, match="Atlantis"):
        ARTICLES.plot_names(names=["Atlantis"])
    with pytest.raises(lede.OptionError, match="'decade'"):
        ARTICLES.plot_names(by="decade")
    with pytest.raises(TypeError, match="list"):
        ARTICLES.plot_names(names="Lima")


def test_names_that_stand_together() -> None:
    pytest.importorskip("networkx")
    graph = ARTICLES.to_networkx()
    lima, ama, oslo = ("Lima", "LOC"), ("Ama Mensah", "PERSON"), ("Oslo", "LOC")
    assert {key: data["articles"] for key, data in graph.nodes(data=True)} == {
        lima: 2,
        ama: 2,
        oslo: 1,
    }
    assert {frozenset(edge): graph.edges[edge]["weight"] for edge in graph.edges} == {
        frozenset((lima, ama)): 1,
        frozenset((oslo, ama)): 1,
    }
    assert not ARTICLES.to_networkx(least=2).edges
    assert set(ARTICLES.to_networkx(labels=["LOC"])) == {lima, oslo}
    ax = ARTICLES.plot_together(top=2)
    assert {text.get_text() for text in ax.texts} == {"Lima", "Ama Mensah"}
    assert lede.Reader().read_many([]).plot_together() is not None


def test_a_slice_draws_its_own_time() -> None:
    assert lines(ARTICLES[:2].plot_names(by="month"))["Lima (LOC)"] == [2]


def test_a_people_counts_with_its_country() -> None:
    texts = [
        "British troops left.",
        "Rain in Britain.",
        "British and Muslim groups met in Britain.",
    ]
    articles = lede.Reader().read_many(texts, dates=["2021-01-01"] * 3)
    assert lines(articles.plot_names(by="day")) == {
        "United Kingdom (LOC)": [3],
        "Muslim (NORP)": [1],
    }
    graph = articles.to_networkx()
    assert set(graph) == {("United Kingdom", "LOC"), ("Muslim", "NORP")}
    assert graph.nodes["United Kingdom", "LOC"]["articles"] == 3


def test_counts_of_articles_are_whole_numbers() -> None:
    ticks = ARTICLES[:1].plot_names().get_yticks()
    assert all(tick == int(tick) for tick in ticks)
