#!/usr/bin/env bash
# Checks the audit log.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
need_jdk
[ -f "$runner" ] || fail NOT_SET_UP "Run ./cloister up first."
gateway ledger "${words[@]}" --home "$home"
