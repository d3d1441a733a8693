import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { deleteSecret, readNetwork, storeSecret } from "../api/app-secrets";
import { ApiError } from "../api/error";
import type { AppNetwork } from "../api/types";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";
import "../shell/error-notice";

type Secret = AppNetwork["secrets"][number];

/** The keys that an app uses and never sees. What is stored is never shown again. */
@customElement("app-secrets")
export class AppSecretsView extends PageElement {
  @property() app = "";
  @property({ type: Boolean }) mayWrite = false;
  @state() private secrets: Secret[] = [];
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.read());
  }

  protected override render() {
    if (this.secrets.length === 0 && !this.error) return nothing;
    return html`<h3>Keys it uses and never sees</h3>
      <error-notice .error=${this.error}></error-notice>
      ${this.secrets.map((secret) => this.secret(secret))}`;
  }

  private secret({ name, host, stored, updatedBy, updatedAt }: Secret) {
    const id = `secret-${this.app}-${name}`;
    return html`<form class="field" @submit=${(event: SubmitEvent) => this.store(event, name)}>
      <label for=${id}><span class="code">${name}</span></label>
      <span class="hint" id="${id}-hint" data-testid="secret-state">
        ${stored && updatedAt ? `Stored by ${updatedBy}, ${moment(updatedAt)}.` : "Not stored: calls that need it fail."} Filled in for <span class="code">${host}</span> only.
      </span>
      ${this.mayWrite
        ? html`<input id=${id} name="value" type="password" class="code" required minlength="8" maxlength="1024" autocomplete="off" data-testid="secret-value" aria-describedby="${id}-hint" />
            <div class="actions">
              <button class="button" data-testid="secret-store">${stored ? "Replace" : "Store"}</button>
              ${stored ? html`<button class="button danger" type="button" data-testid="secret-delete" @click=${() => void this.forget(name)}>Delete</button>` : nothing}
            </div>`
        : nothing}
    </form>`;
  }

  private store(event: SubmitEvent, name: string): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void this.attempt(async () => {
      this.secrets = (await storeSecret(this.app, name, new FormData(form).get("value")?.toString() ?? "")).secrets;
      form.reset();
    });
  }

  private forget(name: string): Promise<void> {
    return this.attempt(async () => {
      await deleteSecret(this.app, name);
      await this.read();
    });
  }

  private async read(): Promise<void> {
    this.secrets = (await readNetwork(this.app)).secrets;
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
