"""Builds lede._core, the C extension. Everything else about the package is in pyproject.toml."""

import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).parent
MISSING_UTF8PROC = (
    "lede needs the C library utf8proc with its headers: install it with "
    "'apt install libutf8proc-dev' (Debian, Ubuntu), 'dnf install utf8proc-devel' (Fedora), "
    "'brew install utf8proc' (macOS) or 'conda install -c conda-forge libutf8proc' (conda), "
    "or set LEDE_UTF8PROC_PREFIX to the folder that holds its include/ and lib/."
)
PROBE = "#include <utf8proc.h>\nint main(void) { return !utf8proc_version(); }\n"


def sources(*suffixes: str) -> list[str]:
    """The files of csrc with these suffixes, relative to this folder and in a stable order."""
    files = (path for path in (ROOT / "csrc").rglob("*") if path.suffix in suffixes)
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


class BuildCore(build_ext):
    """Looks for utf8proc just before compiling, so that an sdist can be made without it."""

    def build_extensions(self) -> None:
        core = self.extensions[0]
        self.force = True  # The flags come from the environment, which no time stamp knows of.
        compile_flags, link_flags = self.utf8proc_flags()
        if os.environ.get("LEDE_STATIC_UTF8PROC") == "1":
            compile_flags += ["-DUTF8PROC_STATIC"]
            link_flags = [self.static_archive()]
            if sys.platform == "linux":
                link_flags += ["-Wl,--exclude-libs,ALL"]  # Export none of its functions.
        core.extra_compile_args += compile_flags
        core.extra_link_args += link_flags
        super().build_extensions()

    def utf8proc_flags(self) -> tuple[list[str], list[str]]:
        """Flags to compile and to link with, from the first of three places that has them."""
        if prefix := os.environ.get("LEDE_UTF8PROC_PREFIX"):
            if not Path(prefix, "include", "utf8proc.h").is_file():
                raise SystemExit(f"LEDE_UTF8PROC_PREFIX: {prefix} has no include/utf8proc.h.")
            lib = f"{prefix}/lib"
            return [f"-I{prefix}/include"], [f"-L{lib}", f"-Wl,-rpath,{lib}", "-lutf8proc"]
        if (compile_flags := pkg_config("--cflags")) is not None:
            return compile_flags, pkg_config("--libs") or []
        if self.compiles_with_utf8proc():
            return [], ["-lutf8proc"]
        raise SystemExit(MISSING_UTF8PROC)

    def compiles_with_utf8proc(self) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            probe = Path(folder, "utf8proc_probe.c")
            probe.write_text(PROBE)
            flags = [*self.compiler.linker_exe[1:], "-lutf8proc", "-o", f"{folder}/probe"]
            try:
                subprocess.run(
                    [*self.compiler.compiler, str(probe), *flags], capture_output=True, check=True
                )
            except subprocess.CalledProcessError:
                return False
            except OSError:
                pass  # There is no compiler at all, which the build says better than we can here.
        return True

    def static_archive(self) -> str:
        """The path of libutf8proc.a: under the prefix, where pkg-config says, or the compiler."""
        name = "libutf8proc.a"
        if prefix := os.environ.get("LEDE_UTF8PROC_PREFIX"):
            archive = Path(prefix, "lib", name)
        elif folder := pkg_config("--variable=libdir"):
            archive = Path(folder[0], name)
        else:
            command = [self.compiler.compiler[0], f"-print-file-name={name}"]
            archive = Path(subprocess.check_output(command, text=True).strip())
        if not archive.is_file():
            raise SystemExit(f"LEDE_STATIC_UTF8PROC=1, but there is no {archive}.")
        return str(archive)


def pkg_config(*query: str) -> list[str] | None:
    """What pkg-config knows of libutf8proc; None when it, or the library, is missing."""
    command = [os.environ.get("PKG_CONFIG", "pkg-config"), *query, "libutf8proc"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return shlex.split(answer.stdout)


core = Extension(
    "lede._core",
    sources=sources(".c"),
    depends=sources(".h", ".inc"),
    include_dirs=["csrc"],
    extra_compile_args=[
        *("-std=c11", "-O3", "-fvisibility=hidden", "-pthread"),
        *("-Wall", "-Wextra", "-Wconversion", "-Wshadow"),
        # For developers alone: what a newer compiler warns of must not stop a build.
        *(["-Werror"] if os.environ.get("LEDE_WERROR") == "1" else []),
        # Python's own headers do not pass these warnings in every version.
        *("-isystem", sysconfig.get_path("include")),
    ],
    libraries=["m"],
    extra_link_args=["-pthread"],
)

setup(ext_modules=[core], cmdclass={"build_ext": BuildCore})
