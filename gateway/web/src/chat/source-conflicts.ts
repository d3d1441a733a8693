import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Citations, Conflict, Passage, Side } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { place } from "./citation-markers";

const DIFFER: Record<Conflict["kind"], string> = { number: "different numbers", date: "different dates", name: "different names" };

/** Sources that disagree, side by side. Fires `open-passage` with the passage that was pressed. */
@customElement("source-conflicts")
export class SourceConflicts extends PageElement {
  @property({ attribute: false }) citations!: Citations;

  protected override render() {
    return this.citations.conflicts.map(
      (conflict) => html`<section class="conflict" data-testid="conflict" aria-label="Your documents give ${DIFFER[conflict.kind]}">
        <p class="conflict-title">${icon("warning")} <strong>Your documents give ${DIFFER[conflict.kind]}.</strong> Which is right, only you can tell.</p>
        <div class="sides">${this.side(conflict.first)} ${this.side(conflict.second)}</div>
      </section>`,
    );
  }

  private side({ passageId, start, end, valueStart, valueEnd }: Side) {
    const passage = this.citations.passages.find(({ id }) => id === passageId);
    if (!passage) return "";
    const { text } = passage;
    return html`<figure>
      <blockquote>${text.slice(start, valueStart)}<mark data-testid="conflict-value">${text.slice(valueStart, valueEnd)}</mark>${text.slice(valueEnd, end)}</blockquote>
      <figcaption><button type="button" class="source" @click=${() => this.tell<Passage>("open-passage", passage)}><span class="number">${passage.number}</span> ${place(passage)}</button></figcaption>
    </figure>`;
  }
}
