import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Collection } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";

/** The collections to choose from. Fires `choose` with the id of the one that was pressed, and `make` for a new one. */
@customElement("collection-bar")
export class CollectionBar extends PageElement {
  @property({ attribute: false }) collections: Collection[] = [];
  @property() chosen = "";

  protected override render() {
    return html`<nav class="collections" aria-label="Collections">
      ${this.collections.map((collection) => this.chip(collection))}
      <button type="button" class="chip quiet" data-testid="collection-new" @click=${() => this.tell("make", undefined)}>${icon("plus")} New collection</button>
    </nav>`;
  }

  private chip({ id, name, mine, owner, readers }: Collection) {
    return html`<button
      type="button"
      class="chip"
      data-testid="collection"
      aria-current=${id === this.chosen ? "true" : nothing}
      @click=${() => this.tell("choose", id)}
    >
      ${name}
      ${mine ? (readers.length > 0 ? html`<span class="aside">${icon("people")}<span class="unseen">shared</span></span>` : nothing) : html`<span class="aside">from ${owner}</span>`}
    </button>`;
  }
}
