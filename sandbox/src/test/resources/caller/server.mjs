// An MCP server with one tool that calls a host in the ways that Node.js has, each as an app would write it.
import { request as httpRequest, get as httpGet } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { lookup } from 'node:dns/promises';
import { createInterface } from 'node:readline';

const authorization = `Bearer ${process.env.API_KEY}`;

const read = (start) => new Promise((resolve, reject) => {
  const request = start(async (response) => {
    const parts = [];
    for await (const part of response) parts.push(part);
    resolve(`${response.statusCode} ${Buffer.concat(parts)}`);
  });
  request.on('error', reject);
});

const WAYS = {
  fetch: async ({ url, method = 'GET', body }) => {
    const response = await fetch(url, { method, body, headers: { authorization } });
    return `${response.status} ${await response.text()}`;
  },
  get: ({ url }) => read((done) => (url.startsWith('https') ? https.get(url, { headers: { authorization } }, done) : httpGet(url, done))),
  request: ({ url, method = 'GET', body }) => read((done) => {
    const request = (url.startsWith('https') ? https.request : httpRequest)(url, { method, headers: { authorization }, agent: url.startsWith('https') ? new https.Agent({ keepAlive: true }) : undefined }, done);
    request.end(body);
    return request;
  }),
  unread: ({ url }) => read((done) => https.get(url, { rejectUnauthorized: false }, done)),
  noKey: async ({ url }) => {
    const response = await fetch(url);
    return `${response.status} ${await response.text()}`;
  },
  many: async ({ url }) => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => WAYS.noKey({ url })));
    return [...new Set(answers)].join(' | ');
  },
  direct: () => new Promise((resolve) => {
    const socket = connect(80, '127.0.0.1');
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error) => resolve(`refused ${error.code}`));
  }),
  name: async () => (await lookup('example.org')).address,
  later: async ({ url }) => {
    setInterval(() => WAYS.noKey({ url }).then(() => { late += 1; }, (error) => { lateError = (error.cause ?? error).code; }), 50);
    return 'begun';
  },
  late: async () => `${late} ${lateError}`,
  environment: async () => JSON.stringify(process.env),
};

let late = 0;
let lateError = '';

async function call(input) {
  try {
    return { content: [{ type: 'text', text: String(await WAYS[input.way](input)) }] };
  } catch (error) {
    const cause = error.cause ?? error;
    return { content: [{ type: 'text', text: `${cause.code} ${cause.message}` }], isError: true };
  }
}

const METHODS = {
  initialize: () => ({ protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'caller', version: '1' } }),
  'tools/list': () => ({ tools: [{ name: 'call', description: 'Calls a host.', inputSchema: { type: 'object' } }] }),
  'tools/call': (params) => call(params.arguments),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) {
    const result = await METHODS[method](params);
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  }
}
