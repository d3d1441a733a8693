import { getJson, request } from "./http";
import type { AppList } from "./types";

const notesOf = (app: string) => `/api/apps/${encodeURIComponent(app)}/notes`;

export function listApps(): Promise<AppList> {
  return getJson("/api/apps");
}

/** The person's notes for an app; empty where there are none. */
export async function readNotes(app: string): Promise<string> {
  return (await request("GET", notesOf(app))).text();
}

export async function writeNotes(app: string, text: string): Promise<void> {
  await request("PUT", notesOf(app), { content: text, type: "text/plain; charset=utf-8" });
}

export async function deleteNotes(app: string): Promise<void> {
  await request("DELETE", notesOf(app));
}
