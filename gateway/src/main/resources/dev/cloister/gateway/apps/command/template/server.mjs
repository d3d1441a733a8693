// An MCP server over standard streams, without dependencies. Add a tool to TOOLS, to the manifest's "tools" and to the
// manifest's permission block; then: ./cloister app check .
import { createInterface } from 'node:readline';

const TOOLS = {
  count_words: {
    description: 'Counts the words of a text.',
    inputSchema: {
      type: 'object',
      properties: { text: { type: 'string', minLength: 1, maxLength: 2000 } },
      required: ['text'],
      additionalProperties: false,
    },
    run: ({ text }) => `${text.trim().split(/\s+/).length} words`,
  },
};

function call({ name, arguments: input = {} }) {
  try {
    return { content: [{ type: 'text', text: String(TOOLS[name].run(input)) }], isError: false };
  } catch (error) {
    return { content: [{ type: 'text', text: error.message }], isError: true };
  }
}

const METHODS = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: '@NAME@', version: '0.1.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({
    tools: Object.entries(TOOLS).map(([name, { description, inputSchema }]) => ({ name, description, inputSchema })),
  }),
  'tools/call': call,
};

// Standard output carries messages, a line each; print what you want to see to standard error.
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const known = METHODS[method];
  const reply = known ? { result: known(params) } : { error: { code: -32601, message: `Method not found: ${method}` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
}
