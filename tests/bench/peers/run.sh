#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and measures Facetwire beside PostgreSQL, SQLite and Xapian:
#   bash tests/bench/peers/run.sh [--articles 100000] [...]     --help and README.md say the rest
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
# shellcheck source=clients/packages.sh
source clients/packages.sh

build=build/release
for ((i = 1; i <= $#; ++i)); do
  if [[ "${!i}" == --build ]]; then
    next=$((i + 1))
    build="${!next:?--build needs a directory}"
  fi
done
if [[ " $* " != *" --help "* ]]; then
  install_packages "${FACETWIRE_TEST_PACKAGES[@]}" "${FACETWIRE_BENCH_PACKAGES[@]}"
  say "Building $build"
  mkdir -p "$build"
  if [[ ! -e "$build/CMakeCache.txt" ]]; then
    quietly "$build/configure.log" cmake --preset release -B "$build"
  fi
  quietly "$build/build.log" cmake --build "$build" --parallel "$(nproc)" \
    --target facetwire facetwire-server peers_bench
fi
exec /usr/bin/python3 -B tests/bench/peers/run.py --build "$build" "$@"
