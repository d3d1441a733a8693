#!/usr/bin/env bash
# Sets up what is missing, builds where sources changed, and starts.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
need_tools
[ "${tier[*]}" != "--tier strict" ] || need_program runsc runsc
fetch_all "$home"
build
gateway serve --home "$home" --port "$port" "${tier[@]}"
