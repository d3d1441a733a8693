// The official clients of MCP against /mcp of a running instance, in both eras.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const url = new URL(`${process.env.CLOISTER_URL}/mcp`);
const withToken = { requestInit: { headers: { Authorization: `Bearer ${process.env.CLOISTER_TOKEN}` } } };

async function useTools(client) {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ['search_documents', 'check_mark']);
  assert.ok(tools.every((tool) => tool.annotations.readOnlyHint));
  const short = await client.callTool({ name: 'check_mark', arguments: { text: 'Yes, that is right.' } });
  assert.equal(short.structuredContent.verdict, 'insufficient');
  const found = await client.callTool({ name: 'search_documents', arguments: { query: 'lighthouse' } });
  assert.ok(Array.isArray(found.structuredContent.passages));
  const wrong = await client.callTool({ name: 'check_mark', arguments: {} });
  assert.equal(wrong.isError, true);
}

test('version 2 finds the newer era by itself', async () => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(url, withToken));
  assert.equal(client.getProtocolEra(), 'modern');
  assert.equal(client.getServerVersion().name, 'cloister');
  await useTools(client);
  await assert.rejects(client.callTool({ name: 'erase_everything', arguments: {} }));
  await client.close();
});

test('version 2 in the older era', async () => {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(url, withToken));
  assert.equal(client.getProtocolEra(), 'legacy');
  await useTools(client);
  await client.close();
});

test('version 1', async () => {
  const client = new ClientV1({ name: 'test', version: '1' });
  await client.connect(new TransportV1(url, withToken));
  assert.equal(client.getServerVersion().name, 'cloister');
  await client.ping();
  await useTools(client);
  await client.close();
});

test('nobody comes in without a token', async () => {
  await assert.rejects(new Client({ name: 'test', version: '1' }).connect(new StreamableHTTPClientTransport(url)));
  await assert.rejects(new ClientV1({ name: 'test', version: '1' }).connect(new TransportV1(url)));
});
