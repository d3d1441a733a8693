// A server over standard streams by the official SDK of version 1, which speaks 2025-11-25 and older.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'parts', version: '1.0.0' });
server.registerTool('add', {
  description: 'Adds two numbers.',
  inputSchema: { a: z.number(), b: z.number() },
  outputSchema: { sum: z.number() },
}, async ({ a, b }) => ({ content: [{ type: 'text', text: `${a + b}` }], structuredContent: { sum: a + b } }));
await server.connect(new StdioServerTransport());
