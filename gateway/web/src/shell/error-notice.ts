import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Problem } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";

/** Shows a failure with its code and what to do; fires `dismiss` when `dismissible`. */
@customElement("error-notice")
export class ErrorNotice extends PageElement {
  @property({ attribute: false }) error?: Problem;
  @property({ type: Boolean }) dismissible = false;

  protected override render() {
    if (!this.error) return nothing;
    return html`<div class="notice" role="alert">
      ${icon("warning")}
      <div>
        <strong>${this.error.title}</strong>
        <p>${this.error.detail}</p>
        <span class="code small">${this.error.code}</span>
      </div>
      ${this.dismissible
        ? html`<button class="icon-button" type="button" aria-label="Dismiss" @click=${() => this.tell("dismiss", undefined)}>${icon("close")}</button>`
        : nothing}
    </div>`;
  }
}
