import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { decidePolicy, markPolicies, type MarkPolicies, type MarkPolicy } from "../api/marks";
import type { Session } from "../api/types";
import { PageElement } from "../design/element";
import { isCompliance } from "../session/roles";
import "../shell/error-notice";
import { appTitle, schemeDetail, schemeTitle } from "./schemes";

/** Which scheme marks whose answers. */
@customElement("mark-policies")
export class MarkPoliciesList extends PageElement {
  @property({ attribute: false }) session!: Session;
  @state() private known?: MarkPolicies;
  @state() private error?: ApiError;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.known = await markPolicies();
    });
  }

  protected override render() {
    return html`<section aria-labelledby="policies-title">
      <h2 id="policies-title">How answers are marked</h2>
      <error-notice .error=${this.error}></error-notice>
      ${this.known ? this.list(this.known) : nothing}
    </section>`;
  }

  private list(known: MarkPolicies) {
    return html`<ul class="rows" aria-label="Marking by app">${known.policies.map((policy) => this.row(known, policy))}</ul>
      <details>
        <summary>What the schemes do</summary>
        <dl class="facts small">${known.schemes.map((scheme) => html`<dt>${schemeTitle(scheme)}</dt><dd>${schemeDetail(scheme)}</dd>`)}</dl>
        <p class="small">Answers of a model on another server are marked by a sparse bias if they are marked, whatever is chosen here.</p>
      </details>`;
  }

  private row(known: MarkPolicies, policy: MarkPolicy) {
    const id = `policy-${policy.app}`;
    return html`<li class="row" data-testid="mark-policy" data-app=${policy.app}>
      <div class="grow">
        <label for=${id}>${appTitle(policy.app)}</label>
        <p class="small soft">${policy.chosenBy ? `chosen by ${policy.chosenBy}` : "the default"}</p>
      </div>
      <select id=${id} @change=${(event: Event) => void this.decide(policy.app, (event.target as HTMLSelectElement).value)}>
        ${known.schemes.map((scheme) => html`<option value=${scheme} ?selected=${policy.scheme === scheme}>${schemeTitle(scheme)}</option>`)}
        ${isCompliance(this.session) ? html`<option value="none" ?selected=${!policy.scheme}>Not marked</option>` : nothing}
      </select>
    </li>`;
  }

  private decide(app: string, scheme: string): Promise<void> {
    return this.attempt(async () => {
      await decidePolicy(app, scheme);
      this.known = await markPolicies();
    });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await action();
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
