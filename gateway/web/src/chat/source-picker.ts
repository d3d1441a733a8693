import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { listCollections } from "../api/collections";
import type { Collection } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import type { Conversation } from "./conversation";

/** Limits questions to chosen collections. Not shown where there is nothing to choose between. */
@customElement("source-picker")
export class SourcePicker extends PageElement {
  @property({ attribute: false }) conversation!: Conversation;
  /** The state lives in the conversation; the page counts its changes here. */
  @property({ type: Number }) revision = 0;
  @state() private collections: Collection[] = [];

  private readonly onOutside = (event: Event) => {
    if (!this.contains(event.target as Node)) this.close();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.onOutside);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.onOutside);
  }

  protected override render() {
    if (this.collections.length < 2) return nothing;
    const chosen = this.conversation.collections;
    return html`<details class="picker" data-testid="source-picker" @keydown=${this.key} @toggle=${this.opened}>
      <summary class="button quiet" title="What questions are answered from">
        ${icon("documents")}<span class="picked">${chosen.length === 0 ? "Anything" : chosen.map(({ name }) => name).join(", ")}</span>
      </summary>
      <fieldset class="picker-list">
        <legend>Answer only from</legend>
        ${this.collections.map((collection) => this.choice(collection))}
        <p class="small soft">With none ticked, anything may answer: your documents, apps or the model alone.</p>
      </fieldset>
    </details>`;
  }

  private choice({ id, name, mine, owner }: Collection) {
    const chosen = this.conversation.collections.some((other) => other.id === id);
    return html`<label><input type="checkbox" data-testid="source-choice" .checked=${chosen} @change=${() => this.turn({ id, name })} /> <span>${name}${mine ? nothing : html` <span class="soft small">from ${owner}</span>`}</span></label>`;
  }

  private turn(collection: { id: string; name: string }): void {
    const { collections } = this.conversation;
    const others = collections.filter(({ id }) => id !== collection.id);
    this.conversation.collections = others.length < collections.length ? others : [...others, collection];
    this.conversation.changed();
    this.requestUpdate();
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.details?.open) return;
    event.stopPropagation();
    this.close();
    this.querySelector("summary")?.focus();
  }

  /** Collections may have come or gone since the page was opened. */
  private opened(): void {
    if (this.details?.open) void this.load();
  }

  private async load(): Promise<void> {
    const collections = await listCollections().catch(() => this.collections);
    this.collections = collections;
    const there = new Set(collections.map(({ id }) => id));
    this.conversation.collections = this.conversation.collections.filter(({ id }) => there.has(id));
  }

  private close(): void {
    if (this.details) this.details.open = false;
  }

  private get details(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }
}
