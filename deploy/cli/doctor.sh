#!/usr/bin/env bash
# A line per layer: ok, or how to mend it.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
missing=0
layer() { # name, test, remedy
  if eval "$2" >/dev/null 2>&1; then say "$1" ok; else
    say "$1" "missing: $3"
    missing=1
  fi
}
layer 'JDK 25' find_jdk 'install a JDK 25 and set JAVA_HOME'
find_jdk || true
layer Maven 'command -v mvn' 'sudo apt-get install maven'
layer Node.js 'command -v node' 'sudo apt-get install nodejs npm'
layer pip 'python3 -m pip --version' 'sudo apt-get install python3-pip'
layer bubblewrap 'command -v bwrap' 'sudo apt-get install bubblewrap'
layer llama.cpp '[ -d "$home/native/llama" ]' './cloister up fetches it'
if [ -x "$(compiled_path "$home" "$template_source")" ]; then
  say templates ok
else
  say templates "built-in ones only: models with others need sudo apt-get install g++ git, then ./cloister up"
fi
layer build '[ -f "$runner" ]' './cloister up builds it'
[ "$missing" = 0 ] || exit 1
gateway doctor --home "$home" "${tier[@]}"
