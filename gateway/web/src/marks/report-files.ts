import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { reportAddress, type MarkReport } from "../api/marks";
import { PageElement } from "../design/element";

/** A report's files, to download. */
@customElement("report-files")
export class ReportFiles extends PageElement {
  @property({ attribute: false }) report!: MarkReport;

  protected override render() {
    return html`<span class="actions">
      <a class="button" href=${reportAddress(this.report, "/pdf")} download data-testid="report-pdf" aria-label="PDF of ${this.report.title}">PDF</a>
      <a class="button" href=${reportAddress(this.report, "/pdf-signature")} download aria-label="PDF's signature of ${this.report.title}">PDF’s signature</a>
      <a class="button" href=${reportAddress(this.report, "")} download data-testid="report-json" aria-label="Signed JSON of ${this.report.title}">Signed JSON</a>
    </span>`;
  }
}
