import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { ApiError } from "../api/error";
import { decide } from "../api/permissions";
import type { Arguments, Decision, PermissionRequest, Scope } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import type { ArgumentFields } from "./argument-fields";
import { same } from "./argument-field";
import { EFFECTS } from "./effects";
import { permissionQueue } from "./permission-queue";
import "../shell/error-notice";
import "./argument-fields";

const LABELS: Record<Scope, string> = { once: "Allow once", chat: "Allow in this chat", always: "Always allow" };

const SETTLES_MS = 600;

/** Asks whether an app may do what the plan wants of it. Esc declines: silence never allows. */
@customElement("permission-dialog")
export class PermissionDialog extends PageElement {
  @state() private error?: ApiError;
  @state() private busy = false;
  /** The question that stands long enough to be answered: a click that was meant for the one before answers nothing. */
  @state() private settled = "";
  private shown = "";
  private readonly onChange = () => this.requestUpdate();
  private readonly onReturn = () => {
    if (document.visibilityState === "visible") void permissionQueue.refresh();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    permissionQueue.addEventListener("change", this.onChange);
    document.addEventListener("visibilitychange", this.onReturn);
    void permissionQueue.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    permissionQueue.removeEventListener("change", this.onChange);
    document.removeEventListener("visibilitychange", this.onReturn);
  }

  protected override render() {
    const request = permissionQueue.requests[0];
    return html`<dialog aria-labelledby="permission-title" data-testid="permission-dialog" @cancel=${this.cancelled}>
      ${request ? keyed(request.id, this.question(request)) : nothing}
    </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector("dialog");
    const waiting = permissionQueue.requests.length > 0;
    if (waiting && !dialog?.open) dialog?.showModal();
    const shown = permissionQueue.requests[0]?.id ?? "";
    if (shown !== this.shown) {
      this.shown = shown;
      dialog?.querySelector<HTMLElement>("[data-testid=permission-deny]")?.focus();
      window.setTimeout(() => (this.settled = shown), SETTLES_MS);
    }
    if (!waiting && dialog?.open) dialog.close();
  }

  private question(request: PermissionRequest) {
    const effect = EFFECTS[request.effect];
    return html`<form class="dialog-body" @submit=${(event: SubmitEvent) => this.submit(event, request)}>
      <div class="asker">
        ${icon("apps")}
        <h2 id="permission-title">${request.asker
          ? html`${request.asker} asks that ${request.appTitle} ${lowerFirst(request.toolTitle)}`
          : html`${request.appTitle} asks to ${lowerFirst(request.toolTitle)}`}</h2>
      </div>
      ${request.asker
        ? html`<p class="notice-inline" data-testid="permission-asker">
            <strong>${request.asker}</strong> asks for this, not you: it is no part of what your message asks for. ${request.asker} will see the answer.
          </p>`
        : nothing}
      <dl class="facts">
        <dt>Has seen</dt>
        <dd>${request.words ? html`of your message: “<span data-testid="permission-words">${request.words}</span>”` : "nothing of yours yet"}${request.earlier > 0
          ? html`, and <span data-testid="permission-earlier">what you asked it before in this chat (${request.earlier})</span>`
          : nothing}</dd>
        ${request.carried.length > 0
          ? html`<dt>Is given</dt>
              <dd data-testid="permission-carried">${request.carried.map((one) => carried(one, request.appTitle))}</dd>`
          : nothing}
        <dt>Would read</dt>
        <dd>${request.reads.length === 0 ? "nothing more of yours" : request.reads.join("; ")}</dd>
        ${request.reaches.length > 0
          ? html`<dt>May send to</dt>
              <dd data-testid="permission-reaches">${request.reaches.map((line) => html`<p class="code">${line}</p>`)}</dd>`
          : nothing}
        <dt>Effect</dt>
        <dd><span class="badge ${effect.tone}">${effect.label}</span> <span class="soft small">${effect.sentence}</span></dd>
      </dl>
      <fieldset>
        <legend>What it will be given</legend>
        <argument-fields .request=${request}></argument-fields>
      </fieldset>
      <error-notice .error=${this.error}></error-notice>
      <div class="actions end">
        <button class="button" type="button" data-testid="permission-deny" ?disabled=${this.busy} @click=${() => void this.answer(request, "deny")}>Decline</button>
        ${choices(request).map(
          (choice) => html`<button class="button ${choice === "once" ? "primary" : ""}" value=${choice} data-testid="permission-allow-${choice}" ?disabled=${this.busy || this.settled !== request.id}>
            ${LABELS[choice]}
          </button>`,
        )}
      </div>
    </form>`;
  }

  private submit(event: SubmitEvent, request: PermissionRequest): void {
    event.preventDefault();
    if (this.settled !== request.id) return;
    const pressed = (event.submitter as HTMLButtonElement | null)?.value as Scope | undefined;
    try {
      const entered = this.querySelector<ArgumentFields>("argument-fields")?.entered() ?? request.arguments;
      // Enter in a field is the narrowest yes.
      void this.answer(request, pressed ?? "once", same(entered, request.arguments) ? undefined : entered);
    } catch (error) {
      this.error = new ApiError("ARGUMENT_UNREADABLE", "An argument is not valid JSON", `${error}. Nothing was sent: correct it, or decline.`);
    }
  }

  private async answer(request: PermissionRequest, decision: Decision, edited?: Arguments): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await decide(request.id, decision, edited);
      permissionQueue.remove(request.id);
    } catch (error) {
      this.error = ApiError.of(error);
      // Another tab, Stop or the time limit may have settled it meanwhile.
      await permissionQueue.refresh();
    } finally {
      this.busy = false;
    }
  }

  private cancelled(event: Event): void {
    event.preventDefault();
    const request = permissionQueue.requests[0];
    if (request && !this.busy) void this.answer(request, "deny");
  }
}

/** Where a value comes from and where it would go. */
function carried({ argument, from, widens }: PermissionRequest["carried"][number], appTitle: string) {
  return html`<p>
    <span class="code">${argument}</span>: ${from.join(" and ")} wrote it.
    ${widens ? html`<span class="badge warn">new to ${appTitle}</span>` : nothing}
  </p>`;
}

function choices(request: PermissionRequest): Scope[] {
  return request.choices.filter((choice) => choice in LABELS && !(choice === "always" && request.effect === "irreversible"));
}

function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
