// An app whose server is made with the official SDK of version 2, modules and all, tried in a cell of a running instance.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const MODULES = ['@modelcontextprotocol/core', '@modelcontextprotocol/server', 'zod'];
const example = { text: 'Add two and three', arguments: { a: 2, b: 3 } };
const permission = { reads: [], effect: 'none', examples: [] };
const MANIFEST = {
  manifest_version: '0.4', name: 'parts', display_name: 'Parts', version: '1.0.0', description: 'Adds numbers.',
  server: { type: 'node', entry_point: 'v2.mjs' },
  tools: [
    { name: 'add', description: 'Adds two numbers.' },
    { name: 'confirm', description: 'Asks first.' },
    { name: 'era', description: 'Tells the era.' },
  ],
  _meta: {
    'dev.cloister': {
      tools: {
        add: { ...permission, examples: [example] },
        confirm: { ...permission, examples: [{ text: 'Confirm it', arguments: {} }] },
        era: { ...permission, examples: [{ text: 'Which era is it', arguments: {} }] },
      },
    },
  },
};

async function bundle(folder) {
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  await cp(path.join(here, 'mcp-servers/v2.mjs'), path.join(folder, 'v2.mjs'));
  for (const module of MODULES) {
    await cp(path.join(here, 'node_modules', module), path.join(folder, 'node_modules', module), {
      recursive: true,
      filter: (file) => !/\.(ts|cts|mts|map)$/.test(file),
    });
  }
  await run('python3', ['-m', 'zipfile', '-c', 'parts.mcpb', 'manifest.json', 'v2.mjs', 'node_modules'], { cwd: folder });
  return readFile(path.join(folder, 'parts.mcpb'));
}

test('an app by version 2 runs in a cell and speaks 2026-07-28', async (context) => {
  const { stdout } = await run('node', ['--version']);
  if (Number(/^v(\d+)/.exec(stdout)[1]) < 20) {
    context.skip(`the SDK needs Node.js 20, apps run on ${stdout.trim()}`);
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'parts-'));
  const versions = `${process.env.CLOISTER_URL}/api/app-versions`;
  const headers = { Authorization: `Bearer ${process.env.CLOISTER_TOKEN}`, 'Content-Type': 'application/zip' };
  try {
    const answer = await fetch(versions, { method: 'POST', headers, body: await bundle(folder) });
    const version = await answer.json();
    assert.equal(answer.status, 201, JSON.stringify(version));
    const [add, confirm, era] = version.testRun;
    assert.deepEqual([add.answer, add.isError], ['5\n[Left out: image image/png]', false]);
    assert.equal(confirm.isError, true);
    assert.equal(era.answer, 'modern');
    const gone = await fetch(`${versions}/parts/${version.digest}`, { method: 'DELETE', headers });
    assert.equal(gone.status, 204);
  } finally {
    await rm(folder, { recursive: true });
  }
});
