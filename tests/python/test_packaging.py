"""The source distribution and the wheel: what is in them, and that they work on every Python here.

Nothing is downloaded: the build uses the setuptools of the environment that runs the tests.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

setuptools = pytest.importorskip("setuptools", "77", reason="needs setuptools 77 or newer")

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".*", "build", "dist", "*.so", "*.egg-info", "__pycache__", "node_modules"
)
TRY_IT = """
import lede
article = lede.read("The mayor spoke in Paris. Nobody listened.")
assert len(article.sentences) == 2, article.sentences
"""


def run(
    *command: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command, as if no PYTHONPATH were set, with some more environment variables."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**inherited, **environment},
    )


def build(hook: str, project: Path, out: Path, python: Path, backend: Path) -> Path:
    """Build one distribution as pip does, through the build backend's hook."""
    out.mkdir(exist_ok=True)
    code = f"import sys; from setuptools import build_meta; print(build_meta.{hook}(sys.argv[1]))"
    done = run(python, "-c", code, out, cwd=project, PYTHONPATH=str(backend))
    assert done.returncode == 0, done.stdout + done.stderr
    return out / done.stdout.splitlines()[-1]


def extracted(sdist: Path, folder: Path) -> Path:
    """The root of an unpacked source distribution."""
    with tarfile.open(sdist) as archive:
        if sys.version_info >= (3, 12):
            archive.extractall(folder, filter="data")
        else:
            archive.extractall(folder)
    return folder / sdist.name.removesuffix(".tar.gz")


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our setuptools and nothing else, for any Python to import it from."""
    folder = tmp_path_factory.mktemp("backend")
    installed = Path(setuptools.__file__).parents[1]
    for path in [*installed.glob("setuptools*"), *installed.glob("_distutils_hack")]:
        (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory, backend: Path) -> Path:
    """A source distribution of a copy of the tree, which stays as it is."""
    folder = tmp_path_factory.mktemp("sdist")
    project = folder / "project"
    shutil.copytree(ROOT, project, ignore=LEFT_OUT)
    return build("build_sdist", project, folder / "dist", Path(sys.executable), backend)


def has_what_we_need(python: Path) -> bool:
    """Whether this is a CPython of 3.10 or newer with its headers, venv and its own pip."""
    code = (
        "import ensurepip, os, sys, sysconfig, venv;"
        'header = os.path.join(sysconfig.get_path("include"), "Python.h");'
        'ours = sys.version_info >= (3, 10) and sys.implementation.name == "cpython";'
        "sys.exit(not (ours and os.path.exists(header)))"
    )
    return run(python, "-c", code).returncode == 0


def identity(python: Path) -> str:
    """Version and build of a Python: two paths to the same one say the same."""
    code = 'import sys, sysconfig; print(sys.version, sysconfig.get_path("include"))'
    return run(python, "-c", code).stdout


def pythons() -> list[Path]:
    """The Pythons of this machine that can build us, each once, the running one first."""
    found = [Path(sys.executable)]
    for folder in os.get_exec_path():
        found += sorted(Path(folder).glob("python3.[0-9]*[0-9]"))
    found += sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
    usable = [python for python in found if has_what_we_need(python)]
    one_of_each = {identity(python): python for python in reversed(usable)}
    return list(reversed(one_of_each.values()))


def test_sdist_holds_what_a_build_needs(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = [path for part in ("csrc", "tools") for path in (ROOT / part).rglob("*")]
    needed = {
        path.relative_to(ROOT).as_posix()
        for path in tracked
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert needed <= names
    assert {"setup.py", "pyproject.toml", "LICENSE", "NOTICE", "python/lede/__init__.py"} <= names
    assert not [name for name in names if name.endswith((".so", ".pyc"))]


@pytest.fixture(scope="session")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory, backend: Path) -> Path:
    """The wheel that the running Python makes from the source distribution."""
    folder = tmp_path_factory.mktemp("wheel")
    project = extracted(sdist, folder)
    return build("build_wheel", project, folder / "dist", Path(sys.executable), backend)


def test_wheel_holds_the_package_and_no_sources(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    package = ROOT / "python" / "lede"
    expected = [*package.glob("*.py"), *package.glob("*.pyi"), package / "py.typed"]
    expected += [*package.glob("data/*.lede"), *package.glob("data/*.txt")]
    assert {path.relative_to(ROOT / "python").as_posix() for path in expected} <= set(names)
    assert [name for name in names if name.startswith("lede/_core.") and name.endswith(".so")]
    assert not [name for name in names if name.endswith((".c", ".h", ".inc"))]
    assert tops == {"lede", wheel.name.rpartition("-cp")[0].rpartition("-cp")[0] + ".dist-info"}
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names if "licenses/" in name}


def fault_on(python: Path, wheel: Path, folder: Path) -> str:
    """What goes wrong when the wheel is installed and used in a fresh environment; else nothing."""
    home = folder / "venv"
    for command in (
        (python, "-m", "venv", home),
        (home / "bin/python", "-m", "pip", "install", "--no-index", "--no-deps", wheel),
        (home / "bin/python", "-W", "error", "-c", TRY_IT),
    ):
        done = run(*command)
        if done.returncode != 0:
            return f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return ""


def test_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    fault = fault_on(Path(sys.executable), wheel, tmp_path)
    assert not fault, fault


def test_every_other_python_builds_and_runs_it(sdist: Path, backend: Path, tmp_path: Path) -> None:
    others = pythons()[1:]
    if not others:
        pytest.skip("no other Python >= 3.10 with Python.h and venv on this machine")

    def build_and_try(python: Path) -> str:
        folder = tmp_path / identity(python).split()[0]
        folder.mkdir()
        project = extracted(sdist, folder)
        wheel = build("build_wheel", project, folder / "dist", python, backend)
        return fault_on(python, wheel, folder)

    with ThreadPoolExecutor(max_workers=2) as pool:
        faults = [fault for fault in pool.map(build_and_try, others) if fault]
    assert not faults, "\n".join(faults)


# A compiler for a machine without utf8proc: whatever mentions it fails.
BLIND_CC = """#!/bin/sh
case "$*" in *utf8proc*) echo "utf8proc.h: No such file" >&2; exit 1 ;; esac
exec cc "$@"
"""


def core_build(
    project: Path, backend: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Compile the extension alone, in a project folder."""
    command = (sys.executable, "setup.py", "build_ext", "--build-lib", "built")
    return run(*command, cwd=project, PYTHONPATH=str(backend), **environment)


def test_a_missing_utf8proc_is_one_clear_sentence(
    sdist: Path, backend: Path, tmp_path: Path
) -> None:
    compiler = tmp_path / "blind-cc"
    compiler.write_text(BLIND_CC)
    compiler.chmod(0o755)
    done = core_build(extracted(sdist, tmp_path), backend, CC=str(compiler), PKG_CONFIG="false")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("lede needs the C library utf8proc")
    for way in ("libutf8proc-dev", "utf8proc-devel", "brew install", "conda install"):
        assert way in done.stderr
    assert "No such file" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_prefix_is_named(sdist: Path, backend: Path, tmp_path: Path) -> None:
    project = extracted(sdist, tmp_path)
    done = core_build(project, backend, LEDE_UTF8PROC_PREFIX=str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path} has no include/utf8proc.h" in done.stderr


@pytest.mark.parametrize("wanted", ["1", "0", ""])
def test_warnings_are_errors_for_developers_alone(
    wanted: str, sdist: Path, backend: Path, tmp_path: Path
) -> None:
    compiler = tmp_path / "telling-cc"
    compiler.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/told\nexit 1\n')
    compiler.chmod(0o755)
    project = extracted(sdist, tmp_path)
    done = core_build(project, backend, CC=str(compiler), LEDE_WERROR=wanted)
    assert done.returncode == 1
    told = (tmp_path / "told").read_text().splitlines()[-1].split()
    assert "-Wall" in told and ("-Werror" in told) == (wanted == "1")
