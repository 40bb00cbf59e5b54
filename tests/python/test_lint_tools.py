"""The checkers of `make lint`: each rule fires on a small bad tree, and the real tree is clean."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = "base\ntext\nbinding  # the only one that knows Python\n"


def run(tool: str, *arguments: Path) -> tuple[int, str]:
    """The exit status of a checker and what it says."""
    command = [sys.executable, str(ROOT / "tools" / tool), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    return done.returncode, done.stdout + done.stderr


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def layered(tmp_path: Path, files: dict[str, str]) -> Path:
    """A csrc with three layers and these files in it."""
    for name in ("base", "text", "binding"):
        (tmp_path / name).mkdir()
    return write(tmp_path, {"LAYERS": LAYERS, **files})


# ---- check_layers.py ----

GOOD_TREE = {
    "base/status.h": "#include <stddef.h>\n",
    "text/rules.h": '#include "base/status.h"\n',
    "text/rules.c": '#include "text/rules.h"\n#include "text/tables/rules.inc"\n',
    "text/words.c": '#include "tables/words.inc"\n#include <utf8proc.h>\n',
    "text/tables/rules.inc": "1,\n",
    "text/tables/words.inc": "2,\n",
    "binding/module.c": '#include <Python.h>\n#include "text/rules.h"\n',
}


def test_layers_pass_a_good_tree(tmp_path: Path) -> None:
    assert run("check_layers.py", layered(tmp_path, GOOD_TREE)) == (0, "")


@pytest.mark.parametrize(
    ("file", "content", "line", "message"),
    [
        ("base/a.c", '#include <a.h>\n#include "text/rules.h"\n', 2, 'may not reach up to "text'),
        ("text/a.c", '#include "rules.h"\n', 1, '"rules.h" is not a layer path'),
        ("text/a.c", '#include "../base/status.h"\n', 1, "is not a layer path"),
        ("text/a.c", '#include "text/../binding/x.h"\n', 1, "is not a layer path"),
        ("text/a.c", '#include "other/x.h"\n', 1, "is not a layer path"),
        ("text/a.c", "#include HEADER\n", 1, "is not a layer path"),
        ("text/a.c", "#  include <base/status.h>\n", 1, "in quotes"),
        ("text/a.c", "\n\n#include <Python.h>\n", 3, "Python.h is for binding/ only"),
        ("text/a.c", '#include "Python.h"\n', 1, "Python.h is for binding/ only"),
        ("binding/a.c", '#include "lede.h"\n', 1, "lede.h is for users"),
        ("binding/a.c", '#include "text/tables/rules.inc"\n', 1, "a .c file of its own layer"),
        ("text/a.h", '#include "text/tables/rules.inc"\n', 1, "a .c file of its own layer"),
        ("text/zz.c", '#include "text/tables/rules.inc"\n', 1, "included by text/rules.c already"),
        ("text/tables/lost.inc", "3,\n", 1, "no file includes this table"),
        ("stray.c", "\n", 1, "this file is in no layer"),
    ],
)
def test_layers_find(tmp_path: Path, file: str, content: str, line: int, message: str) -> None:
    csrc = layered(tmp_path, {**GOOD_TREE, file: content})
    status, said = run("check_layers.py", csrc)
    assert status == 1
    assert said.startswith(f"{csrc / file}:{line}: ")
    assert message in said
    assert said.count("\n") == 1


def test_a_folder_outside_the_layers(tmp_path: Path) -> None:
    csrc = write(layered(tmp_path, {}), {"extra/a.c": "", "LAYERS": LAYERS + "still_to_come\n"})
    found = f"{csrc / 'extra'}:1: this folder is not listed in LAYERS\n"
    assert run("check_layers.py", csrc) == (1, found)


def test_layers_ignore_examples_in_comments(tmp_path: Path) -> None:
    example = '/* Use it so:\n\n#include "lede.h"\n*/\n#include "base/status.h"\n'
    assert run("check_layers.py", layered(tmp_path, {"text/a.h": example})) == (0, "")


# ---- check_functions.py ----


def c_function(name: str, length: int) -> str:
    """A function of so many lines, from its return type to its closing brace."""
    body = "    work();\n" * (length - 4)
    return f"static void\n{name}(void)\n{{\n{body}}}\n"


@pytest.mark.parametrize(
    ("length", "status", "kind"),
    [(75, 0, ""), (76, 0, "warning"), (120, 0, "warning"), (121, 1, "error")],
)
def test_function_length(tmp_path: Path, length: int, status: int, kind: str) -> None:
    source = "#include <a.h>\n\n" + c_function("short_one", 10) + "\n" + c_function("it", length)
    file = write(tmp_path, {"a.c": source}) / "a.c"
    found = f"{file}:14: {kind}: it has {length} lines, " if kind else ""
    done, said = run("check_functions.py", tmp_path)
    assert done == status
    assert said.startswith(found)
    assert said.count("\n") == (1 if kind else 0)


@pytest.mark.parametrize(
    "comment",
    [
        "/* long: flat switch */\n",
        "/* What it does.\n *\n * long: one case for each status */\n",
        "// long: flat switch\n",
    ],
)
def test_a_comment_excuses_a_long_function(tmp_path: Path, comment: str) -> None:
    write(tmp_path, {"a.c": "int x;\n" + comment + c_function("flat", 300)})
    assert run("check_functions.py", tmp_path) == (0, "")


@pytest.mark.parametrize(
    "above",
    [
        "/* How long it is. */\n",
        "/* long: */\n",
        "/* long: flat switch */\n\n",
        "/* long: flat switch */\nint between;\n",
    ],
)
def test_only_a_reason_right_above_excuses(tmp_path: Path, above: str) -> None:
    write(tmp_path, {"a.c": above + c_function("flat", 300)})
    status, said = run("check_functions.py", tmp_path)
    assert status == 1
    assert "flat has 300 lines" in said


def test_a_long_signature_belongs_to_its_function(tmp_path: Path) -> None:
    source = (
        "int x;\n\nLEDE_MUST_USE lede_status\nparse(int a,\n      int b)\n{\n" + "\n" * 130 + "}\n"
    )
    file = write(tmp_path, {"a.c": source}) / "a.c"
    status, said = run("check_functions.py", tmp_path)
    assert (status, said) == (1, f"{file}:3: error: parse has 135 lines, at most 120\n")


@pytest.mark.parametrize(
    ("name", "lines", "status"),
    [("a.c", 800, 0), ("a.c", 801, 1), ("a.h", 150, 0), ("a.h", 151, 1)],
)
def test_file_length(tmp_path: Path, name: str, lines: int, status: int) -> None:
    write(tmp_path, {name: "int x;\n" * lines})
    done, said = run("check_functions.py", tmp_path)
    assert done == status
    assert ("lines, at most" in said) == bool(status)


# ---- The tree itself ----


def test_our_layers_hold() -> None:
    assert run("check_layers.py") == (0, "")


def test_our_functions_are_short() -> None:
    status, said = run("check_functions.py")
    assert status == 0, said
