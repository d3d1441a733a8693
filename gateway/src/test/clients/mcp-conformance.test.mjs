// The published conformance scenarios that apply to /mcp: a server of two tools, without resources, prompts, sampling or
// sessions. The others ask for tools, resources and prompts of the suite's own reference server by name.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { withToken } from './tokens.mjs';

const suite = path.join(import.meta.dirname, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const APPLY = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'];

test('the scenarios of 2025-11-25', async (context) => {
  const { url, close } = await withToken(process.env.CLOISTER_URL, process.env.CLOISTER_TOKEN);
  try {
    for (const scenario of APPLY) {
      await context.test(scenario, async () => {
        const { stdout } = await promisify(execFile)(process.execPath,
          [suite, 'server', '--url', url, '--scenario', scenario]);
        const [, passed, all] = /Passed: (\d+)\/(\d+), 0 failed, 0 warnings/.exec(stdout) ?? assert.fail(stdout);
        assert.ok(passed === all && Number(all) > 0, stdout);
      });
    }
  } finally {
    close();
  }
});
