import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { signIn } from "../api/session";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import "../shell/error-notice";

/** Asks for name and password; fires `signed-in` with the session. */
@customElement("sign-in")
export class SignIn extends PageElement {
  @state() private error?: ApiError;
  @state() private busy = false;

  protected override firstUpdated(): void {
    this.querySelector("input")?.focus();
  }

  protected override render() {
    return html`<main class="sign-in">
      <div class="brand">${icon("arch")} Cloister</div>
      <form class="card dialog-body" @submit=${this.submit}>
        <h1>Sign in</h1>
        <div class="field">
          <label for="sign-in-name">Name</label>
          <input id="sign-in-name" name="name" type="text" data-testid="sign-in-name" autocomplete="username" autocapitalize="none" spellcheck="false" required />
        </div>
        <div class="field">
          <label for="sign-in-password">Password</label>
          <input id="sign-in-password" name="password" type="password" data-testid="sign-in-password" autocomplete="current-password" required />
        </div>
        <error-notice .error=${this.error}></error-notice>
        <button class="button primary" data-testid="sign-in-submit" ?disabled=${this.busy}>${this.busy ? "Signing in…" : "Sign in"}</button>
      </form>
      <p class="small soft">First start? The administrator's name and password were printed where Cloister was started.</p>
    </main>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const entered = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.error = undefined;
    try {
      this.tell("signed-in", await signIn(String(entered.get("name")), String(entered.get("password"))));
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}
