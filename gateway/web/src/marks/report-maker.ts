import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { makeReport, type MarkReport } from "../api/marks";
import { PageElement } from "../design/element";
import "../shell/error-notice";
import "./report-files";

/** Makes a signed report on a text. */
@customElement("report-maker")
export class ReportMaker extends PageElement {
  @property({ attribute: false }) text = "";
  @state() private called = "";
  @state() private made?: MarkReport;
  @state() private error?: ApiError;
  @state() private busy = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("text")) this.made = undefined;
  }

  protected override render() {
    return html`<section class="card" aria-labelledby="report-title">
      <h2 id="report-title">Signed report</h2>
      <p class="soft">What was found, signed by this installation: it can be verified later without it. The text is not kept, only its hash.</p>
      <form class="inline-form" @submit=${this.submit}>
        <div class="field">
          <label for="report-name">What to call the text</label>
          <input id="report-name" type="text" maxlength="200" autocomplete="off" data-testid="report-name" .value=${this.called} @input=${(event: Event) => (this.called = (event.target as HTMLInputElement).value)} />
        </div>
        <button class="button" data-testid="report-make" ?disabled=${this.busy}>${this.busy ? "Making…" : "Make a report"}</button>
      </form>
      <error-notice .error=${this.error}></error-notice>
      <div role="status">${this.made ? html`<p>The report is ready.</p><report-files .report=${this.made}></report-files>` : nothing}</div>
    </section>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.busy = true;
    this.error = undefined;
    try {
      this.made = await makeReport(this.text, this.called);
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}
