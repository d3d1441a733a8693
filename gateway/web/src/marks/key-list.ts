import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../api/error";
import { certificateAddress, markKeys, markPolicies, rotateKey, type MarkKey, type MarkPolicy } from "../api/marks";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";
import { confirm } from "../shell/confirm";
import "../shell/error-notice";
import { appTitle, schemeTitle } from "./schemes";

type Use = { label: string; tone: string };

/** What a key does: that it is active says only that it would mark if its scheme did. */
function useOf(key: MarkKey, policies: MarkPolicy[]): Use {
  if (key.state === "refused") return { label: "refused", tone: "bad" };
  if (key.state === "retired") return { label: "detects only", tone: "" };
  const scheme = policies.find((policy) => policy.app === key.app)?.scheme;
  if (scheme === key.scheme) return { label: "marks", tone: "good" };
  if (scheme === "tournament" && key.scheme === "green-list") return { label: "marks at temperature 0", tone: "good" };
  return { label: "in reserve", tone: "" };
}

/** All keys by their public names, with their certificates; rotates them. */
@customElement("key-list")
export class KeyList extends PageElement {
  @state() private keys: MarkKey[] = [];
  @state() private policies: MarkPolicy[] = [];
  @state() private error?: ApiError;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => Promise.resolve());
  }

  protected override render() {
    return html`<section aria-labelledby="keys-title">
      <h2 id="keys-title">Keys and certificates</h2>
      <p class="small soft">Keys are secret and symmetric: whoever has one can find its marks and make them. Only their names are shown.</p>
      <error-notice .error=${this.error}></error-notice>
      <ul class="rows" aria-label="Keys" aria-busy=${this.busy}>${this.keys.map((key) => this.row(key))}</ul>
    </section>`;
  }

  private row(key: MarkKey) {
    const name = `${schemeTitle(key.scheme)}, epoch ${key.epoch}`;
    const use = useOf(key, this.policies);
    return html`<li class="row" data-testid="mark-key" data-state=${key.state}>
      <div class="grow">
        <strong>${appTitle(key.app)}</strong>: ${name}
        <p class="small soft"><span class="code">${key.keyId}</span> · ${moment(key.createdAt)} · ${key.certified ? "certified" : "not certified: the human texts were missing"}</p>
      </div>
      <span class="badge ${use.tone}">${use.label}</span>
      ${key.certified ? html`<a class="button" href=${certificateAddress(key)} download aria-label="Certificate of key ${key.keyId}">Certificate</a>` : nothing}
      ${key.state === "active" ? html`<button class="button" type="button" data-testid="rotate" aria-label="Rotate ${appTitle(key.app)}, ${name}" ?disabled=${this.busy} @click=${() => void this.rotate(key)}>Rotate</button>` : nothing}
    </li>`;
  }

  private async rotate(key: MarkKey): Promise<void> {
    const sure = await confirm({
      title: "Rotate this key?",
      detail: `A new key is drawn and measured, and takes this one’s place. The old one only detects. It cannot mark again.`,
      action: "Rotate",
    });
    if (sure) await this.attempt(() => rotateKey(key.app, key.scheme));
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await action();
      const [keys, decided] = await Promise.all([markKeys(), markPolicies()]);
      this.keys = keys;
      this.policies = decided.policies;
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}
