// An MCP server over standard streams (protocol 2025-11-25) without dependencies: units and notes.
import { existsSync, readFileSync } from 'node:fs';

const NOTES = '/data/notes.md';

// Each unit as [kind, factor to the kind's base unit, offset added before the factor].
const UNITS = {
  mm: ['length', 0.001], cm: ['length', 0.01], m: ['length', 1], km: ['length', 1000],
  in: ['length', 0.0254], ft: ['length', 0.3048], yd: ['length', 0.9144], mi: ['length', 1609.344],
  mg: ['mass', 1e-6], g: ['mass', 0.001], kg: ['mass', 1], t: ['mass', 1000],
  oz: ['mass', 0.028349523125], lb: ['mass', 0.45359237], st: ['mass', 6.35029318],
  C: ['temperature', 1, 273.15], F: ['temperature', 5 / 9, 459.67], K: ['temperature', 1],
  ml: ['volume', 0.001], l: ['volume', 1], cup: ['volume', 0.2365882365],
  pt: ['volume', 0.473176473], qt: ['volume', 0.946352946], gal: ['volume', 3.785411784],
  'km/h': ['speed', 1 / 3.6], 'm/s': ['speed', 1], mph: ['speed', 0.44704], kn: ['speed', 1852 / 3600],
  s: ['time', 1], min: ['time', 60], h: ['time', 3600], d: ['time', 86400],
};

const TOOLS = [
  {
    name: 'convert_units',
    description: 'Converts a number from one unit to another of the same kind.',
    inputSchema: {
      type: 'object',
      properties: {
        value: { type: 'number' },
        from: { type: 'string', enum: Object.keys(UNITS) },
        to: { type: 'string', enum: Object.keys(UNITS) },
      },
      required: ['value', 'from', 'to'],
      additionalProperties: false,
    },
  },
  {
    name: 'read_notes',
    description: "Returns the lines of the user's notes that hold the search word, or all lines.",
    inputSchema: {
      type: 'object',
      properties: { query: { type: 'string' } },
      required: [],
      additionalProperties: false,
    },
  },
];

class ToolError extends Error {}

function convertUnits({ value, from, to }) {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ToolError('The value must be a number.');
  for (const unit of [from, to]) {
    if (!Object.hasOwn(UNITS, unit)) {
      throw new ToolError(`The unit "${unit}" is not known. Known are ${Object.keys(UNITS).join(', ')}.`);
    }
  }
  const [fromKind, fromFactor, fromOffset = 0] = UNITS[from];
  const [toKind, toFactor, toOffset = 0] = UNITS[to];
  if (fromKind !== toKind) {
    throw new ToolError(`${from} is a unit of ${fromKind} and ${to} one of ${toKind}: they cannot be converted.`);
  }
  const result = ((value + fromOffset) * fromFactor) / toFactor - toOffset;
  return `${value} ${from} = ${Number(result.toPrecision(10))} ${to}`;
}

function readNotes({ query = '' }) {
  if (typeof query !== 'string') throw new ToolError('The query must be a text.');
  if (!existsSync(NOTES)) throw new ToolError('There are no notes here.');
  const lines = readFileSync(NOTES, 'utf8').split('\n').filter((line) => line.trim() !== '');
  const word = query.toLowerCase();
  const found = lines.filter((line) => line.toLowerCase().includes(word));
  return found.length > 0 ? found.join('\n') : `No line of the notes holds "${query}".`;
}

function callTool({ name, arguments: input = {} }) {
  try {
    if (name === 'convert_units') return { content: [{ type: 'text', text: convertUnits(input) }], isError: false };
    if (name === 'read_notes') return { content: [{ type: 'text', text: readNotes(input) }], isError: false };
    throw new ToolError(`There is no tool "${name}".`);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { content: [{ type: 'text', text: error.message }], isError: true };
  }
}

function answer({ method, params }) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'everyday', version: '1.0.0' },
      };
    case 'ping':
      return {};
    case 'tools/list':
      return { tools: TOOLS };
    case 'tools/call':
      return callTool(params);
    default:
      return undefined;
  }
}

function receive(line) {
  const message = JSON.parse(line);
  if (message.id === undefined) return;
  const result = answer(message);
  const reply = result === undefined
    ? { error: { code: -32601, message: `Method not found: ${message.method}` } }
    : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, ...reply })}\n`);
}

let pending = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  pending += chunk;
  for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
    receive(pending.slice(0, end));
    pending = pending.slice(end + 1);
  }
});
