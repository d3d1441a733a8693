#!/usr/bin/env bash
# Installs c2patxt, someone else's reader of C2PA manifests in text, for the tests: FOLDER/native/c2patxt.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
target=$1/native/c2patxt
version=0.2.0

if [ -d "$target/c2patxt-$version.dist-info" ]; then exit 0; fi
say c2patxt 'fetching (5 MB)'
mkdir -p "$1/native"
work=$(mktemp -d "$1/fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --only-binary=:all: --target "$work" "c2patxt==$version" >"$log" 2>&1 ||
  fail C2PATXT_FETCH_FAILED "pip could not install c2patxt; see $log. What was there before is kept."
rm -rf "$target"
mv "$work" "$target"
