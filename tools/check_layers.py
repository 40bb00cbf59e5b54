"""Checks that the layers of csrc hold: who may include whom.

    python tools/check_layers.py [csrc]

csrc/LAYERS lists the layers, lowest first, one a line. A file includes only headers of its own
layer and of the layers before it, by layer path ("text/sentences.h"). Python.h stays in the last
layer, binding. A generated table (tables/*.inc) belongs to exactly one .c file of its layer.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include\b[ \t]*(?:"([^"]*)"|<([^>]*)>|(.*))', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
UMBRELLA = "lede.h"


class Include(NamedTuple):
    file: PurePosixPath  # relative to csrc, as are all paths here
    line: int
    target: str
    quoted: bool

    @property
    def layer(self) -> str:
        return self.file.parts[0]

    @property
    def is_table(self) -> bool:
        return self.target.endswith(".inc") and "tables/" in self.target

    def table(self) -> str:
        """The table's path, which may be written from csrc or from the including file's folder."""
        if self.target.startswith("tables/"):
            return (self.file.parent / self.target).as_posix()
        return self.target


class Fault(NamedTuple):
    file: PurePosixPath
    line: int
    message: str


def read_layers(csrc: Path) -> list[str]:
    lines = (csrc / "LAYERS").read_text(encoding="utf-8").splitlines()
    return [name for line in lines if (name := line.partition("#")[0].strip())]


def c_files(csrc: Path) -> list[PurePosixPath]:
    files = [path for path in csrc.rglob("*") if path.suffix in (".c", ".h")]
    return sorted(PurePosixPath(path.relative_to(csrc).as_posix()) for path in files)


def includes(csrc: Path, file: PurePosixPath) -> Iterator[Include]:
    """All #include lines of a file, comments (which may show examples) left out."""
    source = (csrc / file).read_text(encoding="utf-8")
    source = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    for match in INCLUDE.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        quoted, angled, other = match.groups()
        yield Include(file, line, quoted or angled or other or "", quoted=angled is None)


def folder_faults(csrc: Path, layers: list[str]) -> Iterator[Fault]:
    """Folders that are no layer, and files outside the layers."""
    folders = {path.name for path in csrc.iterdir() if path.is_dir()}
    for name in sorted(folders - set(layers)):
        yield Fault(PurePosixPath(name), 1, "this folder is not listed in LAYERS")
    for file in c_files(csrc):
        if len(file.parts) == 1 and file.name != UMBRELLA:
            yield Fault(file, 1, "this file is in no layer")


def include_fault(include: Include, layers: list[str]) -> str | None:
    """What is wrong with one #include, if anything; tables are checked by table_faults."""
    if include.target == UMBRELLA:
        return "lede.h is for users of the library; include the header you need"
    if include.target == "Python.h":
        return None if include.layer == layers[-1] else f"Python.h is for {layers[-1]}/ only"
    first = include.target.partition("/")[0]
    if not include.quoted:
        return f'write "{include.target}", in quotes' if first in layers else None
    if first not in layers or "/" not in include.target or ".." in include.target:
        return f'"{include.target}" is not a layer path such as "base/status.h"'
    if layers.index(first) > layers.index(include.layer):
        return f'layer {include.layer} may not reach up to "{include.target}"'
    return None


def table_faults(csrc: Path, tables: list[Include]) -> Iterator[Fault]:
    """A table is data of one .c file: nobody else pastes it in, and none lies about unused."""
    owners: dict[str, PurePosixPath] = {}
    for include in tables:
        table = include.table()
        if include.file.suffix != ".c" or table.partition("/")[0] != include.layer:
            message = f"{table} may be included by a .c file of its own layer only"
            yield Fault(include.file, include.line, message)
        elif owners.setdefault(table, include.file) != include.file:
            message = f"{table} is included by {owners[table]} already"
            yield Fault(include.file, include.line, message)
    for path in sorted(csrc.rglob("*.inc")):
        if (table := path.relative_to(csrc).as_posix()) not in owners:
            yield Fault(PurePosixPath(table), 1, "no file includes this table")


def check(csrc: Path) -> list[Fault]:
    layers = read_layers(csrc)
    faults = list(folder_faults(csrc, layers))
    inside = [file for file in c_files(csrc) if file.parts[0] in layers]
    found = [include for file in inside for include in includes(csrc, file)]
    for include in found:
        if not include.is_table and (message := include_fault(include, layers)):
            faults.append(Fault(include.file, include.line, message))
    return faults + list(table_faults(csrc, [include for include in found if include.is_table]))


def main(arguments: list[str]) -> int:
    csrc = Path(arguments[0] if arguments else "csrc")
    faults = check(csrc)
    for fault in faults:
        print(f"{csrc / fault.file}:{fault.line}: {fault.message}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
