import { LitElement } from "lit";

/**
 * Base of every component: renders into the page itself, so that one style sheet, labels,
 * skip links and assistive technology reach across components.
 */
export abstract class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Tells whoever holds this component; bubbles, so that a page may hear its grandchildren. */
  protected tell<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true }));
  }
}
