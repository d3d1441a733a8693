import { ApiError } from "./error";
import { getJson, request, UNSAFE_HEADERS } from "./http";
import type { DocumentRecord, DocumentText, PassagePlace } from "./types";

export interface DocumentList {
  documents: DocumentRecord[];
  limitBytes: number;
}

const at = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

export function listDocuments(): Promise<DocumentList> {
  return getJson("/api/documents");
}

export function readDocumentText(id: string): Promise<DocumentText> {
  return getJson(`${at(id)}/text`);
}

export function readPassage(id: string): Promise<PassagePlace> {
  return getJson(`/api/passages/${encodeURIComponent(id)}`);
}

export async function deleteDocument(id: string): Promise<void> {
  await request("DELETE", at(id));
}

/**
 * Sends a file and waits until the server has read it.
 * `progress` hears the share sent, 0 to 1; fetch cannot tell it, so this is an XMLHttpRequest.
 */
export function uploadDocument(file: File, progress: (share: number) => void): Promise<DocumentRecord> {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open("POST", `/api/documents?name=${encodeURIComponent(file.name)}`);
    upload.setRequestHeader("Content-Type", mediaType(file));
    for (const [name, value] of Object.entries(UNSAFE_HEADERS)) upload.setRequestHeader(name, value);
    upload.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    upload.upload.onload = () => progress(1);
    upload.onerror = () => reject(ApiError.unreachable());
    upload.onload = () => {
      if (upload.status >= 200 && upload.status < 300) resolve(JSON.parse(upload.responseText) as DocumentRecord);
      else reject(ApiError.parse(upload.status, upload.responseText));
    };
    upload.send(file);
  });
}

/** Browsers know no media type for Markdown and some others; the name's ending then tells. */
function mediaType(file: File): string {
  if (file.type) return file.type;
  return /\.(md|markdown)$/i.test(file.name) ? "text/markdown" : "application/octet-stream";
}
