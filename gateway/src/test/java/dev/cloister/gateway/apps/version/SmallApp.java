package dev.cloister.gateway.apps.version;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An app with one tool, that answers to "knock knock". */
public record SmallApp(String name, String title, String version, String description) {

    SmallApp(String name) {
        this(name, name.toUpperCase(java.util.Locale.ROOT), "1.0.0", "'Opens the door.'");
    }

    /** With its server's description of the tool, a JavaScript expression. */
    SmallApp saying(String expression) {
        return new SmallApp(name, title, version, expression);
    }

    SmallApp withVersion(String other) {
        return new SmallApp(name, title, other, description);
    }

    SmallApp titled(String other) {
        return new SmallApp(name, other, version, description);
    }

    byte[] archive() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("manifest.json", """
                {"manifest_version": "0.4", "name": "%s", "display_name": "%s", "version": "%s", "description": "A door.",
                 "server": {"type": "node", "entry_point": "server.mjs"},
                 "tools": [{"name": "open_door", "description": "Opens the door."}],
                 "_meta": {"dev.cloister": {"tools": {"open_door": {"reads": [], "effect": "none", "examples": [
                   {"text": "Knock knock, open the door called %s please", "arguments": {"who": "me"}}]}}}}}
                """.formatted(name, title, version, name));
        files.put("server.mjs", """
                import { createInterface } from 'node:readline';
                const tool = { name: 'open_door', description: %s, inputSchema: { type: 'object',
                  properties: { who: { type: 'string', maxLength: 10 } }, required: ['who'], additionalProperties: false } };
                const methods = {
                  initialize: () => ({ protocolVersion: '2025-11-25', capabilities: { tools: {} },
                    serverInfo: { name: 'door', version: '1' } }),
                  'tools/list': () => ({ tools: [tool] }),
                  'tools/call': () => ({ content: [{ type: 'text', text: 'The door of %s is open.' }] }),
                };
                for await (const line of createInterface({ input: process.stdin })) {
                  const { id, method, params } = JSON.parse(line);
                  if (id === undefined) continue;
                  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: methods[method](params) })}\\n`);
                }
                """.formatted(description, version));
        return zip(files);
    }

    /** An archive of these files. */
    public static byte[] zip(Map<String, String> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
