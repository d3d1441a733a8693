// An MCP server over standard streams (protocol 2025-11-25) without dependencies: units and notes.
import { existsSync, readFileSync } from 'node:fs';

const NOTES = '/data/notes.md';

// Each unit as [kind, factor to the kind's base unit, offset added before the factor].
const UNITS = {
  millimeters: ['length', 0.001], centimeters: ['length', 0.01], meters: ['length', 1], kilometers: ['length', 1000],
  inches: ['length', 0.0254], feet: ['length', 0.3048], yards: ['length', 0.9144], miles: ['length', 1609.344],
  milligrams: ['mass', 1e-6], grams: ['mass', 0.001], kilograms: ['mass', 1], tonnes: ['mass', 1000],
  ounces: ['mass', 0.028349523125], pounds: ['mass', 0.45359237], stones: ['mass', 6.35029318],
  celsius: ['temperature', 1, 273.15], fahrenheit: ['temperature', 5 / 9, 459.67], kelvin: ['temperature', 1],
  milliliters: ['volume', 0.001], liters: ['volume', 1], cups: ['volume', 0.2365882365],
  pints: ['volume', 0.473176473], quarts: ['volume', 0.946352946], gallons: ['volume', 3.785411784],
  'km/h': ['speed', 1 / 3.6], 'm/s': ['speed', 1], mph: ['speed', 0.44704], knots: ['speed', 1852 / 3600],
  seconds: ['time', 1], minutes: ['time', 60], hours: ['time', 3600], days: ['time', 86400],
};

const SHORT = {
  mm: 'millimeters', cm: 'centimeters', m: 'meters', km: 'kilometers', in: 'inches', inch: 'inches', ft: 'feet',
  foot: 'feet', yd: 'yards', mi: 'miles', mg: 'milligrams', g: 'grams', kg: 'kilograms', t: 'tonnes', oz: 'ounces',
  lb: 'pounds', lbs: 'pounds', st: 'stones', c: 'celsius', '°c': 'celsius', f: 'fahrenheit', '°f': 'fahrenheit',
  k: 'kelvin', ml: 'milliliters', l: 'liters', pt: 'pints', qt: 'quarts', gal: 'gallons', kmh: 'km/h', kn: 'knots',
  s: 'seconds', sec: 'seconds', min: 'minutes', h: 'hours', hr: 'hours', d: 'days',
};

const TOOLS = [
  {
    name: 'convert_units',
    description: 'Converts a number from one unit to another of the same kind.',
    inputSchema: {
      type: 'object',
      properties: {
        quantity: { type: 'string', description: 'A number and its unit, such as "3 ounces".', minLength: 2, maxLength: 40 },
        to: { type: 'string', description: 'The unit to convert to.', enum: Object.keys(UNITS) },
      },
      required: ['quantity', 'to'],
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

// "12 kilometres", "12km", "68 degrees F": the unit by its name or its sign, in British or American spelling.
function unitNamed(words) {
  const name = words.trim().toLowerCase().replace(/^degrees?\s+/, '').replace(/metre/, 'meter').replace(/litre/, 'liter');
  const known = [name, `${name}s`, SHORT[name]].find((one) => one !== undefined && Object.hasOwn(UNITS, one));
  if (known === undefined) {
    throw new ToolError(`The unit "${words.trim()}" is not known. Known are ${Object.keys(UNITS).join(', ')}.`);
  }
  return known;
}

function convertUnits({ quantity, to: target }) {
  if (typeof quantity !== 'string' || typeof target !== 'string') throw new ToolError('Quantity and unit must be texts.');
  const parts = /^\s*([+-]?\d+(?:\.\d+)?)\s*(\S.*)$/.exec(quantity.replace(/(\d),(\d{3})/g, '$1$2'));
  if (parts === null) throw new ToolError(`"${quantity}" is not a number and a unit.`);
  const value = Number(parts[1]);
  const from = unitNamed(parts[2]);
  const to = unitNamed(target);
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
