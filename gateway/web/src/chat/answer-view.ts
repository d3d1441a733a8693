import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Citations, Message, Passage } from "../api/types";
import { openCheck } from "../check/handoff";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { place, placeCitations, writeMarkers } from "./citation-markers";
import { renderMarkdown } from "./markdown";
import "../shell/copy-button";
import "../shell/error-notice";
import "./app-card";
import "./export-menu";
import "./source-conflicts";

/** A finished answer. Fires `open-passage` with the passage whose number was pressed. */
@customElement("answer-view")
export class AnswerView extends PageElement {
  @property({ attribute: false }) message!: Message;
  @property() conversationId = "";
  private rendered?: { message: Message; body: HTMLElement };

  protected override render() {
    const { text, status, error, apps, citations } = this.message;
    return html`<article class="answer" data-testid="message-assistant" data-status=${status}>
      <h2 class="unseen">Cloister's answer</h2>
      ${apps.map((use) => html`<app-card .use=${use}></app-card>`)}
      <div class="prose">${this.body()}</div>
      ${citations && citations.conflicts.length > 0 ? html`<source-conflicts .citations=${citations}></source-conflicts>` : nothing}
      ${citations && citations.passages.length > 0 ? this.sources(citations) : nothing}
      ${error ? html`<error-notice data-testid="message-error" .error=${error}></error-notice>` : nothing}
      ${text ? this.foot(this.message) : nothing}
    </article>`;
  }

  private body(): HTMLElement {
    if (this.rendered?.message === this.message) return this.rendered.body;
    const { text, citations } = this.message;
    const body = document.createElement("div");
    if (citations && citations.passages.length > 0) {
      body.append(renderMarkdown(writeMarkers(text, citations)));
      placeCitations(body, citations, (passage) => this.open(passage));
    } else {
      body.append(renderMarkdown(text));
    }
    this.rendered = { message: this.message, body };
    return body;
  }

  private sources(citations: Citations) {
    const bare = citations.sentences.some((sentence) => sentence.unsupported);
    return html`<div class="sources">
      <ul aria-label="Sources">
        ${cited(citations).map(
          (passage) => html`<li>
            <button type="button" class="source" @click=${() => this.open(passage)}><span class="number">${passage.number}</span> ${place(passage)}</button>
          </li>`,
        )}
      </ul>
      ${bare ? html`<p class="small soft" data-testid="unsupported-legend"><span class="unsupported-mark" aria-hidden="true">?</span> <span class="unsupported">Dotted</span>: not supported by your documents.</p>` : nothing}
    </div>`;
  }

  private foot({ id, text, status, marked }: Message) {
    return html`<div class="answer-foot">
      <copy-button .text=${text}></copy-button>
      ${status === "stopped" ? html`<span class="badge warn">Stopped</span>` : nothing}
      ${marked ? this.mark() : nothing}
      <button type="button" class="button quiet" data-testid="check-answer" @click=${() => openCheck(text)}>Check</button>
      <export-menu .conversationId=${this.conversationId} .answerId=${id}></export-menu>
    </div>`;
  }

  private mark() {
    return html`<span class="badge" title="A language model wrote this. Its words are marked while they are written; whether the mark can be proved depends on the text's length.">${icon("check")} Written by AI, marked</span>`;
  }

  private open(passage: Passage): void {
    this.tell("open-passage", passage);
  }
}

/** The passages that support a sentence; all that were looked at where none does. */
function cited({ sentences, passages }: Citations): Passage[] {
  const used = new Set(sentences.map((sentence) => sentence.passageId));
  const supporting = passages.filter((passage) => used.has(passage.id));
  return supporting.length > 0 ? supporting : passages;
}
