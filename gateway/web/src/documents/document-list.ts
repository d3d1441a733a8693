import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { moveDocument } from "../api/collections";
import { deleteDocument } from "../api/documents";
import { ApiError } from "../api/error";
import type { Collection, DocumentRecord } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { count, moment, size } from "../design/wording";
import { confirm } from "../shell/confirm";
import { chooseCollection } from "./choose-collection";
import type { ReadersDialog } from "./readers-dialog";
import { openDocument } from "./reading";
import "../shell/error-notice";
import "./readers-dialog";

/** The documents of a collection. Fires `changed` when one was deleted or may be read by others. */
@customElement("document-list")
export class DocumentRows extends PageElement {
  @property({ attribute: false }) documents: DocumentRecord[] = [];
  @property({ attribute: false }) collection!: Collection;
  /** Collections that a document could be moved to. */
  @property({ attribute: false }) others: Collection[] = [];
  @state() private error?: ApiError;

  protected override render() {
    if (this.documents.length === 0) return this.empty();
    return html`<error-notice .error=${this.error}></error-notice>
      <ul class="rows" aria-label="Documents">
        ${repeat(this.documents, (document) => document.id, (document) => this.row(document))}
      </ul>
      <readers-dialog .readers=${this.collection.readers}></readers-dialog>`;
  }

  private empty() {
    return html`<div class="empty">
      ${icon("documents")}<strong>No documents yet</strong>
      <p>${this.collection.mine
        ? "Add a PDF, a Word document, a web page or a text, then ask about it in a chat: each sentence that a passage supports gets a number that opens that passage."
        : `What ${this.collection.owner} adds here, you can ask about.`}</p>
    </div>`;
  }

  private row(document: DocumentRecord) {
    const { id, name, state, error, mine } = document;
    return html`<li class="row" data-testid="document-row" data-state=${state}>
      ${icon("documents")}
      <div class="grow">
        ${state === "ready" ? html`<button type="button" class="link" @click=${() => openDocument(id, name)}>${name}</button>` : html`<span>${name}</span>`}
        <p class="small soft">
          ${facts(document)} ${document.restricted && mine ? html`<span class="badge" data-testid="restricted">${only(document.readers)}</span>` : nothing}
        </p>
        ${error ? html`<error-notice .error=${error}></error-notice>` : nothing}
      </div>
      ${mine && this.collection.readers.length > 0
        ? html`<button class="icon-button" type="button" aria-label="Who reads ${name}" title="Who reads it" data-testid="document-readers" @click=${() => void this.querySelector<ReadersDialog>("readers-dialog")?.show(document)}>${icon("people")}</button>`
        : nothing}
      ${mine && this.others.length > 0
        ? html`<button class="icon-button" type="button" aria-label="Move ${name}" title="Move it to another collection" data-testid="document-move" @click=${() => void this.move(document)}>${icon("move")}</button>`
        : nothing}
      ${mine ? html`<button class="icon-button" type="button" aria-label="Delete ${name}" data-testid="document-delete" @click=${() => void this.erase(id, name)}>${icon("bin")}</button>` : nothing}
    </li>`;
  }

  private async move({ id, name }: DocumentRecord): Promise<void> {
    const target = await chooseCollection(name, this.others);
    if (target === undefined) return;
    await this.attempt(async () => {
      await moveDocument(id, target);
      this.tell("changed", undefined);
    });
  }

  private async erase(id: string, name: string): Promise<void> {
    const detail = `“${name}” and everything found in it is removed from this server. Earlier answers keep their text, but their numbers lead nowhere.`;
    if (!(await confirm({ title: "Delete this document?", detail, action: "Delete" }))) return;
    await this.attempt(async () => {
      await deleteDocument(id);
      this.tell("changed", undefined);
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

function facts(document: DocumentRecord): string {
  const facts = [size(document.bytes)];
  if (document.pages > 0) facts.push(count(document.pages, "page"));
  if (document.state === "ready") facts.push(count(document.passages, "passage"));
  facts.push(`added ${moment(document.createdAt)}`);
  return facts.join(" · ");
}

function only(readers: string[]): string {
  return readers.length === 0 ? "only you" : `only you and ${readers.length > 2 ? count(readers.length, "reader") : readers.join(" and ")}`;
}
