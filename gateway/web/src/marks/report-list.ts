import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { markReports, type MarkReport } from "../api/marks";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";
import "../shell/error-notice";
import "./report-files";

const VERDICTS: Record<MarkReport["verdict"], string> = { marked: "marked", not_found: "not found", insufficient: "too short" };

/** Reports that were made, with their files. */
@customElement("report-list")
export class ReportList extends PageElement {
  @state() private reports: MarkReport[] = [];
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void markReports()
      .then((reports) => (this.reports = reports))
      .catch((error: unknown) => (this.error = ApiError.of(error)));
  }

  protected override render() {
    return html`<section aria-labelledby="reports-title">
      <h2 id="reports-title">Signed reports</h2>
      <error-notice .error=${this.error}></error-notice>
      ${this.reports.length === 0
        ? html`<p class="soft">None yet. <a href="#/check">Check a text</a>, then make a report on it.</p>`
        : html`<ul class="rows" aria-label="Signed reports">${this.reports.map((report) => this.row(report))}</ul>`}
    </section>`;
  }

  private row(report: MarkReport) {
    return html`<li class="row" data-testid="mark-report">
      <div class="grow">
        ${report.title}: ${VERDICTS[report.verdict]}
        <p class="small soft">${moment(report.createdAt)} by ${report.createdBy}</p>
      </div>
      <report-files .report=${report}></report-files>
    </li>`;
  }
}
