import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { status } from "../api/session";
import type { Status } from "../api/types";
import { PageElement } from "../design/element";

const WORDS = { ready: "ready", starting: "starting", failed: "not running" };

/** Says which model answers and whether it can; asks again until it is ready. */
@customElement("model-status")
export class ModelStatus extends PageElement {
  @state() private status?: Status;
  private timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override render() {
    if (!this.status) return nothing;
    const { name, state, server } = this.status.model;
    return html`<div class="model" title="${name}, Cloister ${this.status.version}">
      <span class="dot ${state}"></span><span>${name}${server ? ` at ${server}` : ""} <span class="unseen">is </span>${state === "ready" ? html`<span class="unseen">ready</span>` : WORDS[state]}</span>
    </div>`;
  }

  private async look(): Promise<void> {
    this.status = await status().catch(() => this.status);
    const settled = this.status?.model.state === "ready";
    if (this.isConnected) this.timer = window.setTimeout(() => void this.look(), settled ? 30_000 : 3_000);
  }
}
