# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Ten thousand articles to a chart
# From a column of texts with dates to who was in the news, when, and with whom. The articles are
# made up here, so that the notebook needs nothing else; put your own column in their place.

# %%
import datetime
import random

import lede

random.seed(7)
FIRST = datetime.date(2021, 1, 4)
PEOPLE = ["Ama Mensah", "Paul Moreno", "Ingrid Solberg"]
PLACES = ["Accra", "Lima", "Oslo"]


def article(day: int) -> str:
    """A short report; who is in it depends on the day."""
    weights = [1 + 4 * (day // 60 == i) for i in range(3)]
    who = random.choices(range(3), weights)[0]
    lines = [
        f"{PLACES[who].upper()} – President {PEOPLE[who]} spoke about the budget on day {day}."
    ]
    if random.random() < 0.4:
        other = random.randrange(3)
        lines.append(f"{PEOPLE[other]} of {PLACES[other]} had left before.")
    lines.append(f"{PEOPLE[who].split()[-1]} declined to answer questions.")
    return " ".join(lines)


days = [random.randrange(180) for _ in range(10_000)]
texts = [article(day) for day in days]
dates = [FIRST + datetime.timedelta(days=day) for day in days]

# %%
articles = lede.Reader().read_many(texts, dates=dates)
assert len(articles) == 10_000
articles

# %% [markdown]
# Names over time: the number of articles a week that hold each of them.

# %%
articles.plot_names(by="week", labels=["PERSON"])

# %% [markdown]
# Names that stand in the same article: thick lines for many articles.

# %%
articles.plot_together(top=8)

# %% [markdown]
# The same as a graph for networkx.

# %%
graph = articles.to_networkx(least=50)
print(graph)
for one, other, data in sorted(graph.edges(data=True), key=lambda edge: -edge[2]["weight"])[:5]:
    print(data["weight"], one[0], "+", other[0])
assert graph.nodes["Ama Mensah", "PERSON"]["articles"] > 1_000
