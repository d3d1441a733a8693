import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { archiveAddress } from "../api/app-versions";
import type { AppVersion } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { moment } from "../design/wording";
import { EFFECTS } from "./effects";
import "./app-policy";
import "./app-secrets";

const STATES = {
  proposed: { label: "waits for a decision", tone: "warn" },
  approved: { label: "approved", tone: "good" },
  stopped: { label: "stopped: it changed", tone: "bad" },
} as const;

const PARTS = { TOOL: "The tool", DESCRIPTION: "Its description", INPUT_SCHEMA: "Its arguments" } as const;

/** One version of an app, with all that a person needs to decide on it. Fires `approve`, `disable` and `remove`. */
@customElement("app-version")
export class AppVersionView extends PageElement {
  @property({ attribute: false }) version!: AppVersion;
  @property({ type: Boolean }) mayApprove = false;

  protected override render() {
    const { version } = this;
    const state = version.active ? { label: "running", tone: "good" } : STATES[version.state];
    return html`<details class="card version" data-testid="app-version">
      <summary>
        <strong>${version.title}</strong> <span class="badge">${version.version}</span>
        <span class="badge ${state.tone}" data-testid="version-state">${state.label}</span>
        ${version.blocked ? html`<span class="badge bad">cannot be approved</span>` : nothing}
      </summary>
      <p class="soft">${version.description}</p>
      <p class="small soft digest" title=${version.digest}>
        Registered by ${version.registeredBy}, ${moment(version.registeredAt)}${version.decidedBy ? `; approved by ${version.decidedBy}` : ""} · <span class="code">${version.digest}</span>
      </p>
      <p class="small soft digest">${version.signer ? html`Signed by ${version.signer.name} · certificate <span class="code">${version.signer.fingerprint}</span>` : "Not signed"}</p>
      ${this.permissions()} ${this.asks()} ${this.reaches()} ${this.findings()} ${this.changes()} ${this.testRun()}
      ${version.active && version.reaches.length > 0 ? html`<app-secrets .app=${version.app} .mayWrite=${this.mayApprove}></app-secrets>` : nothing}
      ${version.active ? html`<app-policy .app=${version.app} .mayWrite=${this.mayApprove}></app-policy>` : nothing}
      <div class="actions">
        ${this.mayApprove && !version.active
          ? html`<button class="button primary" type="button" data-testid="version-approve" ?disabled=${version.blocked} @click=${() => this.tell("approve", undefined)}>
              ${version.state === "approved" ? "Run this version" : "Approve and run"}
            </button>`
          : nothing}
        ${this.mayApprove && version.active
          ? html`<button class="button" type="button" data-testid="version-disable" @click=${() => this.tell("disable", undefined)}>Disable</button>`
          : nothing}
        <a class="button" href=${archiveAddress(version)} download>Export</a>
        ${version.active ? nothing : html`<button class="button danger" type="button" data-testid="version-remove" @click=${() => this.tell("remove", undefined)}>Remove</button>`}
      </div>
    </details>`;
  }

  /** Open where somebody has to decide; whoever decided reads on. */
  protected override firstUpdated(): void {
    const details = this.querySelector("details");
    if (details) details.open = this.version.state !== "approved";
  }

  private permissions() {
    return html`<h3>What it asks for</h3>
      <ul class="tools">
        ${this.version.permissions.map(({ tool, effect, reads, examples }) => {
          const { label, tone } = EFFECTS[effect];
          return html`<li>
            <p><strong class="code">${tool}</strong> <span class="badge ${tone}">${label}</span></p>
            <p class="small">${icon("eye")} May see: ${reads.length === 0 ? "nothing of the user's but what the call itself holds" : reads.join("; ")}</p>
            ${examples.length === 0
              ? html`<p class="small soft">No examples: no question will reach it.</p>`
              : html`<p class="small soft">Answers questions such as ${examples.slice(0, 3).map((example) => `“${example}”`).join(", ")}</p>`}
          </li>`;
        })}
      </ul>`;
  }

  private asks() {
    const { asks } = this.version;
    if (asks.length === 0) return nothing;
    return html`<h3>What it asks other apps for</h3>
      <ul class="tools" data-testid="version-asks">
        ${asks.map((wish) => html`<li class="small"><span class="code">${wish}</span>: the user is asked, and told who asks</li>`)}
      </ul>`;
  }

  private reaches() {
    const { reaches } = this.version;
    if (reaches.length === 0) return html`<p class="small">${icon("check")} Reaches nothing on the network.</p>`;
    return html`<h3>What it reaches on the network</h3>
      <ul class="tools" data-testid="version-reaches">
        ${reaches.map(({ rule, added }) => html`<li class="small"><span class="code">${rule}</span> ${added ? html`<span class="badge warn">new</span>` : nothing}</li>`)}
      </ul>`;
  }

  private findings() {
    const { findings } = this.version;
    if (findings.length === 0) return nothing;
    return html`<h3>What its review found</h3>
      <ul class="findings" data-testid="version-findings">
        ${findings.map(({ severity, where, what }) => html`<li class=${severity === "BLOCKING" ? "bad" : "warn"}>${icon("warning")} <span class="code">${where}</span> ${what}</li>`)}
      </ul>`;
  }

  private changes() {
    const { changes, state } = this.version;
    if (changes.length === 0) return nothing;
    return html`<h3>${state === "stopped" ? "What it says now, and said when it was approved" : "What differs from the version that runs"}</h3>
      <ul class="changes" data-testid="version-changes">
        ${changes.map(
          ({ tool, part, before, after }) => html`<li>
            <p><strong class="code">${tool}</strong> ${PARTS[part]} ${part === "TOOL" ? (before === "" ? "is new" : "is gone") : "differs"}</p>
            ${before === "" ? nothing : html`<pre class="before"><del>${before}</del></pre>`}
            ${after === "" ? nothing : html`<pre class="after"><ins>${after}</ins></pre>`}
          </li>`,
        )}
      </ul>`;
  }

  private testRun() {
    const { testRun } = this.version;
    if (testRun.length === 0) return nothing;
    return html`<h3>Its test run</h3>
      <ol class="test-run" data-testid="version-test-run">
        ${testRun.map(
          ({ tool, arguments: given, answer, isError, millis }) => html`<li>
            <p class="small"><strong class="code">${tool}</strong> <span class="code">${given}</span> <span class="soft">${millis} ms</span></p>
            <blockquote class=${isError ? "bad" : ""}>${answer}</blockquote>
          </li>`,
        )}
      </ol>`;
  }
}
