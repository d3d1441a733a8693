import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { deleteNotes, readNotes, writeNotes } from "../api/apps";
import { ApiError } from "../api/error";
import type { App } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { moment, size } from "../design/wording";
import { confirm } from "../shell/confirm";

/** The notes that an app may read once it was allowed to. Fires `notes-changed`. */
@customElement("notes-editor")
export class NotesEditor extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private text = "";
  @state() private loaded = false;
  @state() private saved = false;
  @state() private error?: ApiError;

  protected override firstUpdated(): void {
    void this.load();
  }

  protected override render() {
    const id = `notes-${this.app.name}`;
    const { present, bytes, updatedAt } = this.app.data.notes;
    return html`<div class="field notes">
      <label for=${id}>Your notes for ${this.app.title}</label>
      <span class="hint" id="${id}-hint">
        Kept apart from the app. It sees them only in a call that you allowed.
        ${present ? html`Now ${size(bytes)}${updatedAt ? `, saved ${moment(updatedAt)}` : ""}.` : nothing}
      </span>
      <textarea id=${id} rows="5" data-testid="notes-text" aria-describedby="${id}-hint" ?disabled=${!this.loaded} .value=${this.text} @input=${this.write}></textarea>
      <error-notice .error=${this.error}></error-notice>
      <div class="actions">
        <button class="button primary" type="button" data-testid="notes-save" ?disabled=${!this.loaded} @click=${() => void this.save()}>Save notes</button>
        <label class="button file-button">Take from a file<input class="unseen" type="file" accept="text/*,.md" @change=${this.fromFile} /></label>
        ${present ? html`<button class="button" type="button" @click=${() => void this.erase()}>Delete notes</button>` : nothing}
        <span class="saved" role="status" data-testid="notes-saved">${this.saved ? html`${icon("done")} Saved` : nothing}</span>
      </div>
    </div>`;
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.saved = false;
  }

  private async fromFile(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.text = await file.text();
    this.saved = false;
  }

  private load(): Promise<void> {
    return this.attempt(async () => {
      this.text = await readNotes(this.app.name);
      this.loaded = true;
    });
  }

  private save(): Promise<void> {
    return this.attempt(async () => {
      await writeNotes(this.app.name, this.text);
      this.saved = true;
      this.tell("notes-changed", undefined);
    });
  }

  private async erase(): Promise<void> {
    const detail = `${this.app.title} will find none. This cannot be undone.`;
    if (!(await confirm({ title: "Delete these notes?", detail, action: "Delete" }))) return;
    await this.attempt(async () => {
      await deleteNotes(this.app.name);
      this.text = "";
      this.tell("notes-changed", undefined);
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
