import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { checkedFiles, checkFile, clearFiles, type CheckedFile } from "../api/marks";
import { PageElement } from "../design/element";
import { credentialInWords } from "./credential";
import { verdict } from "./verdict";
import "../shell/error-notice";

const STATES: Record<CheckedFile["state"], string> = {
  waiting: "waiting",
  reading: "reading…",
  checking: "checking…",
  done: "done",
  failed: "could not be checked",
};
const TONES = { good: "good", warn: "warn", plain: "" };
const EVERY_MS = 700;

/** Whole files are checked one after the other; the list shows how far it is. */
@customElement("file-checks")
export class FileChecks extends PageElement {
  @state() private files: CheckedFile[] = [];
  @state() private error?: ApiError;
  @state() private sending = false;
  private timer?: number;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  protected override render() {
    const ended = this.files.filter((file) => file.state === "done" || file.state === "failed").length;
    return html`<section aria-labelledby="files-title">
      <h2 id="files-title">Check files</h2>
      <p class="soft">Text, Markdown, PDF, Word and web pages. Files are read in a sandbox and not kept.</p>
      <div class="field">
        <label for="check-files">Files</label>
        <input id="check-files" type="file" multiple accept=".txt,.md,.pdf,.docx,.html,.htm" data-testid="check-files" ?disabled=${this.sending} @change=${this.chosen} />
      </div>
      <error-notice .error=${this.error}></error-notice>
      <div role="status">
        ${this.files.length > 0
          ? html`<p class="small soft">${ended} of ${this.files.length} checked</p>
              <progress aria-label="Files checked" max=${this.files.length} value=${ended}></progress>`
          : nothing}
      </div>
      ${this.files.length > 0
        ? html`<ul class="rows" aria-label="Checked files">${this.files.map((file) => this.row(file))}</ul>
            <div class="actions"><button class="button" type="button" data-testid="files-clear" ?disabled=${ended === 0} @click=${() => void this.clear()}>Clear the list</button></div>`
        : nothing}
    </section>`;
  }

  private row(file: CheckedFile) {
    const found = file.report && verdict(file.report);
    const signed = file.report?.credential && credentialInWords(file.report.credential);
    return html`<li class="row" data-testid="checked-file" data-state=${file.state}>
      <div class="grow">
        ${file.name}
        <p class="small soft">${file.problem ? `${file.problem.title} ${file.problem.detail}` : file.report ? `p-value ${file.report.pValue.toPrecision(3)}, ${file.report.tokensScored.toLocaleString("en")} tokens scored` : STATES[file.state]}</p>
      </div>
      ${signed ? html`<span class="badge ${TONES[signed.tone]}" data-testid="file-credential">${signed.short}</span>` : nothing}
      ${found ? html`<span class="badge ${TONES[found.tone]}">${found.short}</span>` : file.problem ? html`<span class="badge bad">${STATES.failed}</span>` : nothing}
    </li>`;
  }

  private async chosen(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    this.sending = true;
    this.error = undefined;
    try {
      for (const file of input.files ?? []) {
        await checkFile(file);
        await this.load();
      }
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      input.value = "";
      this.sending = false;
    }
  }

  private async clear(): Promise<void> {
    await clearFiles();
    await this.load();
  }

  private async load(): Promise<void> {
    window.clearTimeout(this.timer);
    try {
      this.files = await checkedFiles();
    } catch (error) {
      this.error = ApiError.of(error);
      return;
    }
    if (this.isConnected && this.files.some((file) => file.state !== "done" && file.state !== "failed")) {
      this.timer = window.setTimeout(() => void this.load(), EVERY_MS);
    }
  }
}
