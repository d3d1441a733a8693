// Servers by the official SDKs, as an app's operator speaks to them: the operator's program runs here outside a sandbox,
// and the test sits where the hub sits. CLOISTER_ROOT says where it was built, JAVA_HOME with what it runs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';

const root = process.env.CLOISTER_ROOT;
const here = import.meta.dirname;

async function operating(server, use) {
  const folder = await mkdtemp(path.join(tmpdir(), 'operator-'));
  const manifest = path.join(folder, 'manifest.json');
  await writeFile(manifest, '{}');
  const operator = spawn(path.join(process.env.JAVA_HOME, 'bin', 'java'), [
    '-cp', path.join(root, 'sandbox/target/classes'), 'dev.cloister.sandbox.spoke.OperatorMain',
    manifest, process.execPath, path.join(here, 'mcp-servers', server),
  ], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: operator.stdout })[Symbol.asyncIterator]();
  const hear = async () => JSON.parse((await lines.next()).value);
  const ended = once(operator, 'exit');
  let requests = 0;
  try {
    await use(await hear(), async (tool, input) => {
      requests += 1;
      operator.stdin.write(`${JSON.stringify({ type: 'tool_call', requestId: `${requests}`, tool, arguments: input })}\n`);
      return hear();
    });
  } finally {
    operator.stdin.end();
    await ended;
    await rm(folder, { recursive: true });
  }
}

test('speaks 2026-07-28 with a server by version 2', async () => {
  await operating('v2.mjs', async (ready, call) => {
    assert.deepEqual(ready.tools.map((tool) => tool.name), ['add', 'confirm', 'era']);
    const sum = await call('add', { a: 2, b: 3 });
    assert.deepEqual([sum.text, sum.isError], ['5\n[Left out: image image/png]', false]);
    assert.equal((await call('era', {})).text, 'modern');
  });
});

test('turns a wish for input into a failed call, after which the server goes on', async () => {
  await operating('v2.mjs', async (ready, call) => {
    const asked = await call('confirm', {});
    assert.equal(asked.isError, true, asked.text);
    assert.equal((await call('add', { a: 1, b: 1 })).isError, false);
  });
});

test('tells what a server by version 2 says of bad arguments', async () => {
  await operating('v2.mjs', async (ready, call) => {
    assert.equal((await call('add', { a: 'two', b: 3 })).isError, true);
    assert.equal((await call('nothing', {})).isError, true);
  });
});

test('falls back to 2025-11-25 with a server by version 1', async () => {
  await operating('v1.mjs', async (ready, call) => {
    assert.deepEqual(ready.tools.map((tool) => tool.name), ['add']);
    assert.equal((await call('add', { a: 2, b: 3 })).text, '5');
    assert.equal((await call('add', { a: 'two', b: 3 })).isError, true);
  });
});
