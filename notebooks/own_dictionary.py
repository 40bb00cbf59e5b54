# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # A dictionary of your own
# Names that only you know: products, mines, treaties. What your dictionary finds wins over all
# else.

# %%
import tempfile
from pathlib import Path

import lede

own = lede.Gazetteer(
    [
        ("Zürich Accord", "TREATY", "treaty:7"),
        {"name": "Okapi River Mine", "label": "MINE", "id": "mine:12", "aliases": ["Okapi mine"]},
        {"name": "May", "label": "MONTH_REPORT", "needs_capital": True},
    ]
)
print(own)
own.find("The ZURICH ACCORD covers the Okapi mine.")

# %% [markdown]
# Saved, it is opened by mapping the file: at once, and shared by all processes of a machine.

# %%
path = Path(tempfile.mkdtemp()) / "own.lede"
own.save(path)
reader = lede.Reader(gazetteers=[lede.Gazetteer.open(path)])
articles = reader.read_many(
    [
        "The Zurich Accord was signed in Accra by Ama Mensah.",
        None,
        "Okapi River Mine closes, said the Minister of Mines of Ghana.",
    ]
)
articles

# %% [markdown]
# All mentions in one table; a missing text has none. It is Arrow to whoever asks for it.

# %%
table = articles.entities
for row, entity in table.rows():
    print(row, entity.label, entity.name, entity.id)
assert ("treaty:7", "mine:12") == tuple(
    entity.id for _, entity in table.rows() if entity.label in ("TREATY", "MINE")
)

# %% [markdown]
# The same in a data frame, where pandas is installed.

# %%
try:
    import lede.pandas
    import pandas
except ImportError:
    print("pandas is not installed")
else:
    frame = pandas.DataFrame(
        {"body": [a.text if a else None for a in articles]}, index=[10, 20, 30]
    )
    print(frame.body.lede.entities(reader=reader)[["name", "label", "id"]])
