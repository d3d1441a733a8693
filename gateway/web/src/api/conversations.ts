import { readEvents, streamBroken } from "./events";
import { getJson, json, request, sendJson } from "./http";
import type { AnswerEvent, ConversationDetail, ConversationSummary } from "./types";

const at = (id: string) => `/api/conversations/${encodeURIComponent(id)}`;

export async function listConversations(): Promise<ConversationSummary[]> {
  return (await getJson<{ conversations: ConversationSummary[] }>("/api/conversations")).conversations;
}

export function createConversation(): Promise<ConversationSummary> {
  return sendJson("POST", "/api/conversations", {});
}

export function readConversation(id: string): Promise<ConversationDetail> {
  return getJson(at(id));
}

export async function deleteConversation(id: string): Promise<void> {
  await request("DELETE", at(id));
}

/** Where an answer is to be had as a file, or the whole conversation where none is named. */
export const exportAddress = (id: string, answer: string, form: "text" | "markdown") =>
  `${at(id)}${answer ? `/messages/${encodeURIComponent(answer)}` : ""}/export?form=${form}`;

export async function stopAnswer(id: string): Promise<void> {
  await request("POST", `${at(id)}/stop`);
}

/** Sends a message, to be answered from those collections alone where there are any, and yields its answer as it comes; the last event is always `done` or `error`, or STREAM_BROKEN is thrown. */
export async function* ask(id: string, text: string, collections: string[]): AsyncGenerator<AnswerEvent> {
  yield* answer(await request("POST", `${at(id)}/messages`, json({ text, collections })));
}

/** Yields the answer that is being written, from its beginning; nothing where none is. */
export async function* listen(id: string): AsyncGenerator<AnswerEvent> {
  const response = await request("GET", `${at(id)}/events`);
  if (response.status !== 204) yield* answer(response);
}

async function* answer(response: Response): AsyncGenerator<AnswerEvent> {
  if (!response.body) throw streamBroken();
  for await (const event of readEvents(response.body)) {
    yield event;
    if (event.event === "done" || event.event === "error") return;
  }
  throw streamBroken();
}
