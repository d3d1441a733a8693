#!/usr/bin/env bash
# Attacks a Cloister of its own and writes target/redteam/report.html.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
own=()
rest=()
for word in "$@"; do
  if [ "$word" = --quick ]; then own+=("$word"); else rest+=("$word"); fi
done
parse_options "${rest[@]}"
need_tools
fetch_all "$home"
fetch_model "$home"
build
directly redteam --home "$home" --root "$CLOISTER_ROOT" "${own[@]}"
