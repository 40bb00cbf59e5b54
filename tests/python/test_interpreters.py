"""Each interpreter of a process has its own lede, and no interpreter needs the lock of another."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Callable

import pytest
from lede import _core

MODEL = os.fsencode(os.path.join(os.path.dirname(_core.__file__ or ""), "data", "sentences.lede"))

RUN = """
import sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

def create():
    try:
        return interpreters.create("isolated")
    except TypeError:
        return interpreters.create(isolated=True)

def run(number, code):
    error = interpreters.run_string(number, code)
    if error is not None:
        failed.append(error)

failed = []
"""

PACKAGE = """
import lede
article = lede.read("General Othman Tamrani left Côte d&#39;Ivoire. He was gone.")
assert [e.label for e in article.entities] == ["PERSON", "LOC"], article.entities
assert len(article.sentences) == 2
assert lede.Gazetteer(["Oman"]).find("in Oman")
try:
    lede.normalize("a", form="x")
except lede.OptionError:
    pass
else:
    raise AssertionError
"""

#: The core by itself, as an extension module that nothing else belongs to.
LOAD = """
import _frozen_importlib, _imp
MODEL = {model!r}
core = _imp.create_dynamic(_frozen_importlib.ModuleSpec("lede._core", None, origin={origin!r}))
_imp.exec_dynamic(core)
"""

CORE = """
for _ in range(200):
    builder = core.builder_new(2)
    builder.add("Oman", "Oman", "LOC", "", "", 0, 0)
    own = builder.finish()[0]
    assert own.find("ä in Oman", 0)[0][:2] == (5, 9) and own.lookup("oman") == [0]
    model = core.sentence_model_open(MODEL, "en")
    reader = core.reader_new((own,), None, own, None, 3, 0, 62, model, 0, 0, 0, (), ())
    article = reader.read("They left Oman &amp; 文. He was gone.")
    assert len(article.rows(0, 0)) == 2 and article.rows(1, 0)[0][2] == "Oman"
    many = core.batch_read(reader, False, ("a in Oman", "b 文", None), 0, 3, 2)
    assert len(many) == 3 and many.is_missing(2)
    core.arrow_array(((many, 0, 0, 3),), 1, 0, b"")
    assert core.normalize_with_map("a &amp; b  c", 0, 62).text == "a & b c"
    try:
        core.gazetteer_load(b"x")
    except core.FileError:
        pass
    else:
        raise AssertionError
"""

needs_own_lock = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="interpreters have locks of their own from Python 3.12 on"
)


ONE_BY_ONE = """
for _ in range(5):
    number = create()
    run(number, PACKAGE)
    interpreters.destroy(number)
assert not failed, failed
exec(PACKAGE)
"""


@needs_own_lock
def test_the_package_in_one_interpreter_after_another(fresh_python: Callable[..., str]) -> None:
    """One at a time: Python 3.12 and 3.13 crash when several of them import its `datetime`."""
    try:
        fresh_python(f"{RUN}PACKAGE = 'import datetime'\n{ONE_BY_ONE}")
    except AssertionError:
        pytest.skip("this Python crashes even when its own datetime is imported so")
    fresh_python(f"{RUN}PACKAGE = {PACKAGE!r}\n{ONE_BY_ONE}")


@needs_own_lock
def test_the_core_in_many_interpreters_at_once(fresh_python: Callable[..., str]) -> None:
    load = LOAD.format(origin=_core.__file__, model=MODEL)
    code = """
numbers = [create() for _ in range(4)]
threads = [threading.Thread(target=run, args=(number, LOAD + CORE)) for number in numbers]
for thread in threads:
    thread.start()
exec(LOAD + CORE)
for thread in threads:
    thread.join()
for number in numbers:
    interpreters.destroy(number)
assert not failed, failed
exec(CORE)
"""
    fresh_python(f"{RUN}LOAD, CORE = {load!r}, {CORE!r}\n{code}")


@pytest.mark.skipif(
    not sysconfig.get_config_var("Py_GIL_DISABLED"), reason="this Python always has the lock"
)
def test_free_threading_stays_on(fresh_python: Callable[..., str]) -> None:
    fresh_python("import sys, lede; lede.read('Iraq.'); assert not sys._is_gil_enabled()")


def test_a_second_import_is_a_second_module() -> None:
    """Without shared state two copies of the module do not know each other's types."""
    assert _core.__file__ is not None
    loader = importlib.machinery.ExtensionFileLoader("lede._core", _core.__file__)
    spec = importlib.util.spec_from_file_location("lede._core", _core.__file__, loader=loader)
    assert spec is not None
    other = importlib.util.module_from_spec(spec)
    loader.exec_module(other)
    assert other is not _core and other.Gazetteer is not _core.Gazetteer
    assert other.Error is not _core.Error
    builder = other.builder_new(2)
    assert builder.add_plain(["Oman"], 0) == 1
    foreign, _, _ = builder.finish()
    model = _core.sentence_model_open(MODEL, "en")
    with pytest.raises(TypeError, match="dictionary"):
        _core.reader_new((foreign,), None, None, None, 0, 0, 0, model, 0, 0, 0, (), ())
    assert foreign.find("in Oman", 0)
