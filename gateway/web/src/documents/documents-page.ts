import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { createCollection, deleteCollection, listCollections, renameCollection, withdrawCollection } from "../api/collections";
import { listDocuments, type DocumentList } from "../api/documents";
import { ApiError } from "../api/error";
import { currentSession } from "../api/session";
import type { Collection } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { count, size } from "../design/wording";
import { askName } from "../shell/ask-name";
import { confirm } from "../shell/confirm";
import type { ShareDialog } from "./share-dialog";
import { uploads } from "./uploads";
import "../shell/error-notice";
import "./collection-bar";
import "./document-list";
import "./drop-zone";
import "./passage-search";
import "./share-dialog";
import "./upload-list";

/** The documents that answers may rest on, by collection: add, read, share, delete. */
@customElement("documents-page")
export class DocumentsPage extends PageElement {
  @state() private collections: Collection[] = [];
  @state() private chosen = "";
  @state() private shown?: DocumentList;
  @state() private error?: ApiError;
  private readonly onStored = () => void this.attempt(() => this.load());

  override connectedCallback(): void {
    super.connectedCallback();
    uploads.addEventListener("stored", this.onStored);
    void this.attempt(() => this.load());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    uploads.removeEventListener("stored", this.onStored);
    uploads.forgetFinished();
  }

  protected override render() {
    const collection = this.collections.find(({ id }) => id === this.chosen);
    return html`<drop-zone .collection=${this.chosen} ?closed=${!collection?.mine}>
      <div class="page">
        <header>
          <h1>Documents</h1>
          <p class="soft">Answers can rest on what you add here. The text is read and searched on this server and shown to nobody but those you share it with.</p>
        </header>
        <collection-bar .collections=${this.collections} .chosen=${this.chosen} @choose=${(event: CustomEvent<string>) => this.choose(event.detail)} @make=${() => void this.make()}></collection-bar>
        <error-notice .error=${this.error}></error-notice>
        ${collection ? this.open(collection) : nothing}
      </div>
    </drop-zone>`;
  }

  private open(collection: Collection) {
    return html`<section aria-labelledby="collection-title">
      <div class="collection-head">
        <div class="grow">
          <h2 id="collection-title">${collection.name}</h2>
          <p class="small soft" data-testid="collection-facts">${facts(collection)}</p>
        </div>
        <div class="actions">${collection.mine ? this.ownersActions(collection) : this.readersActions(collection)}</div>
      </div>
      ${collection.mine ? this.adding() : nothing}
      <upload-list></upload-list>
      ${this.shown
        ? html`<document-list .documents=${this.shown.documents} .collection=${collection} .others=${this.others(collection)} @changed=${this.onStored}></document-list>`
        : nothing}
      ${collection.documents > 0 ? html`<passage-search .collection=${collection}></passage-search>` : nothing}
      <share-dialog .collection=${collection} @changed=${this.onStored}></share-dialog>
    </section>`;
  }

  private ownersActions(collection: Collection) {
    return html`<button type="button" class="button quiet" data-testid="collection-share" @click=${() => this.querySelector<ShareDialog>("share-dialog")?.show()}>${icon("people")} Share</button>
      <button type="button" class="button quiet" data-testid="collection-rename" @click=${() => void this.rename(collection)}>Rename</button>
      ${collection.standard ? nothing : html`<button type="button" class="button quiet" data-testid="collection-delete" @click=${() => void this.erase(collection)}>Delete</button>`}`;
  }

  private readersActions(collection: Collection) {
    return html`<button type="button" class="button quiet" data-testid="collection-leave" @click=${() => void this.leave(collection)}>Leave</button>`;
  }

  private adding() {
    return html`<div class="adding">
      <label class="button primary file-button">
        ${icon("plus")} Add documents
        <input class="unseen" type="file" multiple data-testid="upload-input" @change=${this.take} />
      </label>
      <span class="small soft">or drop them on this page${this.shown ? `, up to ${size(this.shown.limitBytes)} each` : ""}</span>
    </div>`;
  }

  /** Where a document of this one could be put. */
  private others(collection: Collection): Collection[] {
    return this.collections.filter(({ id, mine }) => mine && id !== collection.id);
  }

  private take(event: Event): void {
    const input = event.target as HTMLInputElement;
    uploads.add([...(input.files ?? [])], this.chosen);
    input.value = "";
  }

  private choose(id: string): void {
    this.chosen = id;
    this.shown = undefined;
    void this.attempt(() => this.load());
  }

  private async load(): Promise<void> {
    const collections = await listCollections();
    const chosen = collections.some(({ id }) => id === this.chosen) ? this.chosen : (collections[0]?.id ?? "");
    const shown = await listDocuments(chosen);
    this.collections = collections;
    this.chosen = chosen;
    this.shown = shown;
  }

  private async make(): Promise<void> {
    const name = await askName({ title: "New collection", label: "Name", value: "", action: "Create" });
    if (name === undefined) return;
    await this.attempt(async () => {
      this.chosen = (await createCollection(name)).id;
      await this.load();
    });
  }

  private async rename(collection: Collection): Promise<void> {
    const name = await askName({ title: "Rename this collection", label: "Name", value: collection.name, action: "Rename" });
    if (name === undefined) return;
    await this.attempt(async () => {
      await renameCollection(collection.id, name);
      await this.load();
    });
  }

  private async erase({ id, name, documents }: Collection): Promise<void> {
    const detail = `“${name}” with ${count(documents, "document")} and everything found in them is removed from this server, for its readers too.`;
    if (!(await confirm({ title: "Delete this collection?", detail, action: "Delete" }))) return;
    await this.attempt(async () => {
      await deleteCollection(id);
      await this.load();
    });
  }

  private async leave({ id, name, owner }: Collection): Promise<void> {
    const detail = `Your searches and answers no longer find what is in “${name}”. Only ${owner} can share it with you again.`;
    if (!(await confirm({ title: "Leave this collection?", detail, action: "Leave" }))) return;
    await this.attempt(async () => {
      await withdrawCollection(id, (await currentSession())?.name ?? "");
      await this.load();
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.error = undefined;
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}

function facts({ mine, owner, documents, readers }: Collection): string {
  const shared = mine ? (readers.length > 0 ? `read by ${readers.join(", ")}` : "read by nobody but you") : `shared by ${owner}: you can read and search it`;
  return `${count(documents, "document")} · ${shared}`;
}
