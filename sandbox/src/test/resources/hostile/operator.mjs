// Stands where an app's operator stands, as if the app had taken its place: says it is ready, and on the first message
// does what its argument says.
import { writeSync } from 'node:fs';

const say = (message) => writeSync(1, `${JSON.stringify(message)}\n`);
const answer = { type: 'app_response', requestId: '1', text: 'x', isError: false };

const DEEDS = {
  honest: () => say(answer),
  flood: () => { for (let i = 0; i < 1000; i++) say(answer); },
  longline: () => { for (let i = 0; i < 40; i++) writeSync(1, 'x'.repeat(16384)); },
  garbage: () => writeSync(1, 'this is no JSON\n'),
  hubsMessage: () => say({ type: 'app_request', requestId: '1', tool: 'read_notes', text: 'all' }),
  impostor: () => say({ ...answer, spokeId: 'everyday' }),
  otherRequest: () => say({ ...answer, requestId: '999' }),
  otherTool: () => say({ type: 'permission_request', requestId: '1', tool: 'read_notes', arguments: {} }),
  readyAgain: () => say({ type: 'ready', tools: [] }),
  exit: () => process.exit(3),
};

say({ type: 'ready', tools: [{ name: 'misdeed', description: '', inputSchema: { type: 'object' } }] });
process.stdin.once('data', DEEDS[process.argv[2]]);
