#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh Debian 12 to a first search: installs what is missing, builds, starts a server with a
# temporary directory, indexes the sample articles, searches, and stops the server again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=clients/packages.sh
source clients/packages.sh

work="$(mktemp -d)"
server_pid=""
cleanup() {
  if [[ -n "$server_pid" ]] && kill -TERM "$server_pid" 2>/dev/null; then
    wait "$server_pid" || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT

# The server prints its address when it is ready.
start_server() {
  touch "$work/server.out"  # before the first look at it
  build/product/bin/facetwire-server --data-dir "$work/data" --listen 127.0.0.1:0 \
    >"$work/server.out" 2>"$work/server.err" &
  server_pid=$!
  local line
  until line="$(grep -m1 'listening on' "$work/server.out")"; do
    if ! kill -0 "$server_pid" 2>/dev/null; then
      cat "$work/server.err" >&2
      echo "The server did not start." >&2
      return 1
    fi
    sleep 0.05
  done
  FACETWIRE_SERVER="$(sed -E 's/.*listening on ([^ ]+).*/\1/' <<<"$line")"
  export FACETWIRE_SERVER
  unset FACETWIRE_INDEXING_SERVER  # of whoever calls this
}

install_packages "${FACETWIRE_BUILD_PACKAGES[@]}"

say "Building build/product/bin/facetwire-server and facetwire"
mkdir -p build/product
quietly build/product/configure.log cmake --preset product
quietly build/product/build.log cmake --build --preset product --parallel "$(nproc)" \
  --target facetwire-server facetwire

start_server
say "A server listens on $FACETWIRE_SERVER"

facetwire=build/product/bin/facetwire
say "facetwire index clients/samples/*.txt clients/samples/*.jsonl"
"$facetwire" index clients/samples/*.txt clients/samples/*.jsonl

say "facetwire search 'railway construction' --country KG --facets country,person,sector"
"$facetwire" search 'railway construction' --country KG --facets country,person,sector

kill -TERM "$server_pid"
wait "$server_pid"
server_pid=""
say "The server has stopped. To go on: build/product/bin/facetwire-server --data-dir DIR"
