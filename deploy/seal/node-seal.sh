#!/usr/bin/env bash
# Installs node-seal (Microsoft SEAL as WebAssembly) and a Node.js that runs it for a downloads folder: FOLDER/native/node-seal.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
source=$CLOISTER_ROOT/retrieval/src/test/node-seal
target=$1/native/node-seal

if cmp -s "$source/package-lock.json" "$target/package-lock.json" && [ -d "$target/node_modules" ]; then exit 0; fi
say node-seal 'fetching (48 MB, most of it Node.js)'
mkdir -p "$1/native"
work=$(mktemp -d "$1/fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$source"/{package.json,package-lock.json,.npmrc} "$work/"
(cd "$work" && npm ci --silent --no-audit --no-fund --prefer-offline) >"$log" 2>&1 ||
  fail SEAL_FETCH_FAILED "npm could not install node-seal; see $log. What was there before is kept."
rm -rf "$target"
mv "$work" "$target"
