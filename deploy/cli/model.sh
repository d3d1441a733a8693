#!/usr/bin/env bash
# Lists, adds, chooses and removes models.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
need_jdk
if ! is_built; then
  need_tools
  build
fi
gateway model "$@"
