# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What Facetwire is built from, as Debian 12 names it, and how to get it. Sourced by quickstart.sh
# and tests/run.sh; the only list of packages.

# To build the server and the client.
FACETWIRE_BUILD_PACKAGES=(
  g++ cmake ninja-build pkg-config
  libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
  libxapian-dev libicu-dev libabsl-dev libssl-dev libzstd-dev
  libcli11-dev nlohmann-json3-dev libtomlplusplus-dev
  libxml2-dev libarchive-dev libjemalloc-dev tzdata)

# To build and run the tests as well.
FACETWIRE_TEST_PACKAGES=(
  "${FACETWIRE_BUILD_PACKAGES[@]}"
  libgtest-dev libgmock-dev clang-format-14 xapian-tools
  python3 python3-grpcio python3-protobuf)

# To build the programs that measure (tests/bench) as well, and what they compare with.
FACETWIRE_BENCH_PACKAGES=(libbenchmark-dev postgresql libpq-dev libsqlite3-dev)

# The sanitizers (clang's runtimes) and clang-tidy.
FACETWIRE_CLANG_PACKAGES=(clang-14 clang-tidy-14 libclang-rt-14-dev llvm-14)

say() { printf '==> %s\n' "$*"; }

# install_packages NAME...: installs those that are missing; as root, or with sudo.
install_packages() {
  local missing=() package log
  for package in "$@"; do
    if [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]]; then
      missing+=("$package")
    fi
  done
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  local root=()
  if ((EUID != 0)); then
    root=(sudo)
  fi
  say "Installing ${missing[*]}"
  log="$(mktemp)"
  if ! { "${root[@]}" apt-get update -qq &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    echo "Could not install ${missing[*]} (this is for Debian 12)." >&2
    return 1
  fi
  rm -f "$log"
}

# quietly LOG COMMAND...: the command's output goes to LOG, and is shown only where it fails.
quietly() {
  local log="$1"
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    echo "Failed: $* (all of its output: $log)" >&2
    return 1
  fi
}
