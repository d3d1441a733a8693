import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { SIGNED_OUT } from "../api/http";
import { currentSession, signOut } from "../api/session";
import type { Session } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { conversations } from "../chat/conversations";
import { parseRoute, type Route } from "./route";
import "../apps/apps-page";
import "../apps/permission-dialog";
import "../chat/chat-page";
import "../check/check-page";
import "../federation/federation-page";
import "../documents/document-reader";
import "../documents/documents-page";
import "../marks/marks-page";
import "../session/sign-in";
import "../settings/settings-page";
import "./error-notice";
import "./side-bar";

const TITLES = { chat: "Chat", documents: "Documents", apps: "Apps", parties: "Parties", check: "Check a text", marks: "Marks", settings: "Settings" };

/** The whole page: who is signed in, which page is shown, and the drawer on narrow screens. */
@customElement("cloister-app")
export class CloisterApp extends PageElement {
  @state() private session?: Session;
  @state() private asked = false;
  @state() private error?: ApiError;
  @state() private route: Route = parseRoute(location.hash);
  @state() private drawer = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", () => this.arrive());
    window.addEventListener(SIGNED_OUT, () => this.leave());
    window.addEventListener("keydown", (event) => this.shortcut(event));
    void this.open();
  }

  protected override render() {
    if (this.error) return html`<main class="page"><h1 class="unseen">Cloister</h1><error-notice .error=${this.error}></error-notice>
      <div><button class="button" @click=${() => void this.open()}>Try again</button></div></main>`;
    if (!this.asked) return nothing;
    if (!this.session) return html`<sign-in @signed-in=${(event: CustomEvent<Session>) => (this.session = event.detail)}></sign-in>`;
    return this.shell(this.session);
  }

  protected override updated(): void {
    document.title = this.session ? `${TITLES[this.route.page]} · Cloister` : "Sign in · Cloister";
  }

  private shell(session: Session) {
    return html`
      <a class="skip" href="#main" @click=${this.skip}>Skip to the content</a>
      <div class="shell">
        <side-bar id="side" role="complementary" aria-label="Menu" .session=${session} .route=${this.route} ?open=${this.drawer} @sign-out=${() => void this.signOut()}></side-bar>
        ${this.drawer ? html`<div class="veil" @click=${() => this.shut()}></div>` : nothing}
        <div class="stage" ?inert=${this.drawer}>
          <header class="top-bar">
            <button class="icon-button" type="button" data-testid="menu" aria-label="Open the menu" aria-expanded=${this.drawer} aria-controls="side" @click=${() => void this.openDrawer()}>
              ${icon("menu")}
            </button>
            ${TITLES[this.route.page]}
          </header>
          <main id="main" tabindex="-1">${this.page(session)}</main>
        </div>
      </div>
      <document-reader></document-reader>
      <permission-dialog></permission-dialog>
    `;
  }

  private page(session: Session) {
    switch (this.route.page) {
      case "chat":
        return html`<chat-page .conversationId=${this.route.conversation}></chat-page>`;
      case "documents":
        return html`<documents-page></documents-page>`;
      case "apps":
        return html`<apps-page></apps-page>`;
      case "parties":
        return html`<federation-page .session=${session}></federation-page>`;
      case "check":
        return html`<check-page .session=${session}></check-page>`;
      case "marks":
        return html`<marks-page .session=${session}></marks-page>`;
      case "settings":
        return html`<settings-page .session=${session}></settings-page>`;
    }
  }

  private async open(): Promise<void> {
    this.error = undefined;
    try {
      this.session = await currentSession();
      this.asked = true;
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }

  private async signOut(): Promise<void> {
    try {
      await signOut();
      this.leave();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }

  /** Nothing of one person's conversations may stay for the next who signs in here. */
  private leave(): void {
    conversations.forget();
    this.drawer = false;
    this.session = undefined;
  }

  private arrive(): void {
    this.route = parseRoute(location.hash);
    this.drawer = false;
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>("main")?.focus();
  }

  private async openDrawer(): Promise<void> {
    this.drawer = true;
    await this.updateComplete;
    this.querySelector<HTMLElement>("side-bar a")?.focus();
  }

  private async shut(): Promise<void> {
    this.drawer = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>(".top-bar button")?.focus();
  }

  private shortcut(event: KeyboardEvent): void {
    if (!this.session || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      location.hash = "#/chat";
      this.querySelector<HTMLElement>("textarea[data-testid=composer]")?.focus();
    } else if (event.key === "Escape" && this.drawer) {
      void this.shut();
    }
  }
}
