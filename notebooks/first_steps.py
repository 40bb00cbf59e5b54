# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # First steps
# One article: its sentences, its names, and what was repaired. Open this file as a notebook with
# jupytext, or run it as it is.

# %%
import lede

text = (
    "ACCRA – President Ama Mensah met the Turkish envoy on Monday. “We agree, ”she said&nbsp;of "
    "the talks with Gen. Paul Moreno.Mensah flies to Lima next week; the Peruvian press waits."
)
article = lede.read(text, date="2021-03-15")
article

# %% [markdown]
# Every result points back into the text that was passed in.

# %%
for entity in article.entities:
    assert text[entity.start : entity.end] == entity.text
    print(f"{entity.start:4} {entity.label:7} {entity.text:14} = {entity.name}")

# %% [markdown]
# A name is listed once, however it is written.

# %%
for name in article.names:
    print(name.name, name.label, name.title or "", f"×{name.count}")

# %% [markdown]
# What was changed on the way to the clean text, and why.

# %%
print(article.clean)
for change in article.changes:
    print(change.reason, repr(change.before), "→", repr(change.after))

# %% [markdown]
# Sentences are slices of the text as well.

# %%
for number, sentence in enumerate(article.sentences, 1):
    print(number, sentence.text)
assert len(article.sentences) == 3
