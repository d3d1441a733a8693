package dev.cloister.gateway.apps.secret;

import dev.cloister.gateway.apps.version.SmallApp;
import java.util.LinkedHashMap;
import java.util.Map;

/** An app that asks a server on this machine for the weather, with a key that it does not see. */
record CallingApp(String name, int port, String version, String host) {

    CallingApp(String name, int port) {
        this(name, port, "1.0.0", "localhost");
    }

    /** A later version whose key goes to another host. */
    CallingApp movedTo(String otherHost) {
        return new CallingApp(name, port, "2.0.0", otherHost);
    }

    byte[] archive() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("manifest.json", """
                {"manifest_version": "0.4", "name": "%1$s", "display_name": "%1$s", "version": "%4$s", "description": "Weather.",
                 "server": {"type": "node", "entry_point": "server.mjs"},
                 "tools": [{"name": "weather", "description": "Tells the weather."}],
                 "_meta": {"dev.cloister": {
                   "tools": {"weather": {"reads": [], "effect": "none", "examples": [
                     {"text": "%2$s", "arguments": {}}]}},
                   "egress": [{"host": "%5$s", "port": %3$d, "scheme": "http", "methods": ["GET"], "paths": ["/weather*"]}],
                   "secrets": {"WEATHER_KEY": {"host": "%5$s", "header": "x-key"}}}}}
                """.formatted(name, question(), port, version, host));
        files.put("server.mjs", """
                import { createInterface } from 'node:readline';
                const tool = { name: 'weather', description: 'Tells the weather.', inputSchema: { type: 'object',
                  properties: {}, additionalProperties: false } };
                const call = async () => {
                  try {
                    const answer = await fetch('http://localhost:%d/weather?city=private', { headers: { 'x-key': process.env.WEATHER_KEY } });
                    return { content: [{ type: 'text', text: await answer.text() }] };
                  } catch (error) {
                    return { content: [{ type: 'text', text: `${error.cause?.code} ${error.cause?.message}` }], isError: true };
                  }
                };
                const methods = {
                  initialize: () => ({ protocolVersion: '2025-11-25', capabilities: { tools: {} },
                    serverInfo: { name: 'weather', version: '1' } }),
                  'tools/list': () => ({ tools: [tool] }),
                  'tools/call': call,
                };
                for await (const line of createInterface({ input: process.stdin })) {
                  const { id, method, params } = JSON.parse(line);
                  if (id === undefined) continue;
                  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: await methods[method](params) })}\\n`);
                }
                """.formatted(port));
        return SmallApp.zip(files);
    }

    String question() {
        return "What does the barometer called " + name + " say about tomorrow's storm?";
    }
}
