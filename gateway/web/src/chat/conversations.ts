import { deleteConversation, listConversations } from "../api/conversations";
import { ApiError } from "../api/error";
import type { ConversationSummary } from "../api/types";
import { permissionQueue } from "../apps/permission-queue";
import { Conversation } from "./conversation";

/** The conversations of who is signed in. Fires `change`, and `created` when a first message made a new one. */
class Conversations extends EventTarget {
  summaries: ConversationSummary[] = [];
  loaded = false;
  error?: ApiError;
  private open = new Map<string, Conversation>();

  /** Always the same object for an id, so that an answer goes on while another page is shown. */
  get(id: string): Conversation {
    const known = this.open.get(id);
    if (known) return known;
    const conversation = new Conversation(id);
    this.open.set(id, conversation);
    conversation.addEventListener("created", () => this.rename(conversation));
    conversation.addEventListener("answered", () => void this.refresh());
    return conversation;
  }

  async refresh(): Promise<void> {
    try {
      this.summaries = await listConversations();
      this.error = undefined;
    } catch (error) {
      this.error = ApiError.of(error);
    }
    this.loaded = true;
    this.dispatchEvent(new Event("change"));
  }

  async delete(id: string): Promise<void> {
    await deleteConversation(id);
    this.open.delete(id);
    await this.refresh();
  }

  forget(): void {
    this.open.clear();
    this.summaries = [];
    this.loaded = false;
    permissionQueue.clear();
  }

  private rename(conversation: Conversation): void {
    this.open.delete("");
    this.open.set(conversation.id, conversation);
    this.dispatchEvent(new CustomEvent("created", { detail: conversation }));
    void this.refresh();
  }
}

export const conversations = new Conversations();
