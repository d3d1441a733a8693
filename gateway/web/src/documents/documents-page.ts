import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { deleteDocument, listDocuments, type DocumentList } from "../api/documents";
import { ApiError } from "../api/error";
import type { DocumentRecord } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { count, moment, size } from "../design/wording";
import { confirm } from "../shell/confirm";
import { openDocument } from "./reading";
import { uploads } from "./uploads";
import "../shell/error-notice";
import "./drop-zone";
import "./upload-list";

/** The documents that answers may rest on: add, read, delete. */
@customElement("documents-page")
export class DocumentsPage extends PageElement {
  @state() private shown?: DocumentList;
  @state() private error?: ApiError;
  private readonly onStored = () => void this.load();

  override connectedCallback(): void {
    super.connectedCallback();
    uploads.addEventListener("stored", this.onStored);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    uploads.removeEventListener("stored", this.onStored);
    uploads.forgetFinished();
  }

  protected override render() {
    return html`<drop-zone>
      <div class="page">
        <header>
          <h1>Documents</h1>
          <p class="soft">Answers can rest on what you add here. The text is read and searched on this server and shown to nobody else.</p>
        </header>
        <div class="adding">
          <label class="button primary file-button">
            ${icon("plus")} Add documents
            <input class="unseen" type="file" multiple data-testid="upload-input" @change=${this.choose} />
          </label>
          <span class="small soft">or drop them on this page${this.shown ? `, up to ${size(this.shown.limitBytes)} each` : ""}</span>
        </div>
        <upload-list></upload-list>
        <error-notice .error=${this.error}></error-notice>
        ${this.list()}
      </div>
    </drop-zone>`;
  }

  private list() {
    if (!this.shown) return nothing;
    const { documents } = this.shown;
    if (documents.length === 0)
      return html`<div class="empty">
        ${icon("documents")}<strong>No documents yet</strong>
        <p>Add a PDF, a Word document, a web page or a text, then ask about it in a chat: each sentence that a passage supports gets a number that opens that passage.</p>
      </div>`;
    return html`<ul class="rows" aria-label="Your documents">
      ${repeat(documents, (document) => document.id, (document) => this.row(document))}
    </ul>`;
  }

  private row(document: DocumentRecord) {
    const { id, name, state, error } = document;
    return html`<li class="row" data-testid="document-row" data-state=${state}>
      ${icon("documents")}
      <div class="grow">
        ${state === "ready" ? html`<button type="button" class="link" @click=${() => openDocument(id, name)}>${name}</button>` : html`<span>${name}</span>`}
        <p class="small soft">${this.facts(document)}</p>
        ${error ? html`<error-notice .error=${error}></error-notice>` : nothing}
      </div>
      ${state === "processing" ? html`<span class="badge warn">reading…</span>` : nothing}
      <button class="icon-button" type="button" aria-label="Delete ${name}" data-testid="document-delete" @click=${() => void this.erase(id, name)}>${icon("bin")}</button>
    </li>`;
  }

  private facts(document: DocumentRecord): string {
    const facts = [size(document.bytes)];
    if (document.pages > 0) facts.push(count(document.pages, "page"));
    if (document.state === "ready") facts.push(count(document.passages, "passage"));
    facts.push(`added ${moment(document.createdAt)}`);
    return facts.join(" · ");
  }

  private choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    uploads.add([...(input.files ?? [])]);
    input.value = "";
  }

  private async load(): Promise<void> {
    try {
      this.shown = await listDocuments();
      this.error = undefined;
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }

  private async erase(id: string, name: string): Promise<void> {
    const detail = `“${name}” and everything found in it is removed from this server. Earlier answers keep their text, but their numbers lead nowhere.`;
    if (!(await confirm({ title: "Delete this document?", detail, action: "Delete" }))) return;
    try {
      await deleteDocument(id);
      await this.load();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
