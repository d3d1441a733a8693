// The bridge to servers elsewhere, against a server by the official SDK (2025-11-25, with sessions and events) and against
// this instance's own /mcp (2026-07-28).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';

const here = import.meta.dirname;
const BRIDGE = path.join(process.env.CLOISTER_ROOT, 'sandbox/src/main/resources/dev/cloister/sandbox/remote/bridge.mjs');

async function tools(url, headers) {
  const bridge = spawn('node', [BRIDGE, '--tools', url, JSON.stringify(headers)], {
    env: { ...process.env, REMOTE_TOKEN: process.env.CLOISTER_TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  bridge.stdout.on('data', (piece) => (said += piece));
  const [status] = await once(bridge, 'close');
  assert.equal(status, 0);
  return JSON.parse(said).tools;
}

/** Registered with these tools, asked over its streams as the hub asks it. */
async function call(known, name, input) {
  const folder = await mkdtemp(path.join(tmpdir(), 'bridge-'));
  await copyFile(BRIDGE, path.join(folder, 'bridge.mjs'));
  await writeFile(path.join(folder, 'remote.json'), JSON.stringify(known));
  const bridge = spawn('node', [path.join(folder, 'bridge.mjs')], {
    env: { ...process.env, REMOTE_TOKEN: process.env.CLOISTER_TOKEN },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    bridge.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } })}\n`);
    const [line] = await once(createInterface({ input: bridge.stdout }), 'line');
    return JSON.parse(line).result;
  } finally {
    bridge.kill();
    await rm(folder, { recursive: true });
  }
}

test('the bridge speaks to a server of version 1 and takes leave of its session', async () => {
  const server = spawn('node', [path.join(here, 'mcp-servers/v1-http.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = await once(createInterface({ input: server.stdout }), 'line');
    const url = `http://127.0.0.1:${port}/mcp`;
    const known = { url, headers: {}, tools: await tools(url, {}) };
    assert.deepEqual(known.tools.map(({ name }) => name), ['add']);
    const sum = await call(known, 'add', { a: 2, b: 3 });
    assert.deepEqual(sum.content, [{ type: 'text', text: '5' }]);
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/sessions`)).text(), '0');
    const changed = await call({ ...known, tools: [{ ...known.tools[0], description: 'Subtracts.' }] }, 'add', { a: 2, b: 3 });
    assert.equal(changed.isError, true);
    assert.match(changed.content[0].text, /no longer what was approved/);
  } finally {
    server.kill();
  }
});

test('the bridge speaks to the newer era with a secret in a header', async () => {
  const url = `${process.env.CLOISTER_URL}/mcp`;
  const headers = { Authorization: 'Bearer {REMOTE_TOKEN}' };
  const known = { url, headers, tools: await tools(url, headers) };
  const [verify] = known.tools.filter(({ name }) => name.includes('mark'));
  assert.ok(verify, JSON.stringify(known.tools.map(({ name }) => name)));
  const result = await call(known, verify.name, { text: 'Nobody generated this.' });
  assert.ok(!result.isError, JSON.stringify(result));
});
