// OpenAI's own client: responses.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { baseURL, model } from './instance.mjs';

const client = new OpenAI({ baseURL, apiKey: process.env.CLOISTER_TOKEN });

test('responds, and goes on from there', async () => {
  const first = await client.responses.create({
    model, instructions: 'You are kind.', input: 'Say hello.', max_output_tokens: 16,
  });
  assert.ok(first.output_text.length > 0);
  const second = await client.responses.create({
    model, previous_response_id: first.id, max_output_tokens: 16,
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'And in French?' }] }],
  });
  assert.ok(second.usage.input_tokens > first.usage.output_tokens);
  assert.equal((await client.responses.retrieve(second.id)).output_text, second.output_text);
  const items = await client.responses.inputItems.list(second.id);
  assert.equal(items.data[0].content[0].text, 'And in French?');
  await client.responses.delete(first.id);
  await assert.rejects(client.responses.retrieve(first.id), OpenAI.NotFoundError);
});

test('streams events that the helper puts together', async () => {
  const stream = client.responses.stream({ model, input: 'Write a line about the sea.', max_output_tokens: 24 });
  let text = '';
  stream.on('response.output_text.delta', (event) => { text += event.delta; });
  const last = await stream.finalResponse();
  assert.equal(last.output_text, text);
  assert.ok(text.length > 0);
});

test('parses a response in the shape of a zod schema', async () => {
  const Step = z.object({ title: z.enum(['start', 'end']), minutes: z.number().int() });
  const response = await client.responses.parse({
    model, input: 'A plan, as JSON.', max_output_tokens: 200,
    text: { format: zodTextFormat(z.object({ steps: z.array(Step).min(1).max(2) }), 'plan') },
  });
  assert.ok(response.output_parsed.steps.length >= 1);
});

test('asks for functions, and takes what they gave', async () => {
  const tools = [{
    type: 'function', name: 'get_weather', description: 'The weather of a city now', strict: true,
    parameters: {
      type: 'object', properties: { city: { enum: ['Paris', 'Rome'] } }, required: ['city'], additionalProperties: false,
    },
  }];
  const asked = await client.responses.create({
    model, input: 'What is the weather in Paris?', tools, tool_choice: 'required', parallel_tool_calls: false,
    max_output_tokens: 200,
  });
  const call = asked.output.find((item) => item.type === 'function_call');
  assert.equal(call.name, 'get_weather');
  assert.ok(['Paris', 'Rome'].includes(JSON.parse(call.arguments).city));
  const told = await client.responses.create({
    model, tools, tool_choice: 'none', previous_response_id: asked.id, max_output_tokens: 40,
    input: [{ type: 'function_call_output', call_id: call.call_id, output: '21 degrees' }],
  });
  assert.ok(told.output_text.length > 0);
  const types = [];
  const stream = await client.responses.create({
    model, input: 'What is the weather in Rome?', tools, tool_choice: { type: 'function', name: 'get_weather' },
    max_output_tokens: 200, stream: true,
  });
  for await (const event of stream) types.push(event.type);
  for (const type of ['response.function_call_arguments.delta', 'response.function_call_arguments.done']) {
    assert.ok(types.includes(type), `${types}`);
  }
  assert.equal(types.at(-1), 'response.completed');
});
