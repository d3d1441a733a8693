import { permissionQueue } from "../apps/permission-queue";
import { ask, createConversation, listen, readConversation, stopAnswer } from "../api/conversations";
import { ApiError } from "../api/error";
import type { AnswerEvent, AppUse, Message } from "../api/types";

/** An answer while it is being written. */
export interface LiveAnswer {
  step: string;
  text: string;
  /** What is going to be done, a sentence per step; empty where it is one thing. */
  plan: string[];
  apps: AppUse[];
  stopping: boolean;
}

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
  /** What the next question is to be answered from alone; empty for anything. */
  collections: { id: string; name: string }[] = [];
  loaded = false;

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
    const sent: Message = { id: "sending", role: "user", text, status: "complete", marked: false, apps: [], collections: this.collections.map(({ name }) => name), createdAt: new Date().toISOString() };
    this.messages = [...this.messages, sent];
    this.live = fresh();
    this.changed();
    let started = false;
    try {
      if (this.id === "") await this.create();
      for await (const event of ask(this.id, text, this.collections.map(({ id }) => id))) {
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
    const live = this.live ?? fresh();
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
        this.live = { ...live, apps: [...live.apps, event.data] };
        break;
      case "plan":
        this.live = { ...live, plan: event.data.steps };
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

  /** Takes what the server has, and listens on where it is still writing; an error that is shown stays beside it. */
  private async look(): Promise<void> {
    let writing = false;
    try {
      const { title, messages } = await readConversation(this.id);
      this.title = title;
      this.messages = messages.filter((message) => message.status !== "streaming");
      writing = this.messages.length < messages.length;
    } catch (error) {
      this.error = ApiError.of(error);
    }
    this.loaded = true;
    if (writing) void this.rejoin();
    this.changed();
  }

  /** The answer goes on without a listener; its events come again from the first. */
  private async rejoin(): Promise<void> {
    this.live = { ...fresh(), step: "Still answering…" };
    try {
      for await (const event of listen(this.id)) this.hear(event);
      if (this.live) await this.ended();
    } catch (error) {
      this.live = undefined;
      this.error = ApiError.of(error);
    }
    this.changed();
  }

  /** It was finished between the look and the listening. */
  private async ended(): Promise<void> {
    this.live = undefined;
    this.messages = (await readConversation(this.id)).messages;
  }
}

function fresh(): LiveAnswer {
  return { step: "", text: "", plan: [], apps: [], stopping: false };
}

function broken(problem: { code: string; title: string; detail: string }, live: LiveAnswer): Message {
  const { code, title, detail } = problem;
  const id = `failed-${Date.now()}`;
  return { id, role: "assistant", text: live.text, status: "failed", marked: live.text !== "", apps: live.apps, collections: [], error: { code, title, detail }, createdAt: new Date().toISOString() };
}
