// A server over standard streams by the official SDK of version 2, which speaks 2026-07-28 and what came before.
import { inputRequired, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

serveStdio(({ era }) => {
  const server = new McpServer({ name: 'parts', version: '1.0.0' });
  server.registerTool('add', {
    description: 'Adds two numbers.',
    inputSchema: z.object({ a: z.number(), b: z.number() }),
    outputSchema: z.object({ sum: z.number() }),
  }, async ({ a, b }) => ({
    content: [{ type: 'text', text: `${a + b}` }, { type: 'image', data: 'AAAA', mimeType: 'image/png' }],
    structuredContent: { sum: a + b },
  }));
  server.registerTool('confirm', { description: 'Asks first.', inputSchema: z.object({}) }, async () => inputRequired({
    inputRequests: { sure: inputRequired.elicit({ message: 'Sure?', requestedSchema: z.object({ yes: z.boolean() }) }) },
  }));
  server.registerTool('era', { description: 'Tells the era.', inputSchema: z.object({}) }, async () => ({
    content: [{ type: 'text', text: era }],
  }));
  return server;
});
