#!/usr/bin/env bash
# Runs every test: Java, then the page in Chromium and other people's clients against a running instance.
# CLOISTER_TEST_PROMPTFOO=1 adds an evaluation by promptfoo, whose packages are 290 MB and take minutes to fetch.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
parse_options "$@"
need_tools
need_program chromium chromium fonts-dejavu-core
# Without it the test of a master key on a token says so and is skipped.
if is_root; then need_program softhsm2-util softhsm2; fi
export CLOISTER_DOWNLOADS=${CLOISTER_DOWNLOADS:-$CLOISTER_ROOT/target/downloads}
fetch_all "$CLOISTER_DOWNLOADS"
# Without it the tests that need it say so and are skipped.
if command -v cargo >/dev/null && command -v cmake >/dev/null && compiler >/dev/null; then
  bash "$CLOISTER_ROOT/deploy/seal/build.sh" "$CLOISTER_DOWNLOADS" || say SEAL 'not built: its tests are skipped'
fi
bash "$CLOISTER_ROOT/deploy/seal/node-seal.sh" "$CLOISTER_DOWNLOADS" || say node-seal 'not installed: its test is skipped'
bash "$CLOISTER_ROOT/deploy/verify/c2patxt.sh" "$CLOISTER_DOWNLOADS" || say c2patxt 'not installed: its test is skipped'

say Java 'compiling, checking and testing'
maven --no-transfer-progress verify || fail TESTS_FAILED "Java tests failed; the reports lie in */target/*-reports"
touch "$built_stamp"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/cloister-test.XXXXXX")
server=
finish() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap finish EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
home=$scratch/home
(gateway serve --home "$home" --port "$port" --downloads "$CLOISTER_DOWNLOADS") >"$scratch/output" 2>&1 &
server=$!
for _ in $(seq 1 240); do
  if python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/q/health/ready', timeout=2)" 2>/dev/null; then break; fi
  kill -0 "$server" 2>/dev/null || { cat "$scratch/output" >&2; fail TESTS_FAILED 'The instance under test did not start'; }
  sleep 0.5
done
export CLOISTER_URL=http://localhost:$port CLOISTER_TEST_HOME=$home
CLOISTER_PASSWORD=$(sed -n 's/^ *Password *\([^ ]*\).*/\1/p' "$scratch/output")
export CLOISTER_PASSWORD
export CLOISTER_SCREENSHOT=${CLOISTER_SCREENSHOT:-$CLOISTER_ROOT/target/screenshot.png}

say page 'testing in Chromium'
(cd "$CLOISTER_ROOT/gateway/web" && npm test --silent) || fail TESTS_FAILED 'Tests of the page failed'

say clients "testing OpenAI's, LangChain's and MCP's clients"
cp -r "$CLOISTER_ROOT/gateway/src/test/clients" "$scratch/clients"
(cd "$scratch/clients" && npm ci --silent --no-audit --no-fund --prefer-offline) || fail TESTS_FAILED 'The clients could not be installed'
CLOISTER_TOKEN=$("$CLOISTER_ROOT/cloister" token admin --home "$home")
export CLOISTER_TOKEN
(cd "$scratch/clients" && ./node_modules/.bin/node --test --test-concurrency=1 ./*.test.mjs) || fail TESTS_FAILED "Tests with other people's clients failed"

if [ "${CLOISTER_TEST_PROMPTFOO:-}" = 1 ]; then
  say clients 'evaluating by promptfoo'
  # Not npm ci: it wants optional packages for other systems in the lock, which change without it.
  (cd "$scratch/clients/promptfoo" && npm install --silent --no-audit --no-fund --prefer-offline --omit=optional --ignore-scripts) ||
    fail TESTS_FAILED 'promptfoo could not be installed'
  (cd "$scratch/clients/promptfoo" && OPENAI_BASE_URL=$CLOISTER_URL/v1 OPENAI_API_KEY=$CLOISTER_TOKEN \
    PROMPTFOO_CONFIG_DIR=$scratch/promptfoo PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 \
    PROMPTFOO_DISABLE_REMOTE_GENERATION=1 PROMPTFOO_DISABLE_SHARING=1 \
    ../node_modules/.bin/node node_modules/promptfoo/dist/src/entrypoint.js eval --no-cache --no-progress-bar --no-write --no-share) ||
    fail TESTS_FAILED "promptfoo's evaluation failed"
fi

say commands 'checking the audit log'
"$CLOISTER_ROOT/cloister" ledger verify --home "$home" || fail TESTS_FAILED 'The audit log does not hold'
say tests 'all passed'
