import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { federation, searchParties, type FederatedAnswer, type Federation, type FetchMode } from "../api/federation";
import type { Session } from "../api/types";
import { PageElement } from "../design/element";
import "../shell/error-notice";
import "./federated-answer";
import "./party-list";

const MODES: Record<FetchMode, string> = { oblivious: "Obliviously", decoys: "Among decoys", direct: "Directly" };

/** Searches the documents of other organisations, whose nodes see neither the question nor, by default, what was found. */
@customElement("federation-page")
export class FederationPage extends PageElement {
  @property({ attribute: false }) session!: Session;
  @state() private known?: Federation;
  @state() private question = "";
  @state() private mode: FetchMode = "oblivious";
  @state() private answer?: FederatedAnswer;
  @state() private error?: ApiError;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render() {
    return html`<div class="page">
      <header>
        <h1>Search across parties</h1>
        <p class="soft">Other organisations’ documents are searched without showing them your question: it goes out encrypted, and only this machine can read the scores.</p>
      </header>
      ${this.known?.parties.length ? this.form(this.known) : nothing}
      <error-notice .error=${this.error}></error-notice>
      <div role="status">${this.answer ? html`<federated-answer .answer=${this.answer}></federated-answer>` : nothing}</div>
      ${this.known ? html`<party-list .known=${this.known} .admin=${this.session.roles.includes("admin")} @changed=${() => void this.load()}></party-list>` : nothing}
    </div>`;
  }

  private form(known: Federation) {
    return html`<form class="field" @submit=${this.submit}>
      <label for="federation-question">Question</label>
      <textarea id="federation-question" rows="3" maxlength="2000" data-testid="federation-question" .value=${this.question} @input=${this.write}></textarea>
      <fieldset class="choices">
        <legend>How passages are fetched</legend>
        ${(Object.keys(MODES) as FetchMode[]).map(
          (mode) => html`<label class="choice">
            <input type="radio" name="mode" value=${mode} data-testid="federation-mode-${mode}" ?checked=${this.mode === mode} @change=${() => (this.mode = mode)} />
            <span><strong>${MODES[mode]}</strong> <span class="small soft">${known.fetching[mode]}</span></span>
          </label>`,
        )}
      </fieldset>
      <div class="actions">
        <button class="button primary" data-testid="federation-search" ?disabled=${this.busy || this.question.trim() === ""}>${this.busy ? "Asking…" : `Ask ${known.parties.length === 1 ? "the party" : `all ${known.parties.length} parties`}`}</button>
        <span class="small soft">Each party counts the question against your budget there.</span>
      </div>
    </form>`;
  }

  private write(event: Event): void {
    this.question = (event.target as HTMLTextAreaElement).value;
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      this.answer = await searchParties(this.question, this.mode);
      await this.load();
    } catch (error) {
      this.answer = undefined;
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }

  private async load(): Promise<void> {
    try {
      this.known = await federation();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
