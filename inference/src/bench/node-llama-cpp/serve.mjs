// Serves the same load as Cloister's engine does: reads a line {"streams": n, "tokens": t, "seed": s, "prompt": p},
// lets n streams generate t tokens each at the same time, and answers with milliseconds to each stream's first token
// and from the first to the last.
import { createInterface } from "node:readline";
import { getLlama } from "node-llama-cpp";

const [modelPath, threads, sequences, contextSize] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, build: "never", maxThreads: Number(threads), logLevel: "error", progressLogs: false });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({
  sequences: Number(sequences),
  contextSize: Number(contextSize),
  batchSize: 512,
  threads: Number(threads),
});
const held = Array.from({ length: Number(sequences) }, () => context.getSequence());
console.log(JSON.stringify({ ready: true }));

for await (const line of createInterface({ input: process.stdin })) {
  const { streams, tokens, seed, prompt } = JSON.parse(line);
  const answers = await Promise.all(held.slice(0, streams).map((sequence, index) => stream(sequence, prompt, tokens, seed + index)));
  console.log(JSON.stringify(answers));
}

async function stream(sequence, prompt, tokens, seed) {
  await sequence.clearHistory();
  const input = model.tokenize(prompt);
  const start = performance.now();
  let first = 0;
  let count = 0;
  for await (const token of sequence.evaluate(input, { temperature: 1, topK: 0, topP: 1, minP: 0, seed, yieldEogToken: true })) {
    model.detokenize([token]);
    count += 1;
    if (count === 1) first = performance.now();
    if (count === tokens) break;
  }
  return { firstMs: first - start, restMs: performance.now() - first, tokens: count };
}
