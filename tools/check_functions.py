"""Checks that C functions and files stay short enough to be read.

    python tools/check_functions.py [folder ...]

A function of more than 75 lines is a warning, of more than 120 an error, counted from its first
line to its closing brace. A comment right above it that says `long: <reason>` excuses it, as in
/* long: flat switch */. A file has at most 800 lines, a header 150. It relies on clang-format:
the braces around a function's body, and no others, stand alone at the start of a line.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WARN_FUNCTION = 75
MAX_FUNCTION = 120
MAX_FILE = 800
MAX_HEADER = 150

EXCUSE = re.compile(r"\blong: *\w")
NAME = re.compile(r"(\w+)\s*\(")


class Finding(NamedTuple):
    file: Path
    line: int
    message: str
    is_error: bool


class Function(NamedTuple):
    name: str
    line: int  # of its first line, from 1
    length: int
    excused: bool


def starts_signature(previous: str) -> bool:
    """Whether a signature can begin after this line: it is blank or ends something else."""
    return previous == "" or previous.startswith("#") or previous.endswith((";", "}", "*/"))


def comment_above(lines: list[str], first: int) -> str:
    """The comment whose last line is just above lines[first], or nothing."""
    last = first
    if first > 0 and lines[first - 1].startswith("//"):
        while first > 0 and lines[first - 1].startswith("//"):
            first -= 1
    elif first > 0 and lines[first - 1].endswith("*/"):
        first -= 1
        while first > 0 and "/*" not in lines[first]:
            first -= 1
    return "\n".join(lines[first:last])


def functions(lines: list[str]) -> Iterator[Function]:
    opening = None
    for number, line in enumerate(lines):
        if line == "{":
            opening = number
        elif line == "}" and opening is not None:
            first = opening
            while first > 0 and not starts_signature(lines[first - 1]):
                if lines[first - 1].startswith("//"):
                    break
                first -= 1
            name = NAME.search(" ".join(lines[first:opening]))
            excused = EXCUSE.search(comment_above(lines, first)) is not None
            yield Function(name[1] if name else "?", first + 1, number - first + 1, excused)
            opening = None


def function_finding(file: Path, function: Function) -> Finding | None:
    if function.excused or function.length <= WARN_FUNCTION:
        return None
    is_error = function.length > MAX_FUNCTION
    limit = f"at most {MAX_FUNCTION}" if is_error else f"better under {WARN_FUNCTION}"
    message = f"{function.name} has {function.length} lines, {limit}"
    return Finding(file, function.line, message, is_error)


def check_file(file: Path) -> Iterator[Finding]:
    lines = [line.rstrip() for line in file.read_text(encoding="utf-8").splitlines()]
    limit = MAX_HEADER if file.suffix == ".h" else MAX_FILE
    if len(lines) > limit:
        message = f"the file has {len(lines)} lines, at most {limit}"
        yield Finding(file, limit + 1, message, True)
    for function in functions(lines):
        if finding := function_finding(file, function):
            yield finding


def check(folders: list[Path]) -> list[Finding]:
    files = [path for folder in folders for path in folder.rglob("*.[ch]")]
    return [finding for file in sorted(files) for finding in check_file(file)]


def main(arguments: list[str]) -> int:
    findings = check([Path(folder) for folder in arguments or ["csrc", "tests"]])
    for finding in findings:
        kind = "error" if finding.is_error else "warning"
        print(f"{finding.file}:{finding.line}: {kind}: {finding.message}", file=sys.stderr)
    return 1 if any(finding.is_error for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
