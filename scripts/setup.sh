#!/bin/sh
# Installs what is missing on this machine. `setup.sh build`: what the build needs. `setup.sh test`: what the tests
# need as well (Graphviz, Chromium, and Python packages in .venv, all of them to check Attaché's output with).
# On systems with apt-get it installs; on others it says what to install.
set -eu
cd "$(dirname "$0")/.."

wanted=$1
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
want() { missing="$missing $1"; }

if ! have cargo; then
    echo "setup: Rust is missing: https://rustup.rs" >&2
    exit 1
fi
have c++ || have g++ || have clang++ || want g++

# RocksDB's build makes its bindings with libclang (build/cfg-if looks for it, where Cargo is called without this script).
has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] || [ "$(uname)" != Linux ] ||
        find /usr/lib /usr/lib64 /usr/local/lib -maxdepth 3 \( -name 'libclang.so*' -o -name 'libclang-[0-9]*.so*' \) \
            2>/dev/null | grep -q .
}
has_libclang || want libclang-dev

if [ "$wanted" = test ]; then
    have dot || want graphviz
    have chromium || have chromium-browser || have google-chrome || want chromium
    if ! have python3; then
        want python3
        want python3-venv
    elif ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
        want python3-venv
    fi
fi

if [ -n "$missing" ]; then
    if have apt-get; then
        if [ "$(id -u)" = 0 ]; then
            as_root=""
        elif have sudo; then
            as_root=sudo
        else
            echo "setup: please install, as root:$missing" >&2
            exit 1
        fi
        echo "setup: installing$missing"
        $as_root apt-get update -qq
        # shellcheck disable=SC2086 # a list of words
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "setup: please install:$missing" >&2
        exit 1
    fi
fi

if [ "$wanted" = test ] && ! cmp -s tests/requirements.txt .venv/requirements.txt; then
    echo "setup: Python packages for the tests, into .venv"
    rm -rf .venv
    python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
    cp tests/requirements.txt .venv/requirements.txt
fi
