import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { status } from "../api/session";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { uploads } from "../documents/uploads";
import type { Conversation } from "./conversation";
import "./source-picker";

/** Where a message is written. Enter sends, Shift+Enter breaks the line, Esc stops the answer. */
@customElement("chat-composer")
export class ChatComposer extends PageElement {
  @property({ attribute: false }) conversation!: Conversation;
  /** The state lives in the conversation; the page counts its changes here. */
  @property({ type: Number }) revision = 0;

  /** Where what is written goes. */
  @state() private place = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void status().then(
      ({ model }) => (this.place = model.server ? ` It goes to ${model.server}.` : model.state === "ready" ? " It stays here." : ""),
      () => (this.place = ""),
    );
  }

  override focus(): void {
    void this.updateComplete.then(() => this.querySelector("textarea")?.focus());
  }

  protected override render() {
    const { draft, busy, live: answer } = this.conversation;
    return html`<form class="composer" @submit=${this.submit}>
      <label class="unseen" for="composer">Message</label>
      <textarea
        id="composer"
        data-testid="composer"
        rows="1"
        placeholder=${`Ask anything.${this.place}`}
        aria-describedby="composer-keys"
        .value=${live(draft)}
        @input=${this.write}
        @keydown=${this.key}
      ></textarea>
      <div class="composer-row">
        <label class="icon-button attach" title="Add a document">
          ${icon("clip")}<span class="unseen">Add a document</span>
          <input class="unseen" type="file" multiple data-testid="upload-input" @change=${this.attach} />
        </label>
        <source-picker .conversation=${this.conversation} .revision=${this.revision}></source-picker>
        <span id="composer-keys" class="keys small soft">Enter sends · Shift+Enter new line${busy ? " · Esc stops" : ""}</span>
        ${busy
          ? html`<button class="icon-button round" type="button" data-testid="stop" aria-label="Stop the answer" ?disabled=${answer?.stopping} @click=${() => void this.conversation.stop()}>
              ${icon("stop")}
            </button>`
          : html`<button class="icon-button round" data-testid="send" aria-label="Send" ?disabled=${draft.trim() === ""}>${icon("send")}</button>`}
      </div>
    </form>`;
  }

  private write(event: Event): void {
    this.conversation.draft = (event.target as HTMLTextAreaElement).value;
    this.requestUpdate();
  }

  private key(event: KeyboardEvent): void {
    // While an input method composes a character, Enter chooses it.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.conversation.busy) {
      event.preventDefault();
      void this.conversation.stop();
    }
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private send(): void {
    const text = this.conversation.draft.trim();
    if (text !== "" && !this.conversation.busy) void this.conversation.send(text);
  }

  private attach(event: Event): void {
    const input = event.target as HTMLInputElement;
    uploads.add([...(input.files ?? [])]);
    input.value = "";
  }
}
