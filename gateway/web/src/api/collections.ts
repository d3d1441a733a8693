import { getJson, request, sendJson } from "./http";
import type { Collection, DocumentRecord } from "./types";

const at = (id: string) => `/api/collections/${encodeURIComponent(id)}`;
const reader = (id: string, name: string) => `${at(id)}/readers/${encodeURIComponent(name)}`;
const readersOf = (document: string) => `/api/documents/${encodeURIComponent(document)}/readers`;

/** One's own first, then those that others share. */
export async function listCollections(): Promise<Collection[]> {
  return (await getJson<{ collections: Collection[] }>("/api/collections")).collections;
}

export function createCollection(name: string): Promise<Collection> {
  return sendJson("POST", "/api/collections", { name });
}

export function renameCollection(id: string, name: string): Promise<Collection> {
  return sendJson("PUT", at(id), { name });
}

export async function deleteCollection(id: string): Promise<void> {
  await request("DELETE", at(id));
}

export async function shareCollection(id: string, name: string): Promise<void> {
  await request("PUT", reader(id, name));
}

export async function withdrawCollection(id: string, name: string): Promise<void> {
  await request("DELETE", reader(id, name));
}

/** Keeps a document from all of its collection's readers but those. */
export function restrictDocument(id: string, names: string[]): Promise<DocumentRecord> {
  return sendJson("PUT", readersOf(id), { names });
}

/** Puts a document into another collection of one's own. */
export function moveDocument(id: string, collection: string): Promise<DocumentRecord> {
  return sendJson("PUT", `/api/documents/${encodeURIComponent(id)}/collection`, { collection });
}

/** Lets all of its collection's readers read it. */
export async function openDocumentToAll(id: string): Promise<void> {
  await request("DELETE", readersOf(id));
}
