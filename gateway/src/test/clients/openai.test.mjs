// OpenAI's own client against a running instance: CLOISTER_URL and CLOISTER_TOKEN say where and as whom.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: `${process.env.CLOISTER_URL}/v1`, apiKey: process.env.CLOISTER_TOKEN });
const model = 'smollm2-135m-instruct';
const messages = [{ role: 'user', content: 'Tell me about the sea in two sentences.' }];

test('lists the model and the hub', async () => {
  const ids = (await client.models.list()).data.map((one) => one.id);
  assert.deepEqual(ids.sort(), ['cloister', model].sort());
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

test('answers whole, and the same seed says the same', async () => {
  const ask = () => client.chat.completions.create({ model, messages, max_tokens: 40, seed: 11 });
  const [first, second] = [await ask(), await ask()];
  assert.equal(first.choices[0].message.content, second.choices[0].message.content);
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
  const stranger = new OpenAI({ baseURL: `${process.env.CLOISTER_URL}/v1`, apiKey: 'wrong', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});
