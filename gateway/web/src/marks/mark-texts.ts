import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { listCollections } from "../api/collections";
import { ApiError } from "../api/error";
import { chooseTexts, forgetTexts, markTexts, type MarkTexts } from "../api/marks";
import type { Collection } from "../api/types";
import { PageElement } from "../design/element";
import { moment } from "../design/wording";
import "../shell/error-notice";

const SHIPPED = "shipped";

/** Which texts of people keys are tried on before they mark. */
@customElement("mark-texts")
export class MarkTextsChoice extends PageElement {
  @state() private known?: MarkTexts;
  @state() private collections: Collection[] = [];
  @state() private picked = SHIPPED;
  @state() private beside = true;
  @state() private error?: ApiError;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.collections = await listCollections();
      return markTexts();
    });
  }

  protected override render() {
    return html`<section aria-labelledby="texts-title">
      <h2 id="texts-title">Texts that keys are tried on</h2>
      <p class="small soft">A key that calls too many human texts marked is refused. Texts of one kind share phrases: where yours are of another kind than presidents’ addresses, try keys on yours. Keys that mark already stay until you rotate them.</p>
      <error-notice .error=${this.error}></error-notice>
      ${this.known ? this.form(this.known) : nothing}
    </section>`;
  }

  private form(known: MarkTexts) {
    const own = this.picked !== SHIPPED;
    return html`<form class="field" aria-busy=${this.busy} @submit=${this.submit}>
      <p data-testid="texts-now">${this.now(known)}</p>
      <label for="texts-collection">Texts</label>
      <select id="texts-collection" data-testid="texts-collection" .value=${this.picked} @change=${this.pick}>
        <option value=${SHIPPED} ?selected=${!own}>The shipped texts</option>
        ${this.collections.map((collection) => html`<option value=${collection.id} ?selected=${this.picked === collection.id}>${collection.name}${collection.mine ? "" : ` from ${collection.owner}`}, ${collection.documents} ${collection.documents === 1 ? "document" : "documents"}</option>`)}
      </select>
      ${own
        ? html`<div class="choices" role="radiogroup" aria-label="With the shipped texts">
            ${this.choice(true, "Beside the shipped texts")}${this.choice(false, "Instead of them")}
          </div>`
        : nothing}
      <div class="actions"><button class="button" data-testid="texts-choose" ?disabled=${this.busy}>${this.busy ? "Reading…" : "Choose"}</button></div>
    </form>`;
  }

  private choice(beside: boolean, label: string) {
    return html`<label><input type="radio" name="texts-beside" .checked=${this.beside === beside} @change=${() => (this.beside = beside)} /> ${label}</label>`;
  }

  private now({ shipped, collection }: MarkTexts): string {
    if (!collection) return "Keys are tried on the shipped texts.";
    const name = collection.name ? `“${collection.name}”` : "a collection that you may not read";
    const read =
      collection.windows === undefined
        ? ""
        : ` ${collection.documents} of its documents give ${collection.windows} windows of 200 tokens; ${collection.leftOut} bear a mark of this installation and were left out.`;
    return `Keys are tried on ${name}${shipped ? " and on the shipped texts" : ""}, chosen ${moment(collection.chosenAt)}.${read}`;
  }

  private pick(event: Event): void {
    this.picked = (event.target as HTMLSelectElement).value;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const { picked, beside } = this;
    void this.attempt(async () => {
      if (picked !== SHIPPED) return chooseTexts(picked, beside);
      await forgetTexts();
      return markTexts();
    });
  }

  private async attempt(action: () => Promise<MarkTexts>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      this.known = await action();
      this.picked = this.known.collection?.id ?? SHIPPED;
      this.beside = this.known.shipped;
    } catch (error) {
      this.error = ApiError.of(error);
    } finally {
      this.busy = false;
    }
  }
}
