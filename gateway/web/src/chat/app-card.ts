import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { AppUse } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";

/** What an app was asked, what it saw, and what it answered. */
@customElement("app-card")
export class AppCard extends PageElement {
  @property({ attribute: false }) use!: AppUse;

  protected override render() {
    const { appTitle, tool, saw, result, asker, isError } = this.use;
    const given = Object.entries(this.use.arguments);
    return html`<div class="app-card ${isError ? "failed" : ""}" data-testid="app-card">
      <p class="app-head">${icon("apps")} <strong>${appTitle}</strong> <span class="code soft">${tool}</span>
        ${asker ? html`<span class="badge warn">asked by ${asker}</span>` : nothing}
        ${isError ? html`<span class="badge bad">failed</span>` : nothing}</p>
      <p class="app-saw">${icon("eye")} <span>${appTitle} saw: ${sentence(saw)}</span></p>
      ${isShort(result) ? html`<p class="app-result">${result}</p>` : nothing}
      <details>
        <summary>What was asked and answered</summary>
        ${given.length === 0
          ? html`<p class="soft">Asked with no arguments.</p>`
          : html`<dl>${given.map(([name, value]) => html`<dt>${name}</dt><dd class="code">${show(value)}</dd>`)}</dl>`}
        <p class="soft">${isError ? "Its error" : "Its answer"}</p>
        <pre tabindex="0" role="group" aria-label="What the app answered">${result}</pre>
      </details>
    </div>`;
  }
}

/** What it saw, with one full stop at the end, be it within quotation marks. */
function sentence(saw: string[]): string {
  const all = saw.length === 0 ? "nothing of yours" : saw.join("; ");
  return /[.!?]”?$/.test(all) ? all : `${all}.`;
}

/** What fits a line is shown at once; a long result, which may be a whole file, is a click away. */
function isShort(result: string): boolean {
  return result.length <= 160 && !result.trim().includes("\n");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
