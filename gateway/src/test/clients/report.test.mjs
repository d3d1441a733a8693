// A report on a text, downloaded from a running instance and verified by a program that is not Cloister.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const base = process.env.CLOISTER_URL;
const verifier = join(process.env.CLOISTER_ROOT, 'deploy', 'verify', 'verify-report.mjs');
const text = 'The keeper of the archive came to work before the sun was over the roofs. '.repeat(8);
const folder = mkdtempSync(join(tmpdir(), 'cloister-report.'));
test.after(() => rmSync(folder, { recursive: true }));

async function api(path, options = {}) {
  const headers = { Authorization: `Bearer ${process.env.CLOISTER_TOKEN}`, 'Content-Type': 'application/json' };
  const response = await fetch(`${base}${path}`, { headers, ...options });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response;
}

function keep(name, content) {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function verified(...files) {
  return spawnSync(process.execPath, [verifier, ...files], { encoding: 'utf8' });
}

const { id } = await (await api('/api/watermark/reports', { method: 'POST', body: JSON.stringify({ text, title: 'A letter' }) })).json();
const report = await (await api(`/api/watermark/reports/${id}`)).json();
const reportFile = keep('report.json', JSON.stringify(report));
const keys = await (await fetch(`${base}/.well-known/cloister`)).json();
const keysFile = keep('keys.json', JSON.stringify(keys));

test('a report holds, and is about its text', () => {
  const result = verified(keysFile, reportFile, keep('text.txt', text));
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stdout, /signed by ed25519:/);
  assert.match(result.stdout, /the text is the one/);
  assert.match(result.stdout, /"title": "A letter"/);
});

test('another text, a changed report and another instance are told apart', () => {
  assert.match(verified(keysFile, reportFile, keep('other.txt', `${text}!`)).stderr, /OTHER_FILE/);
  const statement = Buffer.from(report.payload, 'base64').toString('utf8').replace('A letter', 'A lettre');
  const changed = { ...report, payload: Buffer.from(statement).toString('base64') };
  const tampered = verified(keysFile, keep('changed.json', JSON.stringify(changed)));
  assert.equal(tampered.status, 1);
  assert.match(tampered.stderr, /STATEMENT_TAMPERED/);
  const stranger = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const foreign = keep('foreign.json', JSON.stringify({ keys: [{ algorithm: 'Ed25519', publicKey: stranger }] }));
  assert.match(verified(foreign, reportFile).stderr, /STATEMENT_FOREIGN/);
});

test('no report at all is said so', () => {
  assert.match(verified(keysFile, keep('empty.json', '{}')).stderr, /STATEMENT_MALFORMED/);
  assert.equal(verified(keysFile, keep('noise.json', 'noise')).status, 2);
  assert.equal(verified(keysFile, join(folder, 'missing.json')).status, 2);
});

test('the PDF is the one that was signed', async () => {
  const pdf = Buffer.from(await (await api(`/api/watermark/reports/${id}/pdf`)).arrayBuffer());
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const signature = keep('report.pdf.json', await (await api(`/api/watermark/reports/${id}/pdf-signature`)).text());
  assert.equal(verified(keysFile, signature, keep('report.pdf', pdf)).status, 0);
  pdf[pdf.length - 10] ^= 1;
  assert.match(verified(keysFile, signature, keep('bent.pdf', pdf)).stderr, /OTHER_FILE/);
});

test('a certificate of the key that marks holds', async () => {
  const { keys: marks } = await (await api('/api/marks/keys')).json();
  const hub = marks.find((key) => key.app === 'hub' && key.state === 'active');
  const certificate = keep('certificate.json', await (await api(`/api/marks/keys/${hub.keyId}/certificate`)).text());
  const result = verified(keysFile, certificate);
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stdout, /"passed": true/);
});
