import { ApiError } from "./error";
import type { AnswerEvent } from "./types";

/**
 * Reads a `text/event-stream` body (HTML Living Standard, section 9.2) as answer events.
 * Comments are passed over. Throws STREAM_BROKEN when the connection ends inside the stream.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<AnswerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = "";
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => {
        throw streamBroken();
      });
      if (done) return;
      // A carriage return may arrive before its line feed: it is dropped in either chunk.
      pending += decoder.decode(value, { stream: true }).replaceAll("\r", "");
      const blocks = pending.split("\n\n");
      pending = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

export function streamBroken(): ApiError {
  return new ApiError(
    "STREAM_BROKEN",
    "The answer broke off",
    "The connection to Cloister was lost while the answer was being written. What the server keeps of it is shown here; if it is not the whole, ask again.",
  );
}

function parseBlock(block: string): AnswerEvent | undefined {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length === 0 ? undefined : ({ event, data: JSON.parse(data.join("\n")) } as AnswerEvent);
}
