import DOMPurify from "dompurify";
import { Marked, type Token, type TokensList } from "marked";

/**
 * Markdown from a model is hostile input: HTML in it is shown as text, nothing in it loads anything
 * (an image's address could carry what the model read to a stranger's server), and links tell where they lead.
 */
const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escape(text),
    image: ({ href, text }) => `<a href="${escape(href)}">[image not loaded: ${escape(text || href)}]</a>`,
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    heading({ tokens, depth }) {
      return `<h3 data-depth="${depth}">${this.parser.parseInline(tokens)}</h3>`;
    },
  },
});

const TAGS = "p br hr h3 strong em del code pre blockquote ul ol li a table thead tbody tr th td".split(" ");

/** The blocks of a text, each with its own source in `raw`. */
export function blocks(source: string): TokensList {
  return marked.lexer(source);
}

export function renderBlocks(tokens: Token[]): DocumentFragment {
  return sanitise(marked.parser(tokens));
}

export function renderMarkdown(source: string): DocumentFragment {
  return renderBlocks(blocks(source));
}

function sanitise(markup: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(markup, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "start", "data-depth"],
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll("a")) {
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    link.title = link.getAttribute("href") ?? "";
  }
  // What stands in a quote is not ours: an address there may carry what its writer has read, so that it is shown, not led to.
  for (const link of fragment.querySelectorAll("blockquote a")) {
    const address = link.getAttribute("href") ?? "";
    const text = link.textContent ?? "";
    link.replaceWith(address === text || address === `mailto:${text}` ? text : `${text} (${address})`);
  }
  for (const code of fragment.querySelectorAll("pre")) reachable(code, "Code");
  for (const table of fragment.querySelectorAll("table")) {
    const frame = document.createElement("div");
    frame.className = "wide";
    reachable(frame, "Table");
    table.replaceWith(frame);
    frame.append(table);
  }
  return fragment;
}

/** What scrolls sideways must be reachable by keyboard, and then needs a name. */
function reachable(element: HTMLElement, name: string): void {
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", name);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
