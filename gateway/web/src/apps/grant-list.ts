import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { listGrants, revokeGrant } from "../api/permissions";
import type { Grant } from "../api/types";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";

/** What apps may do without asking again, each with a way to take it back. */
@customElement("grant-list")
export class GrantList extends PageElement {
  @state() private grants?: Grant[];
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render() {
    return html`<section aria-labelledby="grants-title">
      <h2 id="grants-title">What you allowed</h2>
      <error-notice .error=${this.error}></error-notice>
      ${this.grants ? this.list(this.grants) : nothing}
    </section>`;
  }

  private list(grants: Grant[]) {
    if (grants.length === 0)
      return html`<p class="soft">Nothing stands: every app asks each time. When you choose “in this chat” or “always”, it is listed here and can be taken back.</p>`;
    return html`<ul class="rows">
      ${grants.map(
        (grant) => html`<li class="row" data-testid="grant-row">
          <div class="grow">
            <strong>${grant.appTitle}</strong>: ${title(grant)}
            <p class="small">
              <span class="badge" data-testid="grant-kind">${KINDS[grant.kind]}</span>
              ${grant.reads.map((what) => html`<span class="badge warn">reads your ${what}</span>`)}
              ${grant.reaches.length > 0 ? html`<span class="badge warn" title=${grant.reaches.join("\n")}>may send to ${hosts(grant)}</span>` : nothing}
            </p>
            <p class="small soft">${scope(grant)} · since ${moment(grant.createdAt)}</p>
          </div>
          <button class="button" type="button" data-testid="grant-revoke" aria-label="Take back ${grant.appTitle}: ${title(grant)}" @click=${() => void this.revoke(grant.id)}>Take back</button>
        </li>`,
      )}
    </ul>`;
  }

  private async load(): Promise<void> {
    try {
      this.grants = await listGrants();
      this.error = undefined;
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }

  private async revoke(id: string): Promise<void> {
    try {
      await revokeGrant(id);
      await this.load();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}

const KINDS: Record<Grant["kind"], string> = {
  execution: "runs for your words",
  data: "is given another app’s words",
  collaboration: "runs for another app",
};

function hosts(grant: Grant): string {
  return [...new Set(grant.reaches.map((line) => line.match(/:\/\/([^/\s]+)/)?.[1] ?? line))].join(", ");
}

function title(grant: Grant): string {
  if (!grant.fromTitle) return grant.toolTitle;
  return grant.onRequest ? `${grant.toolTitle}, when ${grant.fromTitle} asks for it` : `${grant.toolTitle}, with what ${grant.fromTitle} wrote`;
}

function scope(grant: Grant): string {
  if (grant.scope === "always") return "always";
  return grant.conversationTitle ? `in the chat “${grant.conversationTitle}”` : "in one chat";
}
