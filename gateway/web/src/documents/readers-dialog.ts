import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { openDocumentToAll, restrictDocument } from "../api/collections";
import { ApiError } from "../api/error";
import type { DocumentRecord } from "../api/types";
import { PageElement } from "../design/element";
import "../shell/error-notice";

/** Which of a collection's readers may read one document of it. Fires `changed` after a change. */
@customElement("readers-dialog")
export class ReadersDialog extends PageElement {
  /** The names of all readers of the collection. */
  @property({ attribute: false }) readers: string[] = [];
  @state() private document?: DocumentRecord;
  @state() private some = false;
  @state() private error?: ApiError;

  async show(document: DocumentRecord): Promise<void> {
    this.document = document;
    this.some = document.restricted;
    this.error = undefined;
    await this.updateComplete;
    for (const box of this.querySelectorAll<HTMLInputElement>("input[name=reader]")) box.checked = document.readers.includes(box.value);
    this.querySelector("dialog")?.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="readers-title" data-testid="readers-dialog">
      <form class="dialog-body" @submit=${this.save}>
        <h2 id="readers-title">Who reads “${this.document?.name}”</h2>
        <fieldset class="choices plain">
          <legend class="unseen">Readers</legend>
          ${this.choice(false, "All readers of the collection")} ${this.choice(true, "Only these")}
        </fieldset>
        <fieldset class="readers" ?disabled=${!this.some}>
          <legend class="unseen">Only these</legend>
          ${this.readers.map(
            (reader) => html`<label><input type="checkbox" name="reader" value=${reader} /> ${reader}</label>`,
          )}
          <p class="small soft">You always read it. With nobody ticked, only you do.</p>
        </fieldset>
        <error-notice .error=${this.error}></error-notice>
        <div class="actions end">
          <button class="button" type="button" @click=${this.close}>Cancel</button>
          <button class="button primary" data-testid="readers-save">Save</button>
        </div>
      </form>
    </dialog>`;
  }

  private choice(some: boolean, words: string) {
    return html`<label><input type="radio" name="some" .checked=${this.some === some} data-testid=${some ? "readers-some" : "readers-all"} @change=${() => (this.some = some)} /> ${words}</label>`;
  }

  private save(event: SubmitEvent): void {
    event.preventDefault();
    const chosen = new FormData(event.target as HTMLFormElement).getAll("reader").map(String);
    void this.store(chosen);
  }

  private async store(chosen: string[]): Promise<void> {
    if (!this.document) return;
    try {
      if (this.some) await restrictDocument(this.document.id, chosen);
      else await openDocumentToAll(this.document.id);
      this.close();
      this.tell("changed", undefined);
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }

  private readonly close = (): void => this.querySelector("dialog")?.close();
}
