// LangChain's OpenAI integration against a running instance.
import assert from 'node:assert/strict';
import test from 'node:test';
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { baseURL, embedder, model } from './instance.mjs';

const connection = { apiKey: process.env.CLOISTER_TOKEN, configuration: { baseURL } };
const chat = new ChatOpenAI({ model, maxTokens: 60, temperature: 0.5, maxRetries: 1, ...connection });
const weather = tool(async ({ city }) => `21 degrees in ${city}`, {
  name: 'get_weather',
  description: 'The weather of a city now',
  schema: z.object({ city: z.enum(['Paris', 'Rome']) }),
});

test('invokes the model with a system message', async () => {
  const answer = await chat.invoke([new SystemMessage('You are kind.'), new HumanMessage('Say hello.')]);
  assert.ok(answer.content.length > 0);
  assert.ok(answer.usage_metadata.output_tokens > 0);
});

test('invokes the hub', async () => {
  const hub = new ChatOpenAI({ model: 'cloister', maxTokens: 20, ...connection });
  assert.ok((await hub.invoke('What is a lighthouse?')).content.length > 0);
});

test('streams', async () => {
  const parts = [];
  for await (const part of await chat.stream('Tell me about the sea.')) parts.push(part.content);
  assert.ok(parts.filter((part) => part !== '').length > 5, `${parts.length} parts`);
});

test('binds tools, and goes on from what one gave', async () => {
  const bound = chat.bindTools([weather], { tool_choice: 'get_weather' });
  const asked = await bound.invoke('What is the weather in Paris?');
  assert.equal(asked.tool_calls[0].name, 'get_weather');
  const result = await weather.invoke(asked.tool_calls[0]);
  assert.ok(result instanceof ToolMessage);
  const told = await chat.bindTools([weather], { tool_choice: 'none' })
    .invoke([new HumanMessage('What is the weather in Paris?'), asked, result]);
  assert.ok(told instanceof AIMessage && told.content.length > 0);
});

for (const method of ['jsonSchema', 'functionCalling', 'jsonMode']) {
  test(`gives structured output by ${method}`, async () => {
    const shape = z.object({ city: z.enum(['Paris', 'Rome']), people: z.number().int() });
    const structured = new ChatOpenAI({ model, maxTokens: 200, temperature: 0, ...connection })
      .withStructuredOutput(method === 'jsonMode' ? z.object({}).passthrough() : shape, { method, name: 'place' });
    const place = await structured.invoke('The capital of France and how many people live there, as a JSON object.');
    if (method !== 'jsonMode') assert.ok(['Paris', 'Rome'].includes(place.city));
    else assert.equal(typeof place, 'object');
  });
}

test('embeds documents and queries', async () => {
  const embeddings = new OpenAIEmbeddings({ model: embedder, ...connection });
  const [boat, tax] = await embeddings.embedDocuments(['A boat on the lake.', 'Quarterly tax returns.']);
  const query = await embeddings.embedQuery('A ship on the sea.');
  const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  assert.ok(dot(query, boat) > dot(query, tax));
});
