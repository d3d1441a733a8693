import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Message, Passage } from "../api/types";
import { PageElement } from "../design/element";
import { openPassage } from "../documents/reading";
import { uploads } from "../documents/uploads";
import { chatAddress } from "../shell/route";
import type { ChatComposer } from "./chat-composer";
import { Conversation } from "./conversation";
import { conversations } from "./conversations";
import "../documents/drop-zone";
import "../documents/upload-list";
import "./answer-view";
import "./chat-composer";
import "./chat-welcome";
import "./export-menu";
import "./live-answer";

const NEAR_END_PX = 80;

/** One conversation, or the place where one begins. */
@customElement("chat-page")
export class ChatPage extends PageElement {
  @property() conversationId = "";
  @state() private revision = 0;
  @state() private announcement = "";
  private conversation = conversations.get("");
  private following = true;

  private readonly onChange = () => this.revision++;
  private readonly onAnswered = (event: Event) => {
    this.announcement = `Cloister answered: ${(event as CustomEvent<Message>).detail.text}`;
  };
  private readonly onCreated = (event: Event) => {
    if ((event as CustomEvent<Conversation>).detail === this.conversation) location.replace(chatAddress(this.conversation.id));
  };

  override connectedCallback(): void {
    super.connectedCallback();
    conversations.addEventListener("created", this.onCreated);
    this.listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    conversations.removeEventListener("created", this.onCreated);
    this.unlisten();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("conversationId")) return;
    const next = conversations.get(this.conversationId);
    if (next === this.conversation && next.loaded) return;
    this.unlisten();
    this.conversation = next;
    this.following = true;
    this.listen();
    void next.load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Where there is no pointer to hover, focus would raise a keyboard over the page unasked.
    if (changed.has("conversationId") && matchMedia("(hover: hover)").matches) this.querySelector<ChatComposer>("chat-composer")?.focus();
    const transcript = this.querySelector(".transcript");
    if (this.following && transcript) transcript.scrollTop = transcript.scrollHeight;
  }

  protected override render() {
    const { messages, live, error, loaded, title } = this.conversation;
    const fresh = loaded && messages.length === 0 && !live && !error;
    return html`<drop-zone>
      <h1 class="unseen">${title || "New chat"}</h1>
      <div class="transcript" tabindex="0" role="region" aria-label="Conversation" @scroll=${this.scrolled} @open-passage=${this.openPassage}>
        <div class="column">
          ${fresh ? html`<chat-welcome @suggest=${this.suggest}></chat-welcome>` : nothing}
          ${repeat(messages, (message) => message.id, (message) => this.message(message))}
          ${live ? html`<live-answer .answer=${live}></live-answer>` : nothing}
          ${error ? html`<error-notice data-testid="message-error" .error=${error}></error-notice>` : nothing}
        </div>
      </div>
      <div class="unseen" aria-live="polite">${this.announcement}</div>
      <div class="column foot">
        <upload-list></upload-list>
        <chat-composer .conversation=${this.conversation} .revision=${this.revision}></chat-composer>
        <div class="foot-line">
          <p class="small soft caution">A model can be wrong. Check what matters.</p>
          ${messages.length > 0 && !live ? html`<export-menu .conversationId=${this.conversation.id}></export-menu>` : nothing}
        </div>
      </div>
    </drop-zone>`;
  }

  private message(message: Message) {
    if (message.role === "assistant") return html`<answer-view .message=${message} .conversationId=${this.conversation.id}></answer-view>`;
    return html`<article class="asked" data-testid="message-user">
      <h2 class="unseen">You wrote</h2>
      <p>${message.text}</p>
      ${message.collections.length > 0 ? html`<p class="small soft asked-in">Asked of ${message.collections.join(", ")}</p>` : nothing}
    </article>`;
  }

  private scrolled(event: Event): void {
    const region = event.target as HTMLElement;
    this.following = region.scrollHeight - region.scrollTop - region.clientHeight < NEAR_END_PX;
  }

  private openPassage(event: CustomEvent<Passage>): void {
    openPassage(event.detail);
  }

  private suggest(event: CustomEvent<string>): void {
    this.conversation.draft = event.detail;
    this.conversation.changed();
    this.querySelector<ChatComposer>("chat-composer")?.focus();
  }

  private listen(): void {
    this.conversation.addEventListener("change", this.onChange);
    this.conversation.addEventListener("answered", this.onAnswered);
  }

  private unlisten(): void {
    this.conversation.removeEventListener("change", this.onChange);
    this.conversation.removeEventListener("answered", this.onAnswered);
    uploads.forgetFinished();
  }
}
