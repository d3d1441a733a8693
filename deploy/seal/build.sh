#!/usr/bin/env bash
# Builds Microsoft SEAL's C export for a downloads folder, once: FOLDER/native/seal/libsealc.so. About a minute on two cores.
# SEAL's source (MIT) lies in the crate sealy, of which nothing else is used.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
downloads=$1
crate=sealy
version=0.2.0
sha256=17dbf0eb13e9306219ea2cb9e062c2ebcfe38bd41b6a03bb9c0a8bfc63cc426a
target=$downloads/native/seal

[ -f "$target/libsealc.so" ] && exit 0
for program in cargo cmake make; do
  command -v "$program" >/dev/null || fail TOOL_MISSING "Microsoft SEAL cannot be built without $program"
done
compiler >/dev/null || fail TOOL_MISSING 'Microsoft SEAL cannot be built without a C++ compiler'

mkdir -p "$downloads"
work=$(mktemp -d "$downloads/fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
say SEAL "fetching $crate $version (5 MB)"
mkdir -p "$work/fetch/src"
touch "$work/fetch/src/lib.rs"
printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n\n[dependencies]\n%s = "=%s"\n' "$crate" "$version" >"$work/fetch/Cargo.toml"
cargo fetch --quiet --manifest-path "$work/fetch/Cargo.toml" >"$log" 2>&1 ||
  fail SEAL_FETCH_FAILED "cargo could not fetch $crate $version; see $log. What was there before is kept."
found=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/cache" -name "$crate-$version.crate" -print -quit)
[ -n "$found" ] && [ "$(sha256_of "$found")" = "$sha256" ] ||
  fail SEAL_CHECKSUM "$crate $version is not the package that was agreed. It was not built."
tar -xzf "$found" -C "$work" "$crate-$version/SEAL"

say SEAL 'compiling'
started=$SECONDS
# Many sources in one, which saves a third of the work; those in C and the export layer's cannot be.
cat >>"$work/$crate-$version/SEAL/CMakeLists.txt" <<'CMAKE'
set_source_files_properties(${SEAL_SOURCE_DIR}/native/src/seal/util/blake2b.c ${SEAL_SOURCE_DIR}/native/src/seal/util/blake2xb.c
    PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_target_properties(sealc PROPERTIES UNITY_BUILD OFF)
CMAKE
# Ciphertexts are masked after SEAL's part, so that it need not refuse those that a zero polynomial makes.
cmake -S "$work/$crate-$version/SEAL" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON \
  -DSEAL_BUILD_SEAL_C=ON -DSEAL_BUILD_DEPS=ON -DSEAL_USE_MSGSL=OFF -DSEAL_USE_ZLIB=OFF -DSEAL_USE_ZSTD=OFF \
  -DSEAL_USE_INTEL_HEXL=OFF -DSEAL_THROW_ON_TRANSPARENT_CIPHERTEXT=OFF -DCMAKE_CXX_FLAGS_RELEASE='-O3 -DNDEBUG' >"$log" 2>&1 &&
  cmake --build "$work/build" --target sealc --parallel "$(nproc)" >>"$log" 2>&1 ||
  fail SEAL_BUILD_FAILED "Microsoft SEAL could not be built; see $log. What was there before is kept."
mkdir -p "$work/ready"
cp -L "$work/build/lib/libsealc.so" "$work/$crate-$version/SEAL/LICENSE" "$work/ready/"
mkdir -p "$downloads/native"
mv -T "$work/ready" "$target" 2>/dev/null || [ -f "$target/libsealc.so" ]
say SEAL "ready ($((SECONDS - started)) s)"
