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

MOST_MARKED = 40  # points of a line; more run together
SPANS = {"day": 0, "week": 1, "month": 2, "year": 3}

Key = tuple[str, str]  # name and label: a town and a person may share a name


def names_by_article(articles: Articles) -> dict[int, set[Key]]:
    """Return the names of each article, by its row.

    A people counts with its country ("British" under United Kingdom, LOC) where any of the
    articles names the country, as it does within one article.
    """
    rows = [(row, name.name, name.label) for row, name in articles.names.rows()]
    places = {name for _, name, label in rows if label == "LOC"}
    found: dict[int, set[Key]] = {}
    for row, name, label in rows:
        label = "LOC" if label == "NORP" and name in places else label
        found.setdefault(row, set()).add((name, label))
    return found


def name_counts(found: dict[int, set[Key]], labels: tuple[str, ...] | None) -> Counter[Key]:
    """Count the articles that each name stands in."""
    counts = Counter(key for keys in found.values() for key in sorted(keys))
    return Counter({key: n for key, n in counts.items() if labels is None or key[1] in labels})


def names_by_time(
    articles: Articles, found: dict[int, set[Key]], chosen: list[Key], span: str
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
    for row, keys in found.items():
        for key in keys & counts.keys() if row in dates else ():
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
    found = names_by_article(articles)
    counts = name_counts(found, labels)
    if names is None:
        chosen = [key for key, _ in counts.most_common(top)]
    else:
        chosen = [key for key in counts if key[0] in names]
        missing = set(names) - {key[0] for key in chosen}
        if missing:
            raise OptionError(f"no article names {', '.join(sorted(missing))}")
    axis, series = names_by_time(articles, found, chosen, by)
    if ax is None:
        ax = optional("matplotlib.pyplot", "plot").subplots(figsize=(9, 4.5))[1]
    marker = "o" if len(axis) <= MOST_MARKED else None
    for number, ((name, label), values) in enumerate(series.items()):
        turn, colour = divmod(number, len(_LINES))
        ax.plot(
            *(axis, values),
            color=_LINES[colour],
            linestyle=("-", "--", ":", "-.")[turn % 4],
            marker=marker,
            markersize=3.5,
            linewidth=1.6,
            label=f"{name} ({label})",
        )
    finish_axes(ax, f"articles a {by}")
    return ax


def finish_axes(ax: Any, title: str) -> None:
    """Let an axis count whole articles and name its dates shortly; the legend stands outside."""
    dates, ticker = optional("matplotlib.dates", "plot"), optional("matplotlib.ticker", "plot")
    locator = dates.AutoDateLocator()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    ax.yaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    ax.set_ylabel(title)
    ax.set_ylim(bottom=0)
    ax.grid(axis="y", color="0.5", alpha=0.2)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    ax.figure.tight_layout()


def to_networkx(articles: Articles, *, labels: tuple[str, ...] | None, least: int) -> Any:
    """Build the graph of names that stand in the same article."""
    networkx = optional("networkx", "plot")
    found = names_by_article(articles)
    counts = name_counts(found, labels)
    together: Counter[tuple[Key, Key]] = Counter()
    for keys in found.values():
        together.update(itertools.combinations(sorted(keys & counts.keys()), 2))
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
    # The same layout each time: a circle, the commonest names first.
    places = networkx.circular_layout(common)
    draw_edges(ax, graph, places)
    draw_nodes(ax, graph, places)
    for label in sorted({key[1] for key in common}):
        ax.scatter([], [], color=_COLOURS.get(label, "0.6"), label=label)
    if common:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 0), frameon=False, fontsize=8)
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.margins(0.28, 0.12)
    return ax


def draw_edges(ax: Any, graph: Any, places: Any) -> None:
    """Draw a line between names that stand together: the oftener, the thicker and the darker."""
    edges = sorted(graph.edges(data="weight"), key=lambda edge: edge[2])
    most = max((weight for _, _, weight in edges), default=1)
    for one, other, weight in edges:
        (x, y), (x2, y2) = places[one], places[other]
        share = (weight - 1) / max(most - 1, 1)
        ax.plot([x, x2], [y, y2], color="0.5", linewidth=0.6 + 4 * share, alpha=0.15 + 0.6 * share)


def draw_nodes(ax: Any, graph: Any, places: Any) -> None:
    """Draw the names as discs, larger for names of more articles, and write them around."""
    largest = max((count for _, count in graph.nodes(data="articles")), default=1)
    for key, count in graph.nodes(data="articles"):
        x, y = places[key]
        size = 30 + 400 * count / largest
        ax.scatter([x], [y], s=size, color=_COLOURS.get(key[1], "0.6"), zorder=2)
        side = "center" if abs(x) < 0.15 else "left" if x > 0 else "right"
        ax.annotate(key[0], (x * 1.12, y * 1.12), ha=side, va="center", fontsize=9)


# Those of the notebook view (_html.py).
_COLOURS = {"PERSON": "#e69f00", "ORG": "#56b4e9", "LOC": "#009e73", "NORP": "#cc79a7"}
# Okabe and Ito, "Color Universal Design", 2008, the yellow darker and grey for black, so that all
# stand out on light and on dark.
_LINES = (
    *("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b3a100", "#8c8c8c"),
)
