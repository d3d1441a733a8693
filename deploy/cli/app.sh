#!/usr/bin/env bash
# Writes, checks, registers and decides on apps.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
need_jdk
if ! is_built; then
  need_tools
  build
fi
gateway app "$@"
