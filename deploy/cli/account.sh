#!/usr/bin/env bash
# Makes an account and prints its password.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
need_jdk
[ -f "$runner" ] || fail NOT_SET_UP "Run ./cloister up first."
gateway account "${words[@]}" --home "$home"
