import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { listApps } from "../api/apps";
import { ApiError } from "../api/error";
import type { App, AppList, Tool } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { EFFECTS } from "./effects";
import "../shell/error-notice";
import "./app-versions";
import "./grant-list";
import "./notes-editor";

/** The apps, what each may see and do, the notes kept for them, and what was allowed. */
@customElement("apps-page")
export class AppsPage extends PageElement {
  @state() private shown?: AppList;
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render() {
    return html`<div class="page" @notes-changed=${() => void this.load()} @versions-changed=${() => void this.load()}>
      <header>
        <h1>Apps</h1>
        <p class="soft">Each app runs in a cell of its own, without sight of your chats. It reaches no host but those that an administrator approved, and gets what you allow, one call at a time.</p>
      </header>
      <error-notice .error=${this.error}></error-notice>
      ${this.shown ? this.list(this.shown) : nothing}
      <grant-list></grant-list>
      <app-versions></app-versions>
    </div>`;
  }

  private list(shown: AppList) {
    return html`
      ${shown.available
        ? nothing
        : html`<p class="notice-inline">${icon("warning")} Apps are switched off here: ${shown.reason ?? "a layer of their isolation is missing"}. Chat and documents work without them.</p>`}
      ${shown.apps.length === 0
        ? html`<div class="empty">${icon("apps")}<strong>No apps installed</strong>
            <p>An app is a small server of tools. When your operator installs one, its tools and what they may see are listed here.</p></div>`
        : repeat(shown.apps, (app) => app.name, (app) => this.app(app))}
    `;
  }

  private app(app: App) {
    return html`<section class="card app" aria-labelledby="app-${app.name}" data-testid="app">
      <div>
        <h2 id="app-${app.name}">${app.title} <span class="badge">${app.version}</span></h2>
        <p class="soft">${app.description}</p>
        <p class="small soft digest" title=${app.digest}>Pinned to <span class="code">${app.digest}</span></p>
      </div>
      <div>
        <h3>Its tools</h3>
        <ul class="tools">${app.tools.map((tool) => this.tool(tool))}</ul>
      </div>
      ${app.tools.some(({ reads }) => reads.includes("notes")) ? html`<notes-editor .app=${app}></notes-editor>` : nothing}
    </section>`;
  }

  private tool(tool: Tool) {
    const effect = EFFECTS[tool.effect];
    return html`<li>
      <p><strong>${tool.title}</strong> <span class="badge ${effect.tone}">${effect.label}</span></p>
      <p class="soft">${tool.description}</p>
      <p class="small">${icon("eye")} May see: ${tool.reads.length === 0 ? "nothing of yours but what the call itself holds" : tool.reads.join("; ")}</p>
    </li>`;
  }

  private async load(): Promise<void> {
    try {
      this.shown = await listApps();
      this.error = undefined;
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
