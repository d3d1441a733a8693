import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import type { Detection, Session } from "../api/types";
import { detectMark } from "../api/watermark";
import { PageElement } from "../design/element";
import { isCompliance } from "../session/roles";
import { icon } from "../design/icons";
import { takeCarried } from "./handoff";
import { verdict } from "./verdict";
import "../marks/report-maker";
import "../shell/error-notice";
import "./credential-card";
import "./file-checks";
import "./marked-text";

/** Looks for this installation's mark in a text, and says what the finding means and what it does not. */
@customElement("check-page")
export class CheckPage extends PageElement {
  @property({ attribute: false }) session!: Session;
  @state() private text = takeCarried();
  @state() private detection?: Detection;
  @state() private error?: ApiError;
  @state() private busy = false;

  protected override firstUpdated(): void {
    if (this.text) void this.check();
  }

  protected override render() {
    return html`<div class="page">
      <header>
        <h1>Check a text</h1>
        <p class="soft">Every answer written here carries a mark that readers do not notice and statistics can find. Texts that were exported carry a signed manifest too. Paste a text to see what it carries.</p>
      </header>
      <form class="field" @submit=${this.submit}>
        <label for="check-text">Text to check</label>
        <textarea id="check-text" rows="10" data-testid="check-text" aria-describedby="check-hint" .value=${this.text} @input=${this.write}></textarea>
        <span class="hint" id="check-hint">Longer texts give surer answers. The text is checked on this server and not kept.</span>
        <div class="actions">
          <button class="button primary" data-testid="check-submit" ?disabled=${this.busy || this.text.trim() === ""}>${this.busy ? "Checking…" : "Check"}</button>
        </div>
      </form>
      <error-notice .error=${this.error}></error-notice>
      <div role="status">
        ${this.detection?.credential ? html`<credential-card .credential=${this.detection.credential}></credential-card>` : nothing}
        ${this.detection ? this.finding(this.detection) : nothing}
      </div>
      ${this.detection && isCompliance(this.session) ? html`<report-maker .text=${this.text}></report-maker>` : nothing}
      <file-checks></file-checks>
    </div>`;
  }

  private finding(detection: Detection) {
    const found = verdict(detection);
    return html`<section class="card verdict ${found.tone}" data-testid="check-verdict" data-verdict=${detection.verdict}>
      <h2>${icon(found.icon)} ${found.title}</h2>
      <p>${found.meaning}</p>
      ${detection.spans.length > 0 ? html`<marked-text .text=${this.text} .spans=${detection.spans}></marked-text>` : nothing}
      <h3>What this does not say</h3>
      <p class="soft">${found.limits}</p>
      <dl class="facts small">
        <dt>Tokens scored</dt>
        <dd>${detection.tokensScored.toLocaleString("en")}</dd>
        <dt>Score</dt>
        <dd>${detection.score.toFixed(2)}</dd>
        <dt>p-value</dt>
        <dd>${detection.pValue.toPrecision(3)}</dd>
        <dt>Expected power</dt>
        <dd>${detection.effectUnknown ? "not measured for every model here" : `${(100 * detection.expectedPower).toFixed(1)} % of marked texts of this length are found`}</dd>
        <dt>Keys tried</dt>
        <dd>${detection.keysTried.toLocaleString("en")}${detection.keysLeftOut > 0 ? `; ${detection.keysLeftOut.toLocaleString("en")} of models with other vocabularies could not be tried` : ""}</dd>
      </dl>
    </section>`;
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.detection = undefined;
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.check();
  }

  private async check(): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      this.detection = await detectMark(this.text);
    } catch (error) {
      this.detection = undefined;
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}
