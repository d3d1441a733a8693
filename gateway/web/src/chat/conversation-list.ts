import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { ApiError } from "../api/error";
import type { ConversationSummary } from "../api/types";
import { PageElement } from "../design/element";
import { icon } from "../design/icons";
import { confirm } from "../shell/confirm";
import { chatAddress } from "../shell/route";
import { conversations } from "./conversations";

/** The conversations, latest first, each with a way to delete it. */
@customElement("conversation-list")
export class ConversationList extends PageElement {
  @property() selected = "";
  @state() private error?: ApiError;
  private readonly onChange = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    conversations.addEventListener("change", this.onChange);
    void conversations.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    conversations.removeEventListener("change", this.onChange);
  }

  protected override render() {
    const { summaries, loaded } = conversations;
    return html`
      <h2 class="list-title" id="conversations-title">Conversations</h2>
      <error-notice dismissible .error=${this.error ?? conversations.error} @dismiss=${() => (this.error = undefined)}></error-notice>
      ${loaded && summaries.length === 0 && !conversations.error
        ? html`<p class="list-empty">Your conversations will be kept here, on this server only.</p>`
        : html`<ul aria-labelledby="conversations-title">
            ${repeat(summaries, (summary) => summary.id, (summary) => this.row(summary))}
          </ul>`}
    `;
  }

  private row(summary: ConversationSummary) {
    const title = summary.title || "New chat";
    return html`<li data-testid="conversation-row">
      <a href=${chatAddress(summary.id)} aria-current=${summary.id === this.selected ? "page" : "false"} title=${title}>${title}</a>
      <button class="icon-button" type="button" aria-label="Delete “${title}”" data-testid="conversation-delete" @click=${() => void this.erase(summary.id, title)}>
        ${icon("bin")}
      </button>
    </li>`;
  }

  private async erase(id: string, title: string): Promise<void> {
    const sure = await confirm({
      title: "Delete this conversation?",
      detail: `“${title}” and its messages are removed from this server. This cannot be undone.`,
      action: "Delete",
    });
    if (!sure) return;
    try {
      await conversations.delete(id);
      if (id === this.selected) location.hash = "#/chat";
    } catch (error) {
      this.error = ApiError.of(error);
    }
  }
}
