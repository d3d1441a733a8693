import type { Citations, Passage, Sentence } from "../api/types";

/*
 * Sentences are known by offsets into the answer's Markdown, but have to be found in what it is rendered to.
 * So their ends (and the starts of those without support) are written into the Markdown as ⸢e3⸣ and ⸢s3⸣,
 * and taken out of the rendered text again. The brackets are punctuation to Markdown's rules for emphasis,
 * as the full stop before them is, and so change nothing in how the text around them is read.
 */
const OPEN = "\u2E22";
const CLOSE = "\u2E23";
const MARKER = new RegExp(`${OPEN}([se])(\\d+)${CLOSE}`);
const NOT_SUPPORTED = "Not supported by your documents";
const LINE_START = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)[ \t]+)*/;

/** The answer with its markers. Brackets of our kind in the answer itself become plain ones of the same length. */
export function writeMarkers(text: string, citations: Citations): string {
  const plain = text.replaceAll(OPEN, "[").replaceAll(CLOSE, "]");
  const places: { at: number; marker: string }[] = [];
  citations.sentences.forEach((sentence, index) => {
    const { start, end } = trim(plain, sentence);
    if (start >= end) return;
    if (sentence.unsupported) places.push({ at: start, marker: `${OPEN}s${index}${CLOSE}` });
    places.push({ at: end, marker: `${OPEN}e${index}${CLOSE}` });
  });
  places.sort((one, other) => other.at - one.at);
  return places.reduce((marked, { at, marker }) => marked.slice(0, at) + marker + marked.slice(at), plain);
}

/**
 * Takes the markers out of a rendered answer: a supported sentence is followed by a numbered button,
 * an unsupported one is set in a span of class `unsupported`.
 */
export function placeCitations(root: ParentNode & Node, citations: Citations, open: (passage: Passage) => void): void {
  const passages = new Map(citations.passages.map((passage) => [passage.id, passage]));
  let unsupported = false;
  for (let text = nextText(root, root); text; ) {
    const found = MARKER.exec(text.data);
    if (!found) {
      const next = nextText(root, text);
      if (unsupported && text.data.trim()) wrap(text);
      text = next;
      continue;
    }
    const marker = text.splitText(found.index);
    const rest = marker.splitText(found[0].length);
    if (unsupported && text.data.trim()) wrap(text);
    const sentence = citations.sentences[Number(found[2])];
    const passage = passages.get(sentence?.passageId ?? "");
    unsupported = found[1] === "s";
    if (passage) marker.replaceWith(citationButton(passage, open));
    else if (sentence?.unsupported && !unsupported) marker.replaceWith(unsupportedMark());
    else marker.remove();
    text = rest;
  }
}

export function place(passage: Passage): string {
  const page = passage.page === null ? "" : `, page ${passage.page}`;
  const owner = passage.owner ? `, shared by ${passage.owner}` : "";
  return passage.documentName + page + owner;
}

function trim(text: string, sentence: Sentence): { start: number; end: number } {
  const spoken = text.slice(sentence.start, sentence.end);
  const lead = sentence.start === 0 || text[sentence.start - 1] === "\n" || /^\s*\n/.test(spoken);
  const skipped = spoken.length - spoken.trimStart().length;
  const start = sentence.start + skipped;
  const prefix = lead ? (LINE_START.exec(text.slice(start, sentence.end))?.[0].length ?? 0) : 0;
  return { start: start + prefix, end: sentence.start + spoken.trimEnd().length };
}

function nextText(root: Node, after: Node): Text | null {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  walker.currentNode = after;
  return walker.nextNode() as Text | null;
}

function wrap(text: Text): void {
  const span = document.createElement("span");
  span.className = "unsupported";
  span.title = NOT_SUPPORTED;
  text.replaceWith(span);
  span.append(text);
}

/** Seen as a small sign, heard in words: a line under a sentence is not read out. */
function unsupportedMark(): HTMLElement {
  const mark = document.createElement("sup");
  const sign = document.createElement("span");
  sign.className = "unsupported-mark";
  sign.textContent = "?";
  sign.title = NOT_SUPPORTED;
  sign.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  words.className = "unseen";
  words.dataset["testid"] = "unsupported";
  words.textContent = " (not supported by your documents)";
  mark.append(sign, words);
  return mark;
}

function citationButton(passage: Passage, open: (passage: Passage) => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "citation";
  button.dataset["testid"] = "citation";
  button.textContent = String(passage.number);
  button.setAttribute("aria-label", `Source ${passage.number}: ${place(passage)}`);
  button.title = place(passage);
  button.addEventListener("click", () => open(passage));
  const raised = document.createElement("sup");
  raised.append(button);
  return raised;
}
