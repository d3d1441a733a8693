import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MarkSpan } from "../api/types";
import { PageElement } from "../design/element";

/** A text with the stretches that bear a mark. */
@customElement("marked-text")
export class MarkedText extends PageElement {
  @property({ attribute: false }) text = "";
  @property({ attribute: false }) spans: MarkSpan[] = [];

  protected override render() {
    const whole = this.spans.length === 1 && this.spans[0]!.start === 0 && this.spans[0]!.end === this.text.length;
    return html`<h3>Where the mark is</h3>
      <p class="small soft">${whole ? "In the text as a whole." : "The bounds are rough: a stretch is found as a whole."}</p>
      <div class="marked-text" tabindex="0" role="group" aria-label="The text, with what bears the mark" data-testid="marked-text">${this.pieces()}</div>`;
  }

  private pieces() {
    let at = 0;
    const pieces = this.spans.map((span) => {
      const before = this.text.slice(at, span.start);
      at = span.end;
      return html`${before}<mark title="${span.scheme}, key ${span.keyId}">${this.text.slice(span.start, span.end)}</mark>`;
    });
    return html`${pieces}${at < this.text.length ? this.text.slice(at) : nothing}`;
  }
}
