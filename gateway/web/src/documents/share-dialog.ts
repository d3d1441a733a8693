import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shareCollection, withdrawCollection } from "../api/collections";
import { ApiError } from "../api/error";
import type { Collection } from "../api/types";
import { PageElement } from "../design/element";
import "../shell/error-notice";

/** Who reads a collection: give it to someone by name, take it back. Fires `changed` after each change. */
@customElement("share-dialog")
export class ShareDialog extends PageElement {
  @property({ attribute: false }) collection!: Collection;
  @state() private error?: ApiError;

  show(): void {
    this.error = undefined;
    this.querySelector("dialog")?.showModal();
  }

  protected override render() {
    const { name, readers } = this.collection;
    return html`<dialog aria-labelledby="share-title" data-testid="share-dialog">
      <div class="dialog-body">
        <h2 id="share-title">Who reads “${name}”</h2>
        <p class="soft">They find it in their searches and answers. They cannot change it, and once you take it back their next search no longer finds it; answers they have already got stay with them.</p>
        ${readers.length > 0
          ? html`<ul class="rows" aria-label="Readers">${readers.map((reader) => this.row(reader))}</ul>`
          : html`<p>Nobody but you.</p>`}
        <form class="inline-form" @submit=${this.share}>
          <div class="field">
            <label for="share-name">Share with</label>
            <input id="share-name" name="name" type="text" data-testid="share-name" placeholder="Name of an account here" maxlength="63" required autocomplete="off" autocapitalize="none" />
          </div>
          <button class="button primary" data-testid="share">Share</button>
        </form>
        <error-notice .error=${this.error}></error-notice>
        <form method="dialog" class="actions end"><button class="button">Done</button></form>
      </div>
    </dialog>`;
  }

  private row(reader: string) {
    return html`<li class="row" data-testid="reader-row">
      <span class="grow">${reader}</span>
      <button class="button" type="button" data-testid="withdraw" aria-label="Take back from ${reader}" @click=${() => void this.attempt(() => withdrawCollection(this.collection.id, reader))}>Take back</button>
    </li>`;
  }

  private share(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get("name")).trim();
    void this.attempt(async () => {
      await shareCollection(this.collection.id, name);
      form.reset();
    });
  }

  private async attempt(change: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await change();
      this.tell("changed", undefined);
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
