import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { approveVersion, disableApp, listVersions, registerApp, removeVersion } from "../api/app-versions";
import { ApiError } from "../api/error";
import type { AppVersion, AppVersionList } from "../api/types";
import { PageElement } from "../design/element";
import { confirm } from "../shell/confirm";
import "../shell/error-notice";
import "./app-version";

/** What developers registered and what an administrator decides on; not there for anyone else. Fires `versions-changed`. */
@customElement("app-versions")
export class AppVersions extends PageElement {
  @state() private shown?: AppVersionList;
  @state() private busy = "";
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render() {
    if (!this.shown) return html`<error-notice .error=${this.error}></error-notice>`;
    const { versions, mayApprove } = this.shown;
    return html`<section class="versions" aria-labelledby="versions-title">
      <header class="split">
        <div>
          <h2 id="versions-title">Registered apps</h2>
          <p class="soft">An MCPB bundle is started once in a sandbox, each tool is called, and its words are looked through. It runs after an administrator's yes, for as long as it stays the same.</p>
        </div>
        <label class="button file-button">Register an app<input class="unseen" type="file" accept=".mcpb,.zip" data-testid="app-file" ?disabled=${this.busy !== ""} @change=${this.register} /></label>
      </header>
      <p class="small soft" role="status" data-testid="app-busy">${this.busy}</p>
      <error-notice .error=${this.error}></error-notice>
      ${versions.length === 0
        ? html`<p class="soft">None yet. <span class="code">./cloister app new NAME</span> writes the beginnings of one.</p>`
        : repeat(
            versions,
            (version) => version.app + version.digest,
            (version) => html`<app-version
              .version=${version}
              .mayApprove=${mayApprove}
              @approve=${() => void this.approve(version)}
              @disable=${() => void this.act("Disabling", () => disableApp(version))}
              @remove=${() => void this.erase(version)}
            ></app-version>`,
          )}
    </section>`;
  }

  private async load(): Promise<void> {
    try {
      this.shown = await listVersions();
    } catch (error) {
      // Whoever does not register apps has nothing to see here.
      if (!(error instanceof ApiError && error.status === 403)) this.error = ApiError.of(error);
    }
  }

  private register(event: Event): void {
    const input = event.target as HTMLInputElement;
    const archive = input.files?.[0];
    if (!archive) return;
    void this.act(`Trying ${archive.name} in a sandbox`, () => registerApp(archive));
    input.value = "";
  }

  private approve(version: AppVersion): Promise<void> {
    return this.act("Approving", () => approveVersion(version));
  }

  private async erase(version: AppVersion): Promise<void> {
    const detail = `Version ${version.version} of ${version.title} is deleted with its files.`;
    if (await confirm({ title: "Remove this version?", detail, action: "Remove" })) await this.act("Removing", () => removeVersion(version));
  }

  private async act(what: string, action: () => Promise<unknown>): Promise<void> {
    this.busy = `${what} …`;
    this.error = undefined;
    try {
      await action();
      await this.load();
      this.tell("versions-changed", undefined);
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = "";
    }
  }
}
