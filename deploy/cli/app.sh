#!/usr/bin/env bash
# Writes, checks, registers and decides on apps.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
need_jdk
if ! is_built; then
  need_tools
  build
fi
# What touches no home stays with the caller's own files; an export is written where the caller is.
case ${1:-help} in
new | pack | help) directly app "$@" ;;
export)
  into=./
  for ((i = 1; i < $#; i++)); do
    if [ "${!i}" = --into ]; then
      next=$((i + 1))
      into=${!next}
    fi
  done
  if [ "$into" = ./ ]; then out=(--out .); else out=(--out "$(dirname "$into")"); fi
  ;;
esac
gateway app "$@"
