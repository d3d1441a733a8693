// An MCP server over standard streams that behaves as the word after its name says.
import { createInterface } from 'node:readline';

const way = process.argv[2];
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const fail = (id, code, message, data) => say({ id, error: { code, message, data } });

const TOOL = { name: 'tell', description: 'Tells.', inputSchema: { type: 'object' }, outputSchema: { type: 'object' } };
const MODERN = { supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, resultType: 'complete', ttlMs: 0, cacheScope: 'public' };
const VERSION = { older: '2024-11-05', unknownOlder: '1999-01-01' }[way] ?? '2025-11-25';
const OLD = { protocolVersion: VERSION, capabilities: { tools: {} }, serverInfo: { name: 'scripted', version: '1' } };

const RESULTS = {
  text: { content: [{ type: 'text', text: 'one' }, { type: 'text', text: 'two' }] },
  mixed: {
    content: [
      { type: 'text', text: 'before' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
      { type: 'resource_link', uri: 'file:///a.rs', name: 'a.rs' },
      { type: 'resource', resource: { uri: 'file:///b.txt', text: 'embedded' } },
      { type: 'resource', resource: { uri: 'file:///c.bin', blob: 'AAAA' } },
      { type: 'hologram' },
    ],
  },
  structured: { content: [], structuredContent: { degrees: 22.5 } },
  structuredAlone: { structuredContent: [1, 2] },
  both: { content: [{ type: 'text', text: '{"degrees":22.5}' }], structuredContent: { degrees: 22.5 } },
  picture: { content: [{ type: 'image', data: 'A'.repeat(1 << 20), mimeType: 'image/png' }] },
  failed: { content: [{ type: 'text', text: 'no' }], isError: true },
  input: { resultType: 'input_required', inputRequests: { a: { method: 'elicitation/create', params: {} } } },
  strange: { resultType: 'tomorrow', content: [] },
};

function discover(id) {
  switch (way) {
    case 'modern': case 'needsMeta': case 'asksModern': return say({ id, result: MODERN });
    case 'dual': return say({ id, result: { ...MODERN, supportedVersions: ['2026-07-28', '2025-11-25'] } });
    case 'future': return say({ id, result: { ...MODERN, supportedVersions: ['2031-01-01'] } });
    case 'listed': return fail(id, -32022, 'Unsupported', { supported: ['2026-07-28'], requested: 'x' });
    case 'listedOlder': return fail(id, -32022, 'Unsupported', { supported: ['2025-11-25'], requested: 'x' });
    case 'rejects': return fail(id, -32021, 'Missing capability', { requiredCapabilities: { sampling: {} } });
    case 'invalid': return fail(id, -32602, 'Invalid params');
    case 'nameless': return fail(null, -32600, 'Invalid request');
    case 'empty': return say({ id, result: {} });
    case 'silent': case 'late': case 'lateModern': return undefined;
    case 'dies': return process.exit(3);
    default: return fail(id, -32601, 'Method not found');
  }
}

function initialize(id) {
  if (way === 'lateModern') {
    say({ id: 1, result: MODERN });
    return fail(id, -32601, 'Speak 2026-07-28');
  }
  if (way === 'neverOpens') return process.exit(4);
  if (way === 'refuses') return fail(id, -32603, 'not today');
  say({ id, result: OLD });
  if (way === 'late') fail(1, -32601, 'Method not found');
  if (way === 'asks') say({ id: 'q1', method: 'sampling/createMessage', params: {} });
  return undefined;
}

const WISH = { method: 'dev.cloister/request', params: { functionality: 'convert', arguments: { quantity: '1 km' } } };

// Another app's function, as the era asks for it: by a result that wants input, or by a request of one's own.
const waiting = new Map();
function wantsFunction(id, params, version) {
  const done = (found, state) => say({ id, result: { content: [{ type: 'text', text: `heard ${found.text} in state ${state}` }] } });
  if (version === undefined) {
    if (params.arguments.what === 'functionsForEver') return fail(id, -32603, 'no');
    waiting.set(`f${id}`, (found) => done(found, 's1'));
    return say({ id: `f${id}`, ...WISH });
  }
  if (params.inputResponses !== undefined && params.arguments.what === 'function') {
    return done(params.inputResponses.a, params.requestState);
  }
  return say({ id, result: { resultType: 'input_required', inputRequests: { a: WISH }, requestState: 's1' } });
}

let heard = 'nothing';
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params, error, result } = JSON.parse(line);
  if (result !== undefined) waiting.get(id)?.(result);
  if (error !== undefined) heard = `${id} ${error.code}`;
  if (id === undefined || method === undefined) continue;
  const version = params._meta?.['io.modelcontextprotocol/protocolVersion'];
  if (way === 'asksModern' && method !== 'server/discover') say({ id: 'q1', method: 'roots/list', params: {} });
  if (method === 'server/discover') discover(id);
  else if (method === 'initialize') initialize(id);
  else if (way === 'needsMeta' && version !== '2026-07-28') fail(id, -32602, 'no _meta');
  else if (method === 'tools/list') {
    if (way === 'endless') say({ id, result: { tools: [], nextCursor: 'again' } });
    else if (way === 'pages' && params.cursor === undefined) say({ id, result: { tools: [TOOL], nextCursor: '2' } });
    else say({ id, result: { tools: [TOOL] } });
  } else if (params.arguments.what === 'heard') say({ id, result: { content: [{ type: 'text', text: heard }] } });
  else if (params.arguments.what === 'meta') say({ id, result: { content: [{ type: 'text', text: String(version) }] } });
  else if (params.arguments.what === 'error') fail(id, -32602, 'Unknown tool');
  else if (params.arguments.what.startsWith('function')) wantsFunction(id, params, version);
  else say({ id, result: RESULTS[params.arguments.what] });
}
