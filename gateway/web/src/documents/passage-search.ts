import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { searchPassages, type FoundPassage } from "../api/search";
import type { Collection } from "../api/types";
import { PageElement } from "../design/element";
import { openFound } from "./reading";
import "../shell/error-notice";

/** Finds passages of a collection, with the words that matched; pressing one opens it in its document. */
@customElement("passage-search")
export class PassageSearch extends PageElement {
  @property({ attribute: false }) collection!: Collection;
  @state() private hits?: FoundPassage[];
  @state() private busy = false;
  @state() private error?: ApiError;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("collection") && changed.get("collection")?.id !== this.collection.id) this.hits = undefined;
  }

  protected override render() {
    return html`<form class="inline-form" role="search" @submit=${this.submit}>
        <div class="field">
          <label for="passage-query">Find a passage in ${this.collection.name}</label>
          <input id="passage-query" name="query" type="text" data-testid="passage-query" maxlength="2000" required autocomplete="off" placeholder="Words or a question" />
        </div>
        <button class="button" data-testid="passage-search" ?disabled=${this.busy}>${this.busy ? "Looking…" : "Find"}</button>
      </form>
      <error-notice .error=${this.error}></error-notice>
      <div role="status">${this.hits?.length === 0 ? html`<p class="soft">Nothing was found.</p>` : nothing}</div>
      ${this.hits && this.hits.length > 0 ? html`<ol class="rows" aria-label="Passages found">${this.hits.map((hit) => this.row(hit))}</ol>` : nothing}`;
  }

  private row(hit: FoundPassage) {
    return html`<li class="row" data-testid="passage-hit">
      <div class="grow">
        <button type="button" class="link" @click=${() => openFound(hit)}>${hit.documentName}${hit.page === null ? "" : `, page ${hit.page}`}</button>
        <p class="excerpt">${marked(hit)}</p>
      </div>
    </li>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const query = String(new FormData(event.target as HTMLFormElement).get("query")).trim();
    if (query !== "") void this.search(query);
  }

  private async search(query: string): Promise<void> {
    const { id } = this.collection;
    this.busy = true;
    this.error = undefined;
    try {
      const hits = await searchPassages(query, id);
      if (this.collection.id === id) this.hits = hits;
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}

/** The text with its matches marked. */
function marked({ text, matches }: FoundPassage) {
  let at = 0;
  const parts = matches.map(({ start, end }) => {
    const before = text.slice(at, start);
    at = end;
    return html`${before}<mark>${text.slice(start, end)}</mark>`;
  });
  return html`${parts}${text.slice(at)}`;
}
