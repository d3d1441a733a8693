import type { Passage } from "../api/types";

/** What the reader is asked to show: a whole document, or the place of one passage in it. */
export interface Reading {
  documentId: string;
  documentName: string;
  passageId?: string;
}

export const READ = "cloister-read";

export function openPassage(passage: Passage): void {
  open({ documentId: passage.documentId, documentName: passage.documentName, passageId: passage.id });
}

export function openFound({ documentId, documentName, passageId }: { documentId: string; documentName: string; passageId: string }): void {
  open({ documentId, documentName, passageId });
}

export function openDocument(documentId: string, documentName: string): void {
  open({ documentId, documentName });
}

function open(detail: Reading): void {
  window.dispatchEvent(new CustomEvent<Reading>(READ, { detail }));
}
