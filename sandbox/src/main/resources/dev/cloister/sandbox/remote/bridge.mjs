// Speaks MCP over standard streams (2025-11-25) for a server that speaks it over streamable HTTP elsewhere, in either era.
// It offers the tools that remote.json beside it holds, as they were when the app was registered. Each call opens a conversation
// of its own and is made only if the server still says the same of its tools.
//   node bridge.mjs --tools URL    prints what the server says of its tools now
import { readFileSync } from 'node:fs';

const LONGEST_ANSWER = 4 << 20;
const MOST_PAGES = 64;
const MOST_EVENTS = 1024;
const PATIENCE_MS = 50_000;
const NEWER = '2026-07-28';
const OLDER = '2025-11-25';
const INFO = { name: 'cloister', version: '0.1' };

class Failure extends Error {}
// What an older server may say to a question of the newer era.
class Refusal extends Failure {}

const object = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// What the headers of a registered server hold, with {NAME} from the environment: in a cell these are placeholders.
function filledIn(headers) {
  const fill = (text) => text.replace(/\{([A-Z][A-Z0-9_]*)\}/g, (_, name) => process.env[name] ?? '');
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
}

class Remote {
  #url;
  #headers;
  #signal = AbortSignal.timeout(PATIENCE_MS);
  #lastId = 0;
  #session;
  #era = NEWER;

  constructor(url, headers) {
    this.#url = url;
    this.#headers = filledIn(headers);
  }

  // All tools, page by page, in the era that the server speaks.
  async tools() {
    const tools = [];
    let cursor;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const result = await this.#paged(cursor, page === 0);
      if (!Array.isArray(result.tools) || !result.tools.every(object)) throw new Failure('it lists no tools');
      tools.push(...result.tools.map(({ name, description = '', inputSchema }) => ({ name, description, inputSchema })));
      cursor = result.nextCursor;
      if (cursor === undefined || cursor === null) return tools;
    }
    throw new Failure('its list of tools does not end');
  }

  async #paged(cursor, first) {
    const params = cursor === undefined ? {} : { cursor };
    if (!first) return this.#ask('tools/list', params);
    try {
      return await this.#ask('tools/list', params);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await this.#initialize();
      return this.#ask('tools/list', params);
    }
  }

  async #initialize() {
    this.#era = OLDER;
    const result = await this.#ask('initialize', { protocolVersion: OLDER, capabilities: {}, clientInfo: INFO });
    if (typeof result.protocolVersion !== 'string') throw new Failure('it does not say which revision it speaks');
    this.#era = result.protocolVersion;
    await this.#post({ method: 'notifications/initialized' });
  }

  async call(name, input) {
    const result = await this.#ask('tools/call', { name, arguments: input });
    if (result.resultType === 'input_required') throw new Failure('the tool asks for input that Cloister does not give an app');
    return result;
  }

  // Takes leave of a server that keeps a session; it may forbid that.
  async close() {
    if (this.#session === undefined) return;
    await fetch(this.#url, { method: 'DELETE', headers: this.#all({}), redirect: 'error', signal: this.#signal }).catch(() => {});
  }

  #all(own) {
    const session = this.#session === undefined ? {} : { 'Mcp-Session-Id': this.#session };
    return { ...this.#headers, 'MCP-Protocol-Version': this.#era, ...session, ...own };
  }

  async #ask(method, params) {
    const id = (this.#lastId += 1);
    const meta = {
      'io.modelcontextprotocol/protocolVersion': NEWER,
      'io.modelcontextprotocol/clientInfo': INFO,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const answer = await this.#post({ id, method, params: this.#era === NEWER ? { ...params, _meta: meta } : params });
    if (answer === undefined) throw new Failure(`it does not answer ${method}`);
    if (answer.error !== undefined) throw new Refusal(`it refuses ${method}: ${String(answer.error?.message ?? '').slice(0, 300)}`);
    if (!object(answer.result)) throw new Failure(`its answer to ${method} holds no result`);
    return answer.result;
  }

  async #post(message) {
    const routing = this.#era === NEWER ? { 'Mcp-Method': message.method } : {};
    if (this.#era === NEWER && message.params?.name !== undefined) routing['Mcp-Name'] = message.params.name;
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: this.#all({ 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...routing }),
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
      redirect: 'error',
      signal: this.#signal,
    });
    this.#session = response.headers.get('mcp-session-id') ?? this.#session;
    if (message.id === undefined) {
      await response.body?.cancel();
      return undefined;
    }
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) return this.#event(response, message.id);
    const text = await whole(response);
    if (!type.startsWith('application/json')) throw new (response.status >= 400 ? Refusal : Failure)(`it answers with status ${response.status}`);
    return matching(parsed(text), message.id, response.status);
  }

  // The event that answers; what else the server says on the way is passed over, and what it asks for is refused.
  async #event(response, id) {
    let events = 0;
    for await (const data of eventsOf(response)) {
      if ((events += 1) > MOST_EVENTS) throw new Failure('it sends events without end');
      const said = parsed(data);
      if (said.method === undefined && said.id === id) return said;
      if (said.method !== undefined && said.id !== undefined) {
        await this.#refuse(said.id);
      }
    }
    throw new Failure('its stream ended without an answer');
  }

  async #refuse(id) {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: this.#all({ 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }),
      body: JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Not offered' } }),
      redirect: 'error',
      signal: this.#signal,
    });
    await response.body?.cancel();
  }
}

function parsed(text) {
  try {
    const message = JSON.parse(text);
    if (object(message)) return message;
  } catch {
    // As bad as another value.
  }
  throw new Failure('its answer is no JSON-RPC message');
}

function matching(message, id, status) {
  if (message.id !== id && !(message.error !== undefined && (message.id === null || message.id === undefined)))
    throw new Failure(`it answers another question, with status ${status}`);
  return message;
}

async function* piecesOf(response) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  for await (const piece of response.body ?? []) {
    if ((length += piece.length) > LONGEST_ANSWER) throw new Failure('its answer is too long');
    yield decoder.decode(piece, { stream: true });
  }
}

async function whole(response) {
  let text = '';
  for await (const piece of piecesOf(response)) text += piece;
  return text;
}

// Server-sent events (WHATWG HTML, section 9.2.6), their data alone.
async function* eventsOf(response) {
  let pending = '';
  let data = [];
  for await (const piece of piecesOf(response)) {
    const lines = (pending + piece).split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop();
    for (const line of lines) {
      if (line === '' && data.length > 0) {
        yield data.join('\n');
        data = [];
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
  }
  if (data.length > 0) yield data.join('\n');
}

// The same whatever the order of members.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!object(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

const sameTools = (some, others) => {
  const sorted = (tools) => canonical([...tools].sort((a, b) => (a.name < b.name ? -1 : 1)));
  return sorted(some) === sorted(others);
};

function reason(error) {
  if (error instanceof Failure) return error.message;
  if (error?.name === 'TimeoutError') return 'it did not answer in time';
  return String(error?.cause?.message ?? error?.message ?? error).slice(0, 300);
}

async function called(known, name, input) {
  const remote = new Remote(known.url, known.headers);
  try {
    if (!sameTools(await remote.tools(), known.tools)) {
      throw new Failure('what it says of its tools is no longer what was approved. The call was not made: register it anew');
    }
    return await remote.call(name, input);
  } catch (error) {
    return { content: [{ type: 'text', text: `The server of this app cannot be used: ${reason(error)}.` }], isError: true };
  } finally {
    await remote.close();
  }
}

function serve(known) {
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const answers = {
    initialize: () => ({ protocolVersion: OLDER, capabilities: { tools: {} }, serverInfo: INFO }),
    ping: () => ({}),
    'tools/list': () => ({ tools: known.tools }),
    'tools/call': (params) => called(known, params.name, params.arguments ?? {}),
  };
  const receive = async ({ id, method, params }) => {
    if (id === undefined || method === undefined) return;
    const answer = answers[method];
    if (answer) send({ id, result: await answer(params ?? {}) });
    else send({ id, error: { code: -32601, message: 'Method not found' } });
  };
  let pending = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop();
    lines.filter((line) => line !== '').forEach((line) => void receive(JSON.parse(line)));
  });
}

const [, , wish, url, headers = '{}'] = process.argv;
if (wish === '--tools') {
  const remote = new Remote(url, JSON.parse(headers));
  try {
    process.stdout.write(JSON.stringify({ tools: await remote.tools() }));
  } catch (error) {
    process.stderr.write(reason(error));
    process.exitCode = 1;
  } finally {
    await remote.close();
  }
} else {
  serve(JSON.parse(readFileSync(new URL('remote.json', import.meta.url), 'utf8')));
}
