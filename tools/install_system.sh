#!/bin/sh
# Finds what the system lacks for some kinds of work and installs just that.
#
#     tools/install_system.sh build test      # kinds: build test tables bench
#
# As root, or with sudo, it installs by apt-get; otherwise it names the packages and stops with
# status 1. When nothing is missing it does nothing and needs no network. $PYTHON and $CC count.
set -eu

PYTHON=${PYTHON:-python3}
CC=${CC:-cc}

say() { echo "$*" >&2; }

# Does this C program (compiler flags in $1, source on stdin) compile and link?
# shellcheck disable=SC2086
compiles() { $CC -x c - $1 -o /dev/null >/dev/null 2>&1; }

has_compiler() { echo '#include <stdio.h>
int main(void) { return puts("") < 0; }' | compiles ""; }

has_utf8proc() {
    pkg-config --exists libutf8proc 2>/dev/null && return
    prefix=${LEDE_UTF8PROC_PREFIX:-/usr}
    echo '#include <utf8proc.h>
int main(void) { return !utf8proc_version(); }' |
        compiles "-I$prefix/include -L$prefix/lib -lutf8proc"
}

has_cmocka() { pkg-config --exists cmocka 2>/dev/null; }

has_icu() { pkg-config --exists icu-i18n 2>/dev/null; }

has_python_headers() {
    "$PYTHON" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'
}

has_venv() { "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; }

# The system's own python3.N needs the packages of that N; any other Python cannot be mended by apt.
python_package() {
    "$PYTHON" -c 'import os, sys
name = "python%d.%d" % sys.version_info[:2]
print(name if os.path.realpath(sys.executable).startswith("/usr/bin/") or sys.prefix == "/usr" else "")'
}

require_python() {
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && return
    version=$("$PYTHON" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null || echo missing)
    say "lede needs Python 3.10 or newer; '$PYTHON' is $version."
    say "Install one and name it: make PYTHON=python3.11 …"
    exit 1
}

missing_python_part() {
    python=$(python_package)
    if [ -n "$python" ]; then
        echo "$python-$1"
    else
        say "$("$PYTHON" -c 'import sys; print(sys.executable)') has no $2, and it is not the system's" \
            "Python: take another with make PYTHON=/usr/bin/python3 …"
        echo unavailable
    fi
}

# One missing package a line.
missing_for() {
    case $1 in
    build)
        has_compiler || echo gcc libc6-dev
        has_python_headers || missing_python_part dev "Python.h"
        has_venv || missing_python_part venv "venv with ensurepip"
        command -v pkg-config >/dev/null || echo pkg-config
        has_utf8proc || echo libutf8proc-dev
        ;;
    test) has_cmocka || echo libcmocka-dev ;;
    tables) [ -e /usr/share/unicode/UnicodeData.txt ] || echo unicode-data ;;
    bench)
        command -v c++ >/dev/null || echo g++
        has_icu || echo libicu-dev
        ;;
    esac
}

missing_packages() {
    for kind in "$@"; do missing_for "$kind"; done | xargs
}

# The way to become root: nothing, sudo, or none. sudo may ask for a password on a terminal only.
find_root() {
    if [ "$(id -u)" = 0 ]; then
        root=
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        root=sudo
    else
        return 1
    fi
}

stop_with_advice() {
    say "$1 Missing packages: $packages"
    say "Install them, then run make again:"
    say "    sudo apt-get install $packages"
    exit 1
}

install_packages() {
    command -v apt-get >/dev/null || stop_with_advice "This system has no apt-get (names are Debian's)."
    find_root || stop_with_advice "Installing needs root or sudo."
    say "Installing: $packages"
    # shellcheck disable=SC2086
    $root apt-get -q update && $root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        -o DPkg::Lock::Timeout=120 install --no-install-recommends $packages ||
        stop_with_advice "apt-get failed."
}

[ $# -gt 0 ] || set -- build
for kind in "$@"; do
    case $kind in
    build) require_python ;;
    test | tables | bench) ;;
    *) say "$0: no such kind of work: $kind" && exit 2 ;;
    esac
done
packages=$(missing_packages "$@")
[ -n "$packages" ] || exit 0
case " $packages " in *" unavailable "*) exit 1 ;; esac
install_packages
packages=$(missing_packages "$@")
[ -z "$packages" ] || stop_with_advice "Installed, yet something is still not found."
