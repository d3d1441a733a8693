import { customElement, property } from "lit/decorators.js";
import type { Token } from "marked";
import { PageElement } from "../design/element";
import { blocks, renderBlocks } from "./markdown";

/**
 * Markdown that is still being written. Blocks before the last one cannot change any more:
 * they are rendered once, so that a token costs the same at the end of a long answer as at its start.
 */
@customElement("streaming-text")
export class StreamingText extends PageElement {
  /** Only ever grows. */
  @property() text = "";
  private settled: HTMLElement[] = [];
  private settledLength = 0;

  protected override render() {
    const tail = this.text.slice(this.settledLength);
    const tokens = blocks(tail);
    const closed = tokens.slice(0, lastBlock(tokens));
    for (const token of closed) {
      if (token.type !== "space") this.settled.push(frame([token]));
      this.settledLength += token.raw.length;
    }
    return [...this.settled, frame(tokens.slice(closed.length))];
  }
}

function lastBlock(tokens: Token[]): number {
  return Math.max(0, tokens.findLastIndex((token) => token.type !== "space"));
}

function frame(tokens: Token[]): HTMLElement {
  const element = document.createElement("div");
  element.append(renderBlocks(tokens));
  return element;
}
