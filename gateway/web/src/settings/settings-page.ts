import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Session } from "../api/types";
import { PageElement } from "../design/element";
import { chooseTheme, chosenTheme, THEME_CHANGED, type Theme } from "../design/theme";
import "./password-form";
import "./token-list";

const THEMES: { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** What a person can set for themselves. */
@customElement("settings-page")
export class SettingsPage extends PageElement {
  @property({ attribute: false }) session!: Session;
  @state() private theme = chosenTheme();
  private readonly onTheme = () => (this.theme = chosenTheme());

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(THEME_CHANGED, this.onTheme);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener(THEME_CHANGED, this.onTheme);
  }

  protected override render() {
    return html`<div class="page">
      <header>
        <h1>Settings</h1>
        <p class="soft">Signed in as ${this.session.name} (${this.session.roles.join(", ")}).</p>
      </header>
      <fieldset>
        <legend>Appearance</legend>
        <div class="choices">
          ${THEMES.map(
            ({ value, label }) => html`<label>
              <input type="radio" name="theme" value=${value} .checked=${this.theme === value} @change=${() => chooseTheme(value)} /> ${label}
            </label>`,
          )}
        </div>
      </fieldset>
      <token-list></token-list>
      <password-form .name=${this.session.name}></password-form>
    </div>`;
  }
}
