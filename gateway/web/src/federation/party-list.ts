import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { joinParty, leaveParty, type Federation, type Guest, type Party } from "../api/federation";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";
import "../shell/error-notice";

/** Who may be asked, who may ask, and what is left of their budgets. Fires `changed`. */
@customElement("party-list")
export class PartyList extends PageElement {
  @property({ attribute: false }) known!: Federation;
  @property({ type: Boolean }) admin = false;
  @state() private code = "";
  @state() private name = "";
  @state() private error?: ApiError;
  @state() private busy = false;

  protected override render() {
    if (!this.known.setUp)
      return html`<div class="empty" data-testid="federation-not-set-up">
        <p>This node takes no part in a federation yet.</p>
        <p class="small">An operator makes its key with <span class="code">./cloister federation init NAME</span>.</p>
      </div>`;
    return html`<section aria-labelledby="parties-title">
        <h2 id="parties-title">Parties that you can ask</h2>
        ${this.known.parties.length === 0
          ? html`<p class="soft">None yet. A party invites you with a code.</p>`
          : html`<ul class="rows">
              ${this.known.parties.map((party) => this.party(party))}
            </ul>`}
        ${this.admin ? this.joining() : nothing}
        <error-notice .error=${this.error}></error-notice>
      </section>
      <section aria-labelledby="guests-title">
        <h2 id="guests-title">Parties that may ask this node</h2>
        <p class="small soft">This node is <strong>${this.known.name}</strong>, key <span class="code fingerprint">${this.known.fingerprint}</span>${this.known.listens ? "" : ", and does not listen yet"}.</p>
        ${this.known.guests.length === 0
          ? html`<p class="soft">None. <span class="code">./cloister federation invite NAME</span> offers an account’s documents, as they are then.</p>`
          : html`<ul class="rows">
              ${this.known.guests.map((guest) => this.guest(guest))}
            </ul>`}
        <details>
          <summary>What a search reveals</summary>
          <h3>Of your documents, to who asks</h3>
          <ul>
            ${this.known.leaksToQueriers.map((line) => html`<li>${line}</li>`)}
          </ul>
          <h3>Of your question, to who is asked</h3>
          <ul>
            ${this.known.leaksToOwners.map((line) => html`<li>${line}</li>`)}
          </ul>
        </details>
      </section>`;
  }

  private party(party: Party) {
    return html`<li class="row" data-testid="federation-party">
      <div class="grow">
        <strong>${party.name}</strong>: ${party.title}, ${party.passages.toLocaleString("en")} ${party.passages === 1 ? "passage" : "passages"}
        <p class="small soft" data-testid="federation-share">${party.share.left} of ${party.share.most} ${party.share.most === 1 ? "question" : "questions"} left to your account in ${party.share.days} ${party.share.days === 1 ? "day" : "days"}</p>
        <p class="small soft code fingerprint">${party.fingerprint}</p>
      </div>
      ${this.admin ? html`<button class="button" type="button" aria-label="Leave ${party.name}" @click=${() => void this.leave(party.name)}>Leave</button>` : nothing}
    </li>`;
  }

  private guest(guest: Guest) {
    return html`<li class="row" data-testid="federation-guest">
      <div class="grow">
        <strong>${guest.name}</strong>:
        ${guest.revoked
          ? html`shut out ${moment(guest.revoked)}`
          : html`${guest.left} of ${guest.queries} questions left in ${guest.days} ${guest.days === 1 ? "day" : "days"}${guest.noise > 0 ? `, noise up to ${guest.noise}` : ""}`}
        <p class="small soft code fingerprint">${guest.fingerprint}</p>
      </div>
      ${this.admin && !guest.revoked ? html`<button class="button" type="button" aria-label="Shut out ${guest.name}" @click=${() => void this.leave(guest.name)}>Shut out</button>` : nothing}
    </li>`;
  }

  private joining() {
    return html`<form class="field" @submit=${this.submit}>
      <label for="federation-code">Invitation</label>
      <input id="federation-code" autocomplete="off" spellcheck="false" data-testid="federation-code" .value=${this.code} @input=${(event: Event) => (this.code = value(event))} />
      <label for="federation-name">What to call the party</label>
      <input id="federation-name" autocomplete="off" data-testid="federation-name" .value=${this.name} @input=${(event: Event) => (this.name = value(event))} />
      <div class="actions">
        <button class="button" data-testid="federation-join" ?disabled=${this.busy || !this.code.trim() || !this.name.trim()}>${this.busy ? "Joining…" : "Join"}</button>
      </div>
    </form>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.act(async () => {
      await joinParty(this.code, this.name);
      this.code = "";
      this.name = "";
    });
  }

  private leave(name: string): Promise<void> {
    return this.act(() => leaveParty(name));
  }

  private async act(action: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await action();
      this.dispatchEvent(new CustomEvent("changed"));
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
