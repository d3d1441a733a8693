// OpenAI's own client against a running instance: CLOISTER_URL and CLOISTER_TOKEN say where and as whom.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { baseURL, embedder, model } from './instance.mjs';

const client = new OpenAI({ baseURL, apiKey: process.env.CLOISTER_TOKEN });
const messages = [{ role: 'user', content: 'Tell me about the sea in two sentences.' }];

test('lists the model, the hub and the embedder', async () => {
  const ids = (await client.models.list()).data.map((one) => one.id);
  assert.deepEqual(ids.sort(), ['cloister', model, embedder].sort());
  assert.equal((await client.models.retrieve(model)).id, model);
});

test('streams an answer in parts, with usage at the end', async () => {
  const stream = await client.chat.completions.create({
    model, messages, max_tokens: 60, stream: true, stream_options: { include_usage: true },
  });
  let text = '';
  let parts = 0;
  let usage;
  let finish;
  for await (const chunk of stream) {
    const piece = chunk.choices[0]?.delta?.content ?? '';
    text += piece;
    if (piece !== '') parts += 1;
    finish = chunk.choices[0]?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
  }
  assert.ok(text.length > 20, text);
  assert.ok(parts > 5, `${parts} parts`);
  assert.ok(['stop', 'length'].includes(finish), finish);
  assert.ok(usage.completion_tokens > 5 && usage.total_tokens > usage.completion_tokens);
});

test('tells the stream helper the same as its final completion', async () => {
  const stream = client.chat.completions.stream({ model, messages, max_tokens: 30, logprobs: true });
  let first = '';
  stream.on('content', (delta) => { first += delta; });
  const whole = await stream.finalChatCompletion();
  assert.equal(whole.choices[0].message.content, first);
  const spoken = whole.choices[0].logprobs.content.flatMap((token) => token.bytes);
  assert.equal(new TextDecoder().decode(new Uint8Array(spoken)), first);
});

test('answers whole, and the same seed says the same', async () => {
  const ask = () => client.chat.completions.create({ model, messages, max_tokens: 40, seed: 11 });
  const [first, second] = [await ask(), await ask()];
  assert.equal(first.choices[0].message.content, second.choices[0].message.content);
  assert.equal(first.system_fingerprint, second.system_fingerprint);
});

test('parses an answer in the shape of a zod schema', async () => {
  const Place = z.object({
    city: z.enum(['Paris', 'Rome']),
    population: z.number().int(),
    rivers: z.array(z.enum(['Seine', 'Tiber'])).max(2),
    coastal: z.boolean(),
  });
  const answer = await client.chat.completions.parse({
    model, max_tokens: 120,
    messages: [{ role: 'user', content: 'The capital of France, as JSON.' }],
    response_format: zodResponseFormat(Place, 'place'),
  });
  const place = answer.choices[0].message.parsed;
  assert.ok(['Paris', 'Rome'].includes(place.city));
  assert.ok(Number.isInteger(place.population));
});

test('continues a text', async () => {
  const answer = await client.completions.create({ model, prompt: 'The sea is', max_tokens: 8, n: 2, echo: true });
  assert.equal(answer.choices.length, 2);
  for (const choice of answer.choices) assert.ok(choice.text.startsWith('The sea is'));
  let streamed = '';
  for await (const part of await client.completions.create({ model, prompt: 'The sea is', max_tokens: 8, stream: true })) {
    streamed += part.choices[0]?.text ?? '';
  }
  assert.ok(streamed.length > 3, streamed);
});

test('embeds texts, alike ones closer', async () => {
  const input = ['A boat on the lake.', 'A ship on the sea.', 'Quarterly tax returns.'];
  const answer = await client.embeddings.create({ model: embedder, input });
  const [boat, ship, tax] = answer.data.map((one) => one.embedding);
  const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  assert.equal(boat.length, 384);
  assert.ok(Math.abs(dot(boat, boat) - 1) < 1e-4);
  assert.ok(dot(boat, ship) > dot(boat, tax));
  const plain = await client.embeddings.create({ model: embedder, input: input[0], encoding_format: 'float' });
  assert.ok(dot(plain.data[0].embedding, boat) > 0.9999);
});

test('stops when the client goes away', async () => {
  const controller = new AbortController();
  const stream = await client.chat.completions.create(
    { model, messages: [{ role: 'user', content: 'Write a very long story.' }], max_tokens: 1000, stream: true },
    { signal: controller.signal },
  );
  let seen = 0;
  await assert.rejects(async () => {
    for await (const chunk of stream) {
      if ((chunk.choices[0]?.delta?.content ?? '') !== '' && ++seen === 5) controller.abort();
    }
    if (seen >= 5) throw new Error('ended by the abort');
  });
  const next = await client.chat.completions.create({ model, messages, max_tokens: 5 });
  assert.ok(next.usage.completion_tokens > 0);
});

test('throws the errors that programs expect', async () => {
  await assert.rejects(client.chat.completions.create({ model: 'gpt-9', messages }), OpenAI.NotFoundError);
  const stranger = new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  await assert.rejects(
    client.chat.completions.create({ model, messages, temperature: 99 }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature',
  );
});
