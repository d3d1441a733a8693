import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { uploads, type Upload } from "./uploads";
import "../shell/error-notice";

/** The files on their way, each with how far it is or why it failed. */
@customElement("upload-list")
export class UploadList extends PageElement {
  private readonly onChange = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    uploads.addEventListener("change", this.onChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    uploads.removeEventListener("change", this.onChange);
  }

  protected override render() {
    if (uploads.list.length === 0) return nothing;
    return html`<ul class="uploads" aria-label="Files being added" aria-live="polite">
      ${uploads.list.map((upload) => html`<li data-testid="upload" data-state=${upload.state}>${this.row(upload)}</li>`)}
    </ul>`;
  }

  private row(upload: Upload) {
    if (upload.state === "failed")
      return html`<error-notice dismissible .error=${upload.error} @dismiss=${() => uploads.remove(upload)}></error-notice>`;
    if (upload.state === "done")
      return html`<span class="grow">${icon("done")} ${upload.name} can now be asked about</span>
        <button class="icon-button" type="button" aria-label="Dismiss" @click=${() => uploads.remove(upload)}>${icon("close")}</button>`;
    return html`<span class="grow">${icon("documents")} ${upload.name}</span>
      <span class="soft small">${doing(upload)}</span>
      <progress aria-label="${upload.name}: ${upload.passages ? "read" : "sent"}" max="1" .value=${share(upload)}></progress>`;
  }
}

function doing({ state, passages }: Upload): string {
  if (passages) return `reading ${passages.done.toLocaleString("en")} of ${passages.all.toLocaleString("en")} passages…`;
  return state === "sending" ? "sending…" : "reading…";
}

function share({ share, passages }: Upload): number {
  return passages ? passages.done / passages.all : share;
}
