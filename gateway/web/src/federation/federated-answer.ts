import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { FederatedAnswer, FederatedHit, Outcome } from "../api/federation";
import { PageElement } from "../design/element";

const STATUS: Record<Outcome["status"], { label: string; tone: string }> = {
  answered: { label: "answered", tone: "good" },
  late: { label: "too late", tone: "warn" },
  refused: { label: "refused", tone: "warn" },
  misbehaved: { label: "sent nonsense", tone: "bad" },
  unreachable: { label: "not reached", tone: "warn" },
  incompatible: { label: "cannot be compared", tone: "warn" },
};

/** The passages that were found, and for each party whether it answered, what it learned, and what budget is left. */
@customElement("federated-answer")
export class FederatedAnswerView extends PageElement {
  @property({ attribute: false }) answer!: FederatedAnswer;

  protected override render() {
    const { hits, parties, unchecked } = this.answer;
    return html`<section aria-labelledby="found-title">
        <h2 id="found-title">${hits.length === 0 ? "Nothing was found" : "Found"}</h2>
        ${unchecked ? html`<p class="small" data-testid="federation-unchecked">${unchecked}</p>` : nothing}
        <ol class="rows found">
          ${hits.map((hit) => this.hit(hit))}
        </ol>
      </section>
      <section aria-labelledby="answered-title">
        <h2 id="answered-title">Who answered, and what each learned</h2>
        <ul class="rows">
          ${parties.map((party) => this.party(party))}
        </ul>
      </section>`;
  }

  private hit(hit: FederatedHit) {
    return html`<li class="row" data-testid="federation-hit">
      <div class="grow">
        <p class="small soft"><strong>${hit.party}</strong>${hit.title ? html` · ${hit.title}` : nothing} · similarity ${hit.score.toFixed(2)}</p>
        ${hit.text ? html`<p class="passage">${hit.text}</p>` : html`<p class="soft">The passage could not be opened.</p>`}
      </div>
    </li>`;
  }

  private party(party: Outcome) {
    const status = STATUS[party.status];
    return html`<li class="row" data-testid="federation-outcome" data-status=${party.status}>
      <div class="grow">
        <p><strong>${party.name}</strong> <span class="badge ${status.tone}">${status.label}</span>${party.doubt ? html` <span class="badge bad">doubtful</span>` : nothing}</p>
        ${party.doubt ? html`<p class="small" data-testid="federation-doubt">${party.doubt}</p>` : nothing}
        ${party.detail ? html`<p class="small"><span class="code">${party.code}</span> ${party.detail}</p>` : nothing}
        <p class="small soft">
          ${party.status === "answered" ? "That and when something was asked, and: " : ""}${party.learned}
        </p>
        <p class="small soft">
          ${(party.milliseconds / 1000).toFixed(1)} s · ${size(party.sent)} sent, ${size(party.received)} received
          ${party.left === undefined ? nothing : html` · <span data-testid="federation-left">${party.left} ${party.left === 1 ? "question" : "questions"} left</span>`}
        </p>
      </div>
    </li>`;
  }
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
