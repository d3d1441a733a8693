import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Credential } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { credentialInWords, sourceInWords } from "./credential";

const DAY = new Intl.DateTimeFormat("en", { dateStyle: "long" });

/** The manifest that travels with a text (C2PA), and what it does not say. */
@customElement("credential-card")
export class CredentialCard extends PageElement {
  @property({ attribute: false }) credential!: Credential;

  protected override render() {
    const { state, detail, signer, claims } = this.credential;
    const words = credentialInWords(this.credential);
    return html`<section class="card verdict ${words.tone}" data-testid="credential" data-state=${state}>
      <h2>${icon(words.icon)} ${words.title}</h2>
      <p>${detail}</p>
      <dl class="facts small">
        ${claims?.sourceType ? fact("Said of the text", sourceInWords(claims.sourceType)) : nothing}
        ${claims?.generator ? fact("By the program", claims.generator) : nothing}
        ${claims?.created ? fact("Made, it says", day(claims.created)) : nothing}
        ${signer ? html`${fact("Signer", signer.name)}${fact("Certified by", signer.issuer)}${fact("Certificate valid until", day(signer.notAfter))}` : nothing}
      </dl>
      <p class="soft small">The manifest (C2PA) travels in the text as characters without width. Whoever wants to can remove it; a text without one proves nothing.</p>
    </section>`;
  }
}

function fact(name: string, value: string) {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function day(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : DAY.format(date);
}
