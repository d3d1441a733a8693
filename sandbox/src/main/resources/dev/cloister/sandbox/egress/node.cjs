// Leads http, https and fetch of Node.js to the only way out of this cell: CONNECT over a Unix socket.
'use strict';
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

const SOCKET = process.env.CLOISTER_EGRESS;
const LONGEST_HEAD = 16384;

// Why the proxy refused, as an error whose code is the proxy's word for it.
function refusal(host, text) {
  let told = {};
  try {
    told = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));
  } catch {
    told = {};
  }
  const error = new Error(`${host} cannot be reached: ${told.message ?? 'the proxy ended the connection.'}`);
  error.code = told.error ?? 'BROKEN_OFF';
  return error;
}

// A socket that the proxy has connected to the host, or an error; called back exactly once.
function tunnel(host, port, done) {
  const socket = net.connect({ path: SOCKET });
  let told = '';
  let over = false;
  const end = (error) => {
    if (over) return;
    over = true;
    socket.removeAllListeners();
    if (error) {
      socket.on('error', () => {});
      socket.destroy();
      done(error);
    } else {
      done(null, socket);
    }
  };
  socket.on('connect', () => socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`));
  socket.on('error', (error) => end(error));
  socket.on('end', () => end(refusal(host, told)));
  socket.on('close', () => end(refusal(host, told)));
  socket.on('readable', () => {
    for (let chunk = socket.read(); chunk !== null && !over; chunk = socket.read()) {
      told += chunk.toString('latin1');
      const established = told.startsWith('HTTP/1.1 200');
      if (established && told.endsWith('\r\n\r\n')) end();
      else if (told.length > LONGEST_HEAD) end(refusal(host, told));
    }
  });
}

function secured(options, socket, done) {
  const host = options.servername || options.hostname || options.host;
  const secure = tls.connect({ ...options, path: undefined, socketPath: undefined, socket, servername: host, ALPNProtocols: ['http/1.1'] });
  const failed = (error) => done(error);
  secure.once('error', failed);
  secure.once('secureConnect', () => {
    secure.removeListener('error', failed);
    done(null, secure);
  });
}

for (const [agent, port, secure] of [[http.Agent, 80, false], [https.Agent, 443, true]]) {
  const direct = agent.prototype.createConnection;
  agent.prototype.createConnection = function createConnection(options, done) {
    if (options.socketPath) return direct.call(this, options, done);
    tunnel(options.hostname || options.host, options.port || port, (error, socket) => {
      if (error) done(error);
      else if (secure) secured(options, socket, done);
      else done(null, socket);
    });
    return undefined;
  };
}

// Node's fetch takes its connections from a dispatcher that it makes when it is first used.
function dispatcher() {
  void globalThis.Headers;
  return Object.getOwnPropertySymbols(globalThis).filter((symbol) => symbol.description?.startsWith('undici.globalDispatcher'));
}

for (const symbol of dispatcher()) {
  const Agent = globalThis[symbol].constructor;
  globalThis[symbol] = new Agent({
    pipelining: 0,
    connect(options, done) {
      const secure = options.protocol === 'https:';
      tunnel(options.hostname, options.port || (secure ? 443 : 80), (error, socket) => {
        if (error) done(error, null);
        else if (secure) secured({ servername: options.servername || options.hostname }, socket, done);
        else done(null, socket);
      });
    },
  });
}
