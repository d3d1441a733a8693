import { permissionQueue } from "../apps/permission-queue";
import { ask, createConversation, readConversation, stopAnswer } from "../api/conversations";
import { ApiError } from "../api/error";
import type { AnswerEvent, AppUse, Message } from "../api/types";

/** An answer while it is being written. */
export interface LiveAnswer {
  step: string;
  text: string;
  app?: AppUse;
  stopping: boolean;
}

const RECENT_MS = 2 * 60_000;
const LOOK_AGAIN_MS = 2_000;

/**
 * One conversation as this browser knows it, alive while its answer is written even when another page is shown.
 * Fires `change` after each change, and `answered` with each finished answer.
 */
export class Conversation extends EventTarget {
  title = "";
  messages: Message[] = [];
  live?: LiveAnswer;
  error?: ApiError;
  draft = "";
  loaded = false;
  private waiting = false;

  /** An empty id is a conversation that the server learns of with its first message. */
  constructor(public id: string) {
    super();
    this.loaded = id === "";
  }

  /** An answer is being written: here, or by the server for a page that was since reloaded. */
  get busy(): boolean {
    return this.live !== undefined;
  }

  async load(): Promise<void> {
    if (this.id === "" || this.live) return;
    this.error = undefined;
    await this.look();
  }

  async send(text: string): Promise<void> {
    if (this.busy) return;
    this.draft = "";
    this.error = undefined;
    const sent: Message = { id: "sending", role: "user", text, status: "complete", createdAt: new Date().toISOString() };
    this.messages = [...this.messages, sent];
    this.live = { step: "", text: "", stopping: false };
    this.changed();
    let started = false;
    try {
      if (this.id === "") await this.create();
      for await (const event of ask(this.id, text)) {
        started = true;
        this.hear(event);
      }
    } catch (error) {
      await this.failed(ApiError.of(error), started, text);
    }
    this.changed();
  }

  async stop(): Promise<void> {
    if (!this.live || this.live.stopping) return;
    this.live = { ...this.live, stopping: true, step: "Stopping…" };
    this.changed();
    try {
      await stopAnswer(this.id);
      if (this.waiting) {
        this.waiting = false;
        this.live = undefined;
        await this.look(false);
      }
    } catch (error) {
      this.error = ApiError.of(error);
      if (this.live) this.live = { ...this.live, stopping: false };
      this.changed();
    }
  }

  changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  private async create(): Promise<void> {
    const created = await createConversation();
    this.id = created.id;
    this.title = created.title;
    this.dispatchEvent(new Event("created"));
  }

  private hear(event: AnswerEvent): void {
    const live = this.live ?? { step: "", text: "", stopping: false };
    switch (event.event) {
      case "started":
        this.messages = this.messages.map((message) => (message.id === "sending" ? { ...message, id: event.data.userMessageId } : message));
        break;
      case "step":
        if (!live.stopping) this.live = { ...live, step: event.data.text };
        break;
      case "token":
        this.live = { ...live, text: live.text + event.data.text };
        break;
      case "app":
        this.live = { ...live, app: event.data };
        break;
      case "permission":
        permissionQueue.add(event.data);
        break;
      case "permission_resolved":
        permissionQueue.remove(event.data.id);
        break;
      case "done":
        this.finish(event.data.message);
        break;
      case "error":
        this.finish(event.data.message ?? broken(event.data, live));
        break;
      case "citations":
        // They come again with the finished message, whose text their offsets count in.
        break;
    }
    this.changed();
  }

  private finish(message: Message): void {
    this.live = undefined;
    this.messages = [...this.messages, message];
    this.dispatchEvent(new CustomEvent("answered", { detail: message }));
  }

  private async failed(error: ApiError, started: boolean, text: string): Promise<void> {
    this.live = undefined;
    this.error = error;
    if (started) {
      await this.look();
    } else {
      this.messages = this.messages.filter((message) => message.id !== "sending");
      this.draft = text;
    }
  }

  /** Takes what the server has; an error that is shown stays beside it. */
  private async look(mayWait = true): Promise<void> {
    try {
      const { title, messages } = await readConversation(this.id);
      this.title = title;
      this.messages = messages;
    } catch (error) {
      this.error = ApiError.of(error);
    }
    this.loaded = true;
    if (mayWait) this.awaitAnswer();
    this.changed();
  }

  /** After a reload the stream is gone but the server may still be writing: look until the answer is there, or Stop. */
  private awaitAnswer(): void {
    const last = this.messages.at(-1);
    this.waiting = last?.role === "user" && Date.now() - Date.parse(last.createdAt) < RECENT_MS;
    if (!this.waiting) return;
    this.live = { step: "Still answering…", text: "", stopping: false };
    void permissionQueue.refresh();
    setTimeout(() => {
      if (!this.waiting || this.live?.stopping) return;
      this.live = undefined;
      void this.look();
    }, LOOK_AGAIN_MS);
  }
}

function broken(problem: { code: string; title: string; detail: string }, live: LiveAnswer): Message {
  const { code, title, detail } = problem;
  const id = `failed-${Date.now()}`;
  return { id, role: "assistant", text: live.text, status: "failed", error: { code, title, detail }, createdAt: new Date().toISOString() };
}
