#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds once, runs the tests.
#
#   bash tests/run.sh                  the tests, without the slow ones
#   bash tests/run.sh --all            with the slow ones
#   bash tests/run.sh --preset asan    the same under another preset: dev, clang, asan, tsan, fuzz
#   bash tests/run.sh --preset tidy    clang-tidy on every file (runs no test)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=clients/packages.sh
source clients/packages.sh

preset=release
all=no
while (($# > 0)); do
  case "$1" in
    --all) all=yes ;;
    --preset)
      preset="${2:?--preset needs a name}"
      shift
      ;;
    *)
      sed -n '5,8s/^# *//p' "${BASH_SOURCE[0]}" >&2
      exit 2
      ;;
  esac
  shift
done

packages=("${FACETWIRE_TEST_PACKAGES[@]}")
case "$preset" in
  release | dev) ;;
  clang | asan | tsan | fuzz | tidy) packages+=("${FACETWIRE_CLANG_PACKAGES[@]}") ;;
  *)
    echo "There is no preset \"$preset\": release, dev, clang, asan, tsan, fuzz or tidy." >&2
    exit 2
    ;;
esac
if [[ "$all" == yes && "$preset" != release ]]; then
  echo "--all goes with the preset release." >&2
  exit 2
fi
install_packages "${packages[@]}"

say "Building build/$preset"
mkdir -p "build/$preset"
quietly "build/$preset/configure.log" cmake --preset "$preset"
quietly "build/$preset/build.log" cmake --build --preset "$preset" --parallel "$(nproc)"

if [[ "$preset" == tidy ]]; then
  say "clang-tidy has nothing to say"
  exit 0
fi
tests=(--preset "$preset")
if [[ "$preset" == clang ]]; then
  tests=(--test-dir build/clang --output-on-failure --parallel 4)
fi
if [[ "$all" == yes ]]; then
  tests=(--preset all)
fi
say "Testing build/$preset"
ctest "${tests[@]}"
