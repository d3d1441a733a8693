// OpenAI's own client: functions of the caller that the model asks for.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { zodFunction } from 'openai/helpers/zod';
import { z } from 'zod';
import { baseURL, model } from './instance.mjs';

const client = new OpenAI({ baseURL, apiKey: process.env.CLOISTER_TOKEN });
const messages = [{ role: 'user', content: 'What is the weather in Paris?' }];
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city now',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', enum: ['Paris', 'Rome'] }, unit: { enum: ['celsius', 'fahrenheit'] } },
      required: ['city', 'unit'],
      additionalProperties: false,
    },
  },
};
const clock = {
  type: 'function',
  function: { name: 'get_time', description: 'The time of a city now', parameters: weather.function.parameters },
};

function check(call, names) {
  assert.equal(call.type, 'function');
  assert.ok(call.id.length > 0);
  assert.ok(names.includes(call.function.name), call.function.name);
  assert.ok(['Paris', 'Rome'].includes(JSON.parse(call.function.arguments).city));
}

test('asks for a call where one is required, with arguments that fit', async () => {
  const answer = await client.chat.completions.create({
    model, messages, tools: [weather, clock], tool_choice: 'required', max_tokens: 200,
  });
  assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  for (const call of answer.choices[0].message.tool_calls) check(call, ['get_weather', 'get_time']);
});

test('asks for the call that is named, streamed', async () => {
  const stream = await client.chat.completions.create({
    model, messages, tools: [weather, clock], max_tokens: 200, stream: true, parallel_tool_calls: false,
    tool_choice: { type: 'function', function: { name: 'get_time' } },
  });
  const calls = [];
  for await (const chunk of stream) {
    for (const part of chunk.choices[0]?.delta?.tool_calls ?? []) {
      calls[part.index] ??= { id: part.id, type: part.type, function: { name: part.function.name, arguments: '' } };
      calls[part.index].function.arguments += part.function.arguments ?? '';
    }
  }
  assert.equal(calls.length, 1);
  check(calls[0], ['get_time']);
});

test('asks for none where none is allowed', async () => {
  const answer = await client.chat.completions.create({
    model, messages, tools: [weather], tool_choice: 'none', max_tokens: 30,
  });
  assert.equal(answer.choices[0].message.tool_calls, undefined);
  assert.ok(answer.choices[0].message.content.length > 0);
});

test('goes on from what a call gave', async () => {
  const asked = await client.chat.completions.create({
    model, messages, tools: [weather], tool_choice: 'required', parallel_tool_calls: false, max_tokens: 200,
  });
  const call = asked.choices[0].message.tool_calls[0];
  const told = await client.chat.completions.create({
    model, tools: [weather], tool_choice: 'none', max_tokens: 60, temperature: 0,
    messages: [
      ...messages, asked.choices[0].message,
      { role: 'tool', tool_call_id: call.id, content: '{"temperature": 21, "sky": "clear"}' },
    ],
  });
  assert.ok(told.choices[0].message.content.length > 0);
  assert.equal(told.choices[0].finish_reason !== 'tool_calls', true);
});

test('runs a named function by the helper', async () => {
  const seen = [];
  const runner = client.chat.completions.runTools({
    model, messages, max_tokens: 200, parallel_tool_calls: false,
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
    tools: [zodFunction({
      name: 'get_weather',
      description: 'The weather of a city now',
      parameters: z.object({ city: z.enum(['Paris', 'Rome']) }),
      function: ({ city }) => { seen.push(city); return `21 degrees in ${city}`; },
    })],
  });
  await runner.done();
  assert.ok(seen.length >= 1 && seen.every((city) => ['Paris', 'Rome'].includes(city)), `${seen}`);
});

test('runs functions by the streaming helper as long as the model asks for them', async () => {
  const runner = client.chat.completions.runTools({
    model, messages, max_tokens: 120, stream: true, tool_choice: 'auto', temperature: 0,
    tools: [{ type: 'function', function: {
      ...weather.function, parse: JSON.parse, function: () => '{"temperature": 21}',
    } }],
  }, { maxChatCompletions: 3 });
  const last = await runner.finalChatCompletion();
  assert.equal(last.object, 'chat.completion');
  assert.ok(['stop', 'length', 'tool_calls'].includes(last.choices[0].finish_reason));
});
