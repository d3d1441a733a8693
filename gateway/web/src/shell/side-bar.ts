import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Session } from "../api/types";
import { PageElement } from "../design/element";
import { icon, type IconName } from "../design/icons";
import { chooseTheme, shownTheme, THEME_CHANGED } from "../design/theme";
import { isCompliance, isDeveloper } from "../session/roles";
import type { Route } from "./route";
import "../chat/conversation-list";
import "./model-status";

const PLACES: { page: Route["page"]; label: string; icon: IconName }[] = [
  { page: "chat", label: "Chat", icon: "chat" },
  { page: "documents", label: "Documents", icon: "documents" },
  { page: "apps", label: "Apps", icon: "apps" },
  { page: "parties", label: "Parties", icon: "parties" },
  { page: "check", label: "Check a text", icon: "check" },
  { page: "marks", label: "Marks", icon: "marks" },
  { page: "settings", label: "Settings", icon: "settings" },
];

const decidesOnMarks = (session: Session): boolean => isCompliance(session) || isDeveloper(session);

/** The way to every page and conversation; a drawer on narrow screens. Fires `sign-out`. */
@customElement("side-bar")
export class SideBar extends PageElement {
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) route!: Route;
  @state() private theme = shownTheme();
  private readonly onTheme = () => (this.theme = shownTheme());

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(THEME_CHANGED, this.onTheme);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener(THEME_CHANGED, this.onTheme);
  }

  protected override render() {
    const other = this.theme === "dark" ? "light" : "dark";
    return html`
      <div class="brand">${icon("arch")} Cloister</div>
      <div class="side-new">
        <a class="button" href="#/chat" data-testid="new-chat">${icon("plus")} New chat <kbd>Ctrl K</kbd></a>
      </div>
      <nav class="side-nav" aria-label="Pages">${PLACES.filter((place) => place.page !== "marks" || decidesOnMarks(this.session)).map((place) => this.place(place))}</nav>
      <conversation-list .selected=${this.route.page === "chat" ? this.route.conversation : ""}></conversation-list>
      <div class="side-foot">
        <model-status></model-status>
        <div class="who">
          <span title=${this.session.roles.join(", ")}>${this.session.name}</span>
          <button class="icon-button" type="button" data-testid="theme-toggle" aria-label="Use the ${other} theme" @click=${() => chooseTheme(other)}>
            ${icon(this.theme === "dark" ? "sun" : "moon")}
          </button>
          <button class="icon-button" type="button" data-testid="sign-out" aria-label="Sign out" @click=${() => this.tell("sign-out", undefined)}>${icon("leave")}</button>
        </div>
      </div>
    `;
  }

  private place(place: (typeof PLACES)[number]) {
    const here = this.route.page === place.page;
    return html`<a href="#/${place.page}" data-testid="nav-${place.page}" aria-current=${here ? "page" : "false"}
      >${icon(place.icon)} ${place.label}</a
    >`;
  }
}
