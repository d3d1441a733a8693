import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { exportAddress } from "../api/conversations";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";

/** Offers an answer, or the whole conversation where none is named, as a file. */
@customElement("export-menu")
export class ExportMenu extends PageElement {
  @property() conversationId = "";
  @property() answerId = "";
  @state() private open = false;

  protected override render() {
    const what = this.answerId ? "answer" : "conversation";
    return html`<button type="button" class="button quiet" data-testid="export-${what}" aria-expanded=${this.open} title="The file says that AI generated it, in words and in a signed manifest (C2PA)" @click=${() => (this.open = !this.open)}>
        ${icon("save")} Export${this.answerId ? "" : " conversation"}
      </button>
      ${this.open ? html`${this.choice("text", "Plain text")}${this.choice("markdown", "Markdown")}` : nothing}`;
  }

  private choice(form: "text" | "markdown", name: string) {
    return html`<a class="button quiet" download href=${exportAddress(this.conversationId, this.answerId, form)} data-testid="export-${form}">${name}</a>`;
  }
}
