import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";

/** Copies `text` and says so for a moment, or says that the browser refused. */
@customElement("copy-button")
export class CopyButton extends PageElement {
  @property() text = "";
  @property() label = "Copy";
  @state() private outcome: "" | "Copied" | "Not allowed here" = "";

  protected override render() {
    return html`<button class="button quiet" type="button" @click=${this.copy}>
      ${icon(this.outcome === "Copied" ? "done" : "copy")}<span aria-live="polite">${this.outcome || this.label}</span>
    </button>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
      this.outcome = "Copied";
    } catch {
      this.outcome = "Not allowed here";
    }
    setTimeout(() => (this.outcome = ""), 1800);
  }
}
