"""Pictures of a batch: names over time, and names that stand together."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

from lede._errors import OptionError
from lede._options import choose
from lede._table import optional

if TYPE_CHECKING:
    from lede._article import Articles

SPANS = {"day": 0, "week": 1, "month": 2, "year": 3}

Key = tuple[str, str]  # name and label: a town and a person may share a name


def name_counts(articles: Articles, labels: tuple[str, ...] | None) -> Counter[Key]:
    """Count the articles that each name stands in."""
    counts: Counter[Key] = Counter()
    for _, name in articles.names.rows():
        if labels is None or name.label in labels:
            counts[name.name, name.label] += 1
    return counts


def names_by_time(
    articles: Articles, chosen: list[Key], span: str
) -> tuple[list[datetime.date], dict[Key, list[int]]]:
    """Count the articles of each span of time that hold each of some names.

    Spans without an article count 0. OptionError when no article has a date.
    """
    choose("by", span, SPANS)
    dates = {row: start_of(date, span) for row, date in articles._dates.items() if date is not None}
    if not dates:
        raise OptionError("the articles have no dates: give them to read_many(texts, dates=…)")
    axis = list(spans_between(min(dates.values()), max(dates.values()), span))
    place = {date: i for i, date in enumerate(axis)}
    counts = {key: [0] * len(axis) for key in chosen}
    for row, name in articles.names.rows():
        key = (name.name, name.label)
        if key in counts and row in dates:
            counts[key][place[dates[row]]] += 1
    return axis, counts


def start_of(date: datetime.date, span: str) -> datetime.date:
    """Return the first day of the day, week (Monday), month or year of a date."""
    if span == "week":
        return date - datetime.timedelta(days=date.weekday())
    if span == "month":
        return date.replace(day=1)
    return date.replace(month=1, day=1) if span == "year" else date


def spans_between(first: datetime.date, last: datetime.date, span: str) -> list[datetime.date]:
    """Return the first days of all spans from one to another."""
    found = [first]
    step = datetime.timedelta(days={"day": 1, "week": 7, "month": 32, "year": 366}[span])
    while found[-1] < last:
        found.append(start_of(found[-1] + step, span))
    return found


def plot_names(
    articles: Articles,
    *,
    top: int = 8,
    by: str = "week",
    names: tuple[str, ...] | None = None,
    labels: tuple[str, ...] | None = None,
    ax: Any = None,
) -> Any:
    """Draw how many articles hold each name over time; return the axes."""
    if ax is None:
        ax = optional("matplotlib.pyplot", "plot").subplots(figsize=(9, 4.5))[1]
    counts = name_counts(articles, labels)
    if names is None:
        chosen = [key for key, _ in counts.most_common(top)]
    else:
        chosen = [key for key in counts if key[0] in names]
        missing = set(names) - {key[0] for key in chosen}
        if missing:
            raise OptionError(f"no article names {', '.join(sorted(missing))}")
    axis, series = names_by_time(articles, chosen, by)
    for (name, label), values in series.items():
        ax.plot(axis, values, marker="o", markersize=3, label=f"{name} ({label})")
    ax.set_ylabel(f"articles a {by}")
    ax.set_ylim(bottom=0)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    ax.figure.autofmt_xdate()
    ax.figure.tight_layout()
    return ax


def to_networkx(articles: Articles, *, labels: tuple[str, ...] | None, least: int) -> Any:
    """Build the graph of names that stand in the same article."""
    networkx = optional("networkx", "plot")
    counts = name_counts(articles, labels)
    together: Counter[tuple[Key, Key]] = Counter()
    rows = ((row, (name.name, name.label)) for row, name in articles.names.rows())
    for _, group in itertools.groupby(rows, key=lambda pair: pair[0]):
        keys = sorted({key for _, key in group if key in counts})
        together.update(itertools.combinations(keys, 2))
    graph = networkx.Graph()
    for (name, label), count in counts.items():
        graph.add_node((name, label), name=name, label=label, articles=count)
    for (one, other), count in together.items():
        if count >= least:
            graph.add_edge(one, other, weight=count)
    return graph


def plot_together(
    articles: Articles, *, top: int, labels: tuple[str, ...] | None, ax: Any = None
) -> Any:
    """Draw the names that stand together most, the commonest `top` of them; return the axes."""
    networkx = optional("networkx", "plot")
    if ax is None:
        ax = optional("matplotlib.pyplot", "plot").subplots(figsize=(8, 6))[1]
    graph = to_networkx(articles, labels=labels, least=1)
    common = sorted(graph, key=lambda key: -graph.nodes[key]["articles"])[:top]
    graph = graph.subgraph(common)
    most = max((data["weight"] for _, _, data in graph.edges(data=True)), default=1)
    largest = max((graph.nodes[key]["articles"] for key in graph), default=1)
    # The same layout each time: a circle, the commonest names first.
    places = networkx.circular_layout(common)
    for one, other, data in graph.edges(data=True):
        (x, y), (x2, y2) = places[one], places[other]
        share = data["weight"] / most
        ax.plot([x, x2], [y, y2], color="0.5", linewidth=0.4 + 4 * share, alpha=0.15 + 0.6 * share)
    for key in common:
        x, y = places[key]
        size = 30 + 400 * graph.nodes[key]["articles"] / largest
        ax.scatter([x], [y], s=size, color=_COLOURS.get(key[1], "0.6"), zorder=2)
        side = "left" if x >= 0 else "right"
        ax.annotate(key[0], (x * 1.15, y * 1.15), ha=side, va="center", fontsize=9)
    for label in sorted({key[1] for key in common}):
        ax.scatter([], [], color=_COLOURS.get(label, "0.6"), label=label)
    if common:
        ax.legend(loc="lower left", frameon=False, fontsize=8)
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.margins(0.28, 0.12)
    return ax


# Those of the notebook view (_html.py).
_COLOURS = {"PERSON": "#e69f00", "ORG": "#56b4e9", "LOC": "#009e73", "NORP": "#cc79a7"}
