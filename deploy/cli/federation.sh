#!/usr/bin/env bash
# Sets this node up for search across organisations, invites parties and joins theirs.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
need_jdk
[ -f "$runner" ] || fail NOT_SET_UP "Run ./cloister up first."
gateway federation "$@"
