import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { status } from "../api/session";
import { createToken, listTokens, revokeToken } from "../api/tokens";
import type { ApiToken, NewApiToken } from "../api/types";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";
import { confirm } from "../shell/confirm";
import "../shell/copy-button";
import "../shell/error-notice";

/** Tokens with which programs use Cloister in the person's name, through OpenAI's protocol. */
@customElement("token-list")
export class TokenList extends PageElement {
  @state() private tokens?: ApiToken[];
  @state() private fresh?: NewApiToken;
  @state() private model = "";
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      await this.load();
      this.model = (await status()).model.name;
    });
  }

  protected override render() {
    return html`<section aria-labelledby="tokens-title">
      <h2 id="tokens-title">API tokens</h2>
      <p class="soft">Programs that speak OpenAI's protocol can use Cloister in your name. Give each its own token, so that you can take back one alone.</p>
      <form class="inline-form" @submit=${this.create}>
        <div class="field">
          <label for="token-name">Name of the program</label>
          <input id="token-name" name="name" type="text" data-testid="token-name" maxlength="80" required autocomplete="off" />
        </div>
        <button class="button primary" data-testid="token-create">Create token</button>
      </form>
      <error-notice .error=${this.error}></error-notice>
      <div role="status">${this.fresh ? this.secret(this.fresh) : nothing}</div>
      ${this.tokens && this.tokens.length > 0 ? html`<ul class="rows" aria-label="API tokens">${this.tokens.map((token) => this.row(token))}</ul>` : nothing}
    </section>`;
  }

  private secret(token: NewApiToken) {
    const example = curl(token.token, this.model);
    return html`<div class="card dialog-body">
      <p><strong>Copy it now.</strong> This token is shown once and kept only as a hash.</p>
      <div class="secret"><span class="code" data-testid="token-secret">${token.token}</span><copy-button .text=${token.token}></copy-button></div>
      <p class="soft">A first call:</p>
      <div class="secret"><pre tabindex="0" role="group" aria-label="Example call">${example}</pre><copy-button .text=${example}></copy-button></div>
    </div>`;
  }

  private row(token: ApiToken) {
    return html`<li class="row" data-testid="token-row">
      <div class="grow">
        ${token.name}
        <p class="small soft">created ${moment(token.createdAt)} · ${token.lastUsedAt ? `last used ${moment(token.lastUsedAt)}` : "never used"}</p>
      </div>
      <button class="button" type="button" aria-label="Revoke ${token.name}" @click=${() => void this.revoke(token)}>Revoke</button>
    </li>`;
  }

  private create(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get("name")).trim();
    void this.attempt(async () => {
      this.fresh = await createToken(name);
      form.reset();
      await this.load();
    });
  }

  private async revoke(token: ApiToken): Promise<void> {
    const detail = `What uses “${token.name}” is refused from now on. This cannot be undone.`;
    if (!(await confirm({ title: "Revoke this token?", detail, action: "Revoke" }))) return;
    await this.attempt(async () => {
      await revokeToken(token.id);
      if (this.fresh?.id === token.id) this.fresh = undefined;
      await this.load();
    });
  }

  private async load(): Promise<void> {
    this.tokens = await listTokens();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}

function curl(token: string, model: string): string {
  const body = JSON.stringify({ model: model || "cloister", messages: [{ role: "user", content: "Hello" }] });
  return [
    `curl ${location.origin}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n");
}
