import { ApiError } from "./error";
import { getJson, request, UNSAFE_HEADERS } from "./http";
import type { DocumentRecord, DocumentText, PassagePlace } from "./types";

export interface UploadProgress {
  stage: "receiving" | "reading" | "embedding" | "storing";
  passages: number;
  done: number;
}

export interface DocumentList {
  documents: DocumentRecord[];
  limitBytes: number;
}

const at = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

/** All that one may read, or what is in one collection. */
export function listDocuments(collection?: string): Promise<DocumentList> {
  return getJson(collection ? `/api/documents?collection=${encodeURIComponent(collection)}` : "/api/documents");
}

/** How far the server is with an upload that is being sent or read. */
export function uploadProgress(id: string): Promise<UploadProgress> {
  return getJson(`/api/uploads/${encodeURIComponent(id)}`);
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
 * `id` is what its progress can be asked for by. `progress` hears the share sent, 0 to 1; fetch cannot tell it, so this is an XMLHttpRequest.
 */
export function uploadDocument(file: File, id: string, collection: string | undefined, progress: (share: number) => void): Promise<DocumentRecord> {
  const query = new URLSearchParams({ name: file.name, upload: id, ...(collection ? { collection } : {}) });
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open("POST", `/api/documents?${query.toString()}`);
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
