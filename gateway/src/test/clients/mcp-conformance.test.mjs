// The published conformance scenarios that apply to /mcp: a server of two tools, without resources, prompts, completion,
// logging, sampling, elicitation, subscriptions or sessions. The others ask for tools, resources and prompts of the
// suite's own reference server by name. A preview of the suite knows the newer era.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { withToken } from './tokens.mjs';

const SUITES = {
  '2025-11-25': '@modelcontextprotocol/conformance',
  '2026-07-28': 'conformance-2026-07-28',
};

// What a scenario checks that this server does not have, so that the check cannot pass: each is named, and no other may fail.
const APPLY = {
  '2025-11-25': {
    'server-initialize': [], ping: [], 'tools-list': [], 'dns-rebinding-protection': [],
  },
  '2026-07-28': {
    'tools-list': [],
    'dns-rebinding-protection': [],
    'http-header-validation': [],
    'server-sse-multiple-streams': [],
    'server-stateless': [
      // They call tools of the reference server: test_missing_capability, test_streaming_elicitation, test_logging_tool.
      'sep-2575-server-rejects-undeclared-capability', 'sep-2575-missing-capability-http-400',
      'sep-2575-http-server-no-independent-requests-on-stream', 'sep-2575-server-no-log-without-loglevel',
    ],
    caching: [
      // There are no prompts and no resources to list.
      'sep-2549-prompts-list-caching-hints', 'sep-2549-resources-list-caching-hints',
      'sep-2549-resources-templates-list-caching-hints',
    ],
  },
};

let front;
let results;
before(async () => {
  front = await withToken(process.env.CLOISTER_URL, process.env.CLOISTER_TOKEN);
  results = await mkdtemp(path.join(tmpdir(), 'conformance-'));
});
after(async () => {
  front.close();
  await rm(results, { recursive: true });
});

async function checks(revision, scenario) {
  const folder = path.join(results, revision, scenario);
  const program = path.join(import.meta.dirname, 'node_modules', SUITES[revision], 'dist/index.js');
  const version = revision === '2026-07-28' ? ['--spec-version', revision] : [];
  const output = await new Promise((resolve) => {
    execFile(process.execPath, [program, 'server', '--url', front.url, '--scenario', scenario, '-o', folder, ...version],
      (error, stdout, stderr) => resolve(stdout + stderr));
  });
  const [run] = await readdir(folder).catch(() => assert.fail(output));
  return JSON.parse(await readFile(path.join(folder, run, 'checks.json'), 'utf8'));
}

for (const [revision, scenarios] of Object.entries(APPLY)) {
  for (const [scenario, absent] of Object.entries(scenarios)) {
    test(`${revision} ${scenario}`, async () => {
      const all = await checks(revision, scenario);
      const bad = all.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
      assert.deepEqual(bad.map(({ id }) => id).sort(), [...absent].sort(), JSON.stringify(bad, null, 2));
      assert.ok(all.some(({ status }) => status === 'SUCCESS'), 'something was checked');
    });
  }
}
