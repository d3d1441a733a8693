import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { acceptProposal, dismissProposal, readPolicy, tryPolicy, writePolicy } from "../api/app-policies";
import { ApiError } from "../api/error";
import type { AppPolicy, PolicyOutcome } from "../api/types";
import { PageElement } from "../design/element";
import { count } from "../design/wording";
import "../shell/error-notice";

const OUTCOMES: Record<PolicyOutcome["action"], string> = {
  forbid: "It would be refused.",
  ask: "The user would be asked, whatever they allowed before.",
  allow: "It would run without a question.",
  grants: "No rule fits: what the user allowed decides.",
};

/** The organisation's rules for an app that runs: the file, what it would say of a call, and what denials proposed. */
@customElement("app-policy")
export class AppPolicyView extends PageElement {
  @property() app = "";
  @property({ type: Boolean }) mayWrite = false;
  @state() private shown?: AppPolicy;
  @state() private outcome?: PolicyOutcome;
  @state() private saved = false;
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.shown = await readPolicy(this.app);
    });
  }

  protected override render() {
    return html`<h3>Rules</h3>
      <error-notice .error=${this.error}></error-notice>
      ${this.shown ? this.rules(this.shown) : nothing}`;
  }

  private rules(shown: AppPolicy) {
    const id = `policy-${this.app}`;
    return html`<div class="field">
        <label for=${id}>Policy</label>
        <span class="hint" id="${id}-hint">
          Which calls to <span class="code">forbid</span>, <span class="code">ask</span> for each time, or <span class="code">allow</span> without a question where nothing of the user's is touched. <span class="code">"mode": "learn"</span> only notes what would be refused.
        </span>
        <textarea id=${id} class="code" rows="8" spellcheck="false" data-testid="policy-text" aria-describedby="${id}-hint" ?readonly=${!this.mayWrite} .value=${JSON.stringify(shown.policy, undefined, 2)} @input=${() => (this.saved = false)}></textarea>
        ${shown.remarks.map((remark) => html`<p class="small soft" data-testid="policy-remark">${remark}</p>`)}
        <div class="actions">
          ${this.mayWrite ? html`<button class="button primary" type="button" data-testid="policy-save" @click=${() => void this.save()}>Save rules</button>` : nothing}
          <span class="saved" role="status" data-testid="policy-saved">${this.saved ? "Saved" : ""}</span>
        </div>
      </div>
      ${this.proposals(shown)} ${this.trial()}`;
  }

  private proposals({ proposals }: AppPolicy) {
    if (proposals.length === 0) return nothing;
    return html`<h4>What was refused, and the rule that would ask instead</h4>
      <ul class="changes">
        ${proposals.map(
          ({ id, rule, calls }) => html`<li data-testid="policy-proposal">
            <pre class="after">${JSON.stringify(rule, undefined, 2)}</pre>
            <div class="actions">
              <span class="small soft">${count(calls, "call")}</span>
              ${this.mayWrite
                ? html`<button class="button" type="button" data-testid="proposal-accept" @click=${() => void this.accept(id)}>Add this rule</button>
                    <button class="button quiet" type="button" @click=${() => void this.dismiss(id)}>Dismiss</button>`
                : nothing}
            </div>
          </li>`,
        )}
      </ul>`;
  }

  private trial() {
    const id = `policy-try-${this.app}`;
    return html`<form class="field" @submit=${this.tryOut}>
      <label for=${id}>What would happen?</label>
      <span class="hint" id="${id}-hint">A tool and its arguments, such as <span class="code">send {"to": "ada"}</span>. Nothing is called.</span>
      <input id=${id} name="call" type="text" class="code" data-testid="policy-call" aria-describedby="${id}-hint" />
      <div class="actions"><button class="button" data-testid="policy-try">Try</button></div>
      <p role="status" data-testid="policy-outcome">${this.outcome ? `${OUTCOMES[this.outcome.action]} ${this.outcome.message}` : ""}</p>
    </form>`;
  }

  private save(): Promise<void> {
    return this.attempt(async () => {
      this.shown = await writePolicy(this.app, this.querySelector("textarea")?.value ?? "");
      this.saved = true;
    });
  }

  private accept(id: string): Promise<void> {
    return this.attempt(async () => {
      this.shown = await acceptProposal(this.app, id);
    });
  }

  private dismiss(id: string): Promise<void> {
    return this.attempt(async () => {
      await dismissProposal(this.app, id);
      this.shown = await readPolicy(this.app);
    });
  }

  private tryOut(event: SubmitEvent): void {
    event.preventDefault();
    const call = new FormData(event.target as HTMLFormElement).get("call")?.toString().trim() ?? "";
    const space = call.search(/\s/);
    void this.attempt(async () => {
      this.outcome = await tryPolicy(this.app, space < 0 ? call : call.slice(0, space), read(space < 0 ? "{}" : call.slice(space)));
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    this.outcome = undefined;
    this.saved = false;
    try {
      await work();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError("ARGUMENTS_UNREADABLE", "The arguments are not JSON", `${error}. Nothing was sent: correct them.`);
  }
}
