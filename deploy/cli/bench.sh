#!/usr/bin/env bash
# Runs one benchmark and writes target/bench/NAME.json; without a name, lists what there is.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
if [ ${#words[@]} = 0 ]; then
  echo 'main    engine, isolation, retrieval, mark, start-up and memory of the whole'
  exit 0
fi
need_tools
fetch_all "$home"
build
mkdir -p "$CLOISTER_ROOT/target/bench"
gateway bench "${words[@]}" --home "$home" --root "$CLOISTER_ROOT"
