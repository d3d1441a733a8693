import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { changePassword } from "../api/session";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import "../shell/error-notice";

/** Changes the password of who is signed in. */
@customElement("password-form")
export class PasswordForm extends PageElement {
  /** Whose it is: password managers want to know. */
  @property() name = "";
  @state() private error?: ApiError;
  @state() private changed = false;

  protected override render() {
    return html`<section aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <form class="password dialog-body" @submit=${this.submit}>
        <input class="unseen" type="text" autocomplete="username" .value=${this.name} tabindex="-1" aria-hidden="true" readonly />
        ${this.field("current", "Current password", "current-password")} ${this.field("next", "New password", "new-password")}
        ${this.field("again", "New password again", "new-password")}
        <error-notice .error=${this.error}></error-notice>
        <div class="actions">
          <button class="button" data-testid="password-change">Change password</button>
          <span class="saved" role="status">${this.changed ? html`${icon("done")} Changed` : nothing}</span>
        </div>
      </form>
    </section>`;
  }

  private field(name: string, label: string, autocomplete: "current-password" | "new-password") {
    return html`<div class="field">
      <label for="password-${name}">${label}</label>
      <input id="password-${name}" name=${name} type="password" autocomplete=${autocomplete} data-testid="password-${name}" required />
    </div>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const entered = new FormData(form);
    this.changed = false;
    this.error = undefined;
    try {
      if (entered.get("next") !== entered.get("again"))
        throw new ApiError("PASSWORDS_DIFFER", "The two new passwords differ", "The old one still stands. Type the new one twice, the same.");
      await changePassword(String(entered.get("current")), String(entered.get("next")));
      form.reset();
      this.changed = true;
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
