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
    const { app, text, step, stopping } = this.answer;
    return html`<article class="answer live" data-testid="message-live">
      <h2 class="unseen">Cloister is answering</h2>
      ${app ? html`<app-card .use=${app}></app-card>` : nothing}
      <div class="prose"><streaming-text .text=${text}></streaming-text></div>
      ${text && !stopping ? nothing : html`<p class="step"><span class="pulse"></span>${step || "Thinking…"}</p>`}
    </article>`;
  }
}
