import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Session } from "../api/types";
import { PageElement } from "../design/element";
import { isCompliance } from "../session/roles";
import "./key-list";
import "./mark-policies";
import "./mark-texts";
import "./report-list";

/** How answers are marked, with which keys, and what was reported on texts. */
@customElement("marks-page")
export class MarksPage extends PageElement {
  @property({ attribute: false }) session!: Session;

  protected override render() {
    return html`<div class="page">
      <header>
        <h1>Marks</h1>
        <p class="soft">Generated answers carry a machine-readable mark. Each key is tried on human texts before it marks anything, and a retired key’s marks are still found.</p>
      </header>
      <mark-policies .session=${this.session}></mark-policies>
      ${isCompliance(this.session) ? html`<key-list></key-list><mark-texts></mark-texts><report-list></report-list>` : nothing}
    </div>`;
  }
}
