#!/usr/bin/env bash
# Prints a new API token for a user.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
need_jdk
[ -f "$runner" ] || fail NOT_SET_UP "Run ./cloister up first."
gateway token "${words[@]}" --home "$home"
