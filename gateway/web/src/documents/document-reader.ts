import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { readDocumentText, readPassage } from "../api/documents";
import { ApiError } from "../api/error";
import type { DocumentText, PassagePlace } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { READ, type Reading } from "./reading";
import "../shell/error-notice";

/** A panel with a document's text, scrolled to the passage that an answer rests on. Esc closes it. */
@customElement("document-reader")
export class DocumentReader extends PageElement {
  @state() private reading?: Reading;
  @state() private document?: DocumentText;
  @state() private place?: PassagePlace;
  @state() private error?: ApiError;

  private readonly onRead = (event: Event) => void this.open((event as CustomEvent<Reading>).detail);

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(READ, this.onRead);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener(READ, this.onRead);
  }

  protected override render() {
    return html`<dialog class="reader" aria-labelledby="reader-title" data-testid="document-reader" @click=${this.clicked}>
      <header>
        <h2 id="reader-title">${this.reading?.documentName ?? ""}</h2>
        ${this.place?.page ? html`<span class="badge">page ${this.place.page}</span>` : nothing}
        <button class="icon-button" type="button" aria-label="Close" @click=${() => this.dialog?.close()}>${icon("close")}</button>
      </header>
      <div class="reader-text" tabindex="0" role="region" aria-label="Text of the document">
        <error-notice .error=${this.error}></error-notice>
        ${this.document ? this.pages(this.document) : this.error ? nothing : html`<p class="soft">Opening…</p>`}
      </div>
    </dialog>`;
  }

  private pages(document: DocumentText) {
    if (document.pages.length < 2) return html`<div class="sheet">${this.stretch(0, document.text.length)}</div>`;
    return document.pages.map(
      (page) => html`<h3 class="page-number">Page ${page.number}</h3>
        <div class="sheet">${this.stretch(page.start, page.end)}</div>`,
    );
  }

  /** The text from start to end, with the part that belongs to the passage highlighted. */
  private stretch(start: number, end: number) {
    const text = this.document?.text ?? "";
    const from = Math.max(start, this.place?.start ?? end);
    const to = Math.min(end, this.place?.end ?? start);
    if (from >= to) return text.slice(start, end);
    return [text.slice(start, from), html`<mark data-testid="passage-highlight" tabindex="-1">${text.slice(from, to)}</mark>`, text.slice(to, end)];
  }

  private async open(reading: Reading): Promise<void> {
    this.reading = reading;
    this.document = undefined;
    this.place = undefined;
    this.error = undefined;
    await this.updateComplete;
    if (!this.dialog?.open) this.dialog?.showModal();
    try {
      const [document, place] = await Promise.all([
        readDocumentText(reading.documentId),
        reading.passageId ? readPassage(reading.passageId) : undefined,
      ]);
      if (this.reading !== reading) return;
      this.place = place;
      this.document = document;
      await this.updateComplete;
      this.showPassage();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }

  private showPassage(): void {
    const passage = this.querySelector("mark");
    passage?.scrollIntoView({ block: "center" });
    passage?.focus({ preventScroll: true });
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  /** A click beside the panel lands on the dialog itself: its backdrop. */
  private clicked(event: Event): void {
    if (event.target === this.dialog) this.dialog?.close();
  }
}
