"""Nothing leaks: every entry point in a loop, in a fresh process, errors included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="reads the memory of the process from /proc"
)

#: Runs `work` until everything is warm, and then again; nothing may have grown in between.
HARNESS = """
import gc, pickle, resource, sys, tempfile, os
import lede
from lede import _core

def memory():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

TYPES = [_core.Gazetteer, _core.GazetteerBuilder, _core.Reader, _core.Batch, _core.Normalized,
         _core.Strings, _core.ArrowColumns, _core.SentenceModel, lede.Article, lede.Reader,
         lede.Gazetteer, lede.Sentence, lede.Entity, lede.Name, lede.Match, lede.Change, lede.Error,
         lede.FileError, lede.OptionError, lede.SizeError, lede.EncodingError]

def state():
    gc.collect()
    return sys.getallocatedblocks(), [sys.getrefcount(one) for one in TYPES], memory()

def repeat(work, times):
    for _ in range(times):
        work()

def fails(work):
    try:
        work()
    except (ValueError, TypeError, OSError, LookupError, OverflowError):
        return
    raise AssertionError("it should have failed")

def growth(work, times):
    blocks, types, before = state()
    repeat(work, times)
    more_blocks, more_types, after = state()
    if more_blocks - blocks >= times / 4:
        return f"{more_blocks - blocks} blocks more"
    differences = [b - a for a, b in zip(types, more_types)]
    if max(map(abs, differences)) >= times / 4:
        return f"other numbers of references to types: {differences}"
    if after - before >= 300_000:
        return f"{after - before} bytes more"
    return ""

def check(name, work, times=1000):
    repeat(work, 50)
    # Python's own caches fill up once or twice; what leaks grows every time.
    complaints = [growth(work, times) for _ in range(3)]
    assert "" in complaints, f"{name}, {times} rounds: {complaints}"

folder = tempfile.mkdtemp()
path = os.path.join(folder, "names.lede")
ascii_text = "General Othman Tamrani left Iraq for the U.S. He was gone. " * 20
wide_text = "Général “Othman” Tamrani left Côte d&#39;Ivoire, ”said 文 😀 \\ud800. " * 20
gaz = lede.Gazetteer([("Oman", "LOC", "Q1"), {"name": "São Tomé", "aliases": ["ST"]}])
gaz.save(path)
with open(path, "rb") as file:
    good = file.read()
bad, flipped = os.path.join(folder, "bad.lede"), os.path.join(folder, "flipped.lede")
for name, content in ((bad, good[:-1]), (flipped, good[:-70] + b"x" + good[-69:])):
    with open(name, "wb") as file:
        file.write(content)
reader = lede.Reader(gazetteers=[gaz])
data = os.path.join(os.path.dirname(lede.__file__), "data")
names = os.fsencode(os.path.join(data, "names.lede"))
model = _core.sentence_model_open(os.fsencode(os.path.join(data, "sentences.lede")), "en")
article = lede.read(wide_text)
clean = lede.normalize(wide_text, changes=True)
"""

WORK = {
    "normalize": """
def work():
    for text in (ascii_text, wide_text):
        lede.normalize(text); lede.normalize(text, form="NFKD", steps=lede.SAFE)
""",
    "changes": """
def work():
    found = lede.normalize(wide_text, changes=True)
    found.text, found.source, found.changes, repr(found)
    found.to_source(0, 5), found.to_clean(0, 5), found.loose_quotes, found._repr_html_()
    found.to_source_many([(0, 5)]).tolist(), found.to_clean_many([]).tolist()
    fails(lambda: found.to_source_many([(0, 10**9)])); fails(lambda: found.to_source_many(b""))
""",
    "sentences": """
def work():
    for text in (ascii_text, wide_text, wide_text.encode("utf-8", "replace")):
        lede.sentences(text); lede.sentence_spans(text, "de", quotes="keep", newline="line")
""",
    "read": """
def work():
    for text in (ascii_text, wide_text):
        found = reader.read(text)
        found.to_dict(), found.seconds, repr(found), hash(found), found == article
""",
    "read without a look": """
def work():
    lede.read(wide_text)
""",
    "batches": """
def work():
    reader.read_many([ascii_text, wide_text] * 4, threads=2)
    reader.read_many(["a", None, b"\\xff"], errors="null")
    fails(lambda: reader.read_many([wide_text, 5]))
""",
    "notebook": """
def work():
    article._repr_html_()
""",
    "build and find": """
def work():
    own = lede.Gazetteer([("Oman", "LOC", "Q1"), {"name": "São Tomé", "aliases": ["ST"]}])
    own.find("in Oman, São Tomé and ST. " * 10), own.get("oman"), list(own), len(own), repr(own)
    own == gaz, hash(own), "Oman" in own, own.unmatchable, own.fold
""",
    "open and save": """
def work():
    lede.Gazetteer.open(path, verify=True).save(path)
    lede.Gazetteer.open(path).find("in Oman")
""",
    "reader": """
def work():
    lede.Reader(gazetteers=[gaz, gaz], quotes="keep").entities("in Oman")
    repr(reader), hash(reader)
""",
    "pickle": """
def work():
    for thing in (gaz, reader, article, clean, lede.Gazetteer.open(path)):
        pickle.loads(pickle.dumps(thing))
""",
    "errors": """
def work():
    for text in (None, 5, b"\\xff"):
        for function in (lede.normalize, lede.read, lede.sentences, lede.sentence_spans, gaz.find):
            fails(lambda: function(text))
    fails(lambda: lede.normalize("a", form="x"))
    fails(lambda: lede.Gazetteer(["a", 5]))
    fails(lambda: lede.Gazetteer([("a", "b" , "c" * 70000)]))
    fails(lambda: lede.Gazetteer.open("/missing"))
    fails(lambda: lede.Gazetteer.open(bad))
    fails(lambda: lede.Gazetteer.open(flipped, verify=True))
    fails(lambda: gaz.save("/missing/names"))
    fails(lambda: gaz.__reduce__()[0](good[:-1]))
    fails(lambda: clean.to_source(5, 1))
    fails(lambda: _core.restored(lede.Normalized, {}, "a", "b", [(0, 1, "a", "b", 1), 5]))
    fails(lambda: clean.to_clean(0, 10**9))
    fails(lambda: lede.Reader(gazetteers=[5]))
""",
    "core errors": """
def work():
    for wrong in (None, 5, []):
        rest = (None, None, None, 0, 0, 0, model, 0, 0, 0)
        fails(lambda: _core.reader_new(wrong, *rest, (), ()))
        fails(lambda: _core.reader_new((5,), *rest, (), ()))
        fails(lambda: _core.reader_new((), 5, *rest[1:], (), ()))
        fails(lambda: _core.reader_new((), *rest, ("é", wrong), ()))
        fails(lambda: _core.reader_new((), *rest, ("é",), ("b", wrong)))
        fails(lambda: _core.reader_new((), None, None, None, 0, 0, 0, wrong, 0, 0, 0, (), ()))
        fails(lambda: _core.sentence_model_open(b"/nowhere", "en"))
        fails(lambda: _core.sentence_model_open(names, "en"))
        fails(lambda: _core.sentence_features(model, b"a. B", wrong))
        fails(lambda: _core.pack_build("K", (("a", wrong),)))
        fails(lambda: _core.builder_new(wrong))
        fails(lambda: _core.builder_new(0).add_plain(wrong, "x"))
        fails(lambda: _core.builder_new(0).add("a", "b", "c", "d", wrong, 0, 0))
        fails(lambda: gaz._core.find(wrong, 0))
        fails(lambda: _core.batch_find(gaz._core, True, 0, (wrong or 5,), 0, 1, 1))
        fails(lambda: _core.batch_find(gaz._core, True, 0, ("a",), 0, 1, 1).places("x"))
        fails(lambda: _core.gazetteer_load(wrong))
        fails(lambda: _core.gazetteer_open(wrong))
        fails(lambda: _core.batch_read(reader._core, False, ("é" * 100, "b", wrong or 5), 0, 3, 1))
        fails(lambda: gaz._core.entry(-1 if wrong is None else 10**9))
""",
}


@pytest.mark.parametrize("name", WORK, ids=lambda name: name.replace(" ", "_"))
def test_nothing_grows(name: str, fresh_python: Callable[..., str]) -> None:
    fresh_python(HARNESS + WORK[name] + f"\ncheck({name!r}, work)\n")


def test_the_harness_sees_a_leak(fresh_python: Callable[..., str]) -> None:
    with pytest.raises(AssertionError, match="blocks more"):
        fresh_python(HARNESS + "kept = []\ncheck('leak', lambda: kept.append(object()))\n")
    with pytest.raises(AssertionError, match="bytes more"):
        fresh_python(
            HARNESS + "kept = bytearray()\ncheck('leak', lambda: kept.extend(bytes(99_999)))\n"
        )


def test_importing_again_and_again(fresh_python: Callable[..., str]) -> None:
    """A module that is thrown away takes its types with it."""
    code = (
        HARNESS
        + """
def work():
    for name in [name for name in sys.modules if name == "lede" or name.startswith("lede.")]:
        del sys.modules[name]
    import lede as again
    again.read("Iraq.").entities
    del again
    gc.collect()
repeat(work, 5)
blocks, _, before = state()
repeat(work, 20)
more, _, after = state()
assert (more - blocks) / 20 < 200, (more - blocks) / 20
assert after - before < 10_000_000, after - before
"""
    )
    fresh_python(code)
