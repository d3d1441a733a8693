import { html } from "lit";
import { customElement } from "lit/decorators.js";
import { PageElement } from "../design/element";
import { icon, type IconName } from "../design/icons";

const IDEAS: { icon: IconName; title: string; detail: string; prompt: string }[] = [
  { icon: "chat", title: "Ask the model", detail: "It runs on this server; nothing you write leaves it.", prompt: "Explain in three sentences what a cloister is." },
  { icon: "documents", title: "Ask your documents", detail: "Add files with the clip below. Answers point to the passage they rest on.", prompt: "What do my documents say about " },
  { icon: "apps", title: "Let an app help", detail: "It sees only what you allow, each time, and you see what it saw.", prompt: "Convert 12 miles to kilometres." },
];

/** What an empty chat teaches. Fires `suggest` with the text of the idea that was pressed. */
@customElement("chat-welcome")
export class ChatWelcome extends PageElement {
  protected override render() {
    return html`<div class="welcome">
      <h2>What would you like to know?</h2>
      <div class="ideas">
        ${IDEAS.map(
          (idea) => html`<button type="button" class="idea" @click=${() => this.tell("suggest", idea.prompt)}>
            ${icon(idea.icon)}<strong>${idea.title}</strong><span class="small soft">${idea.detail}</span>
          </button>`,
        )}
      </div>
    </div>`;
  }
}
