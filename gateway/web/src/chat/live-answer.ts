import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PageElement } from "../design/element";
import type { LiveAnswer } from "./conversation";
import "./app-card";
import "./streaming-text";

/** An answer while it is written. Not a live region: a screen reader hears the whole answer once, at its end. */
@customElement("live-answer")
export class LiveAnswerView extends PageElement {
  @property({ attribute: false }) answer!: LiveAnswer;

  protected override render() {
    const { plan, apps, text, step, stopping } = this.answer;
    return html`<article class="answer live" data-testid="message-live">
      <h2 class="unseen">Cloister is answering</h2>
      ${plan.length > 0
        ? html`<ol class="plan" aria-label="What Cloister is going to do" data-testid="plan">
            ${plan.map((sentence) => html`<li>${sentence}</li>`)}
          </ol>`
        : nothing}
      ${apps.map((use) => html`<app-card .use=${use}></app-card>`)}
      <div class="prose"><streaming-text .text=${text}></streaming-text></div>
      ${text && !stopping ? nothing : html`<p class="step"><span class="pulse"></span>${step || "Thinking…"}</p>`}
    </article>`;
  }
}
