#!/usr/bin/env bash
# Compiles C++ programs for a downloads folder and prints where each lies; tests call it for what they need.
# Without a C++ compiler or git it prints nothing.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
downloads=$1
shift
if ! compiler >/dev/null || ! command -v git >/dev/null; then exit 0; fi
for source in "$@"; do
  compile "$downloads" "$source" >&2
  compiled_path "$downloads" "$source"
  echo
done
