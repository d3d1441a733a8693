import { getJson, request, sendJson } from "./http";
import type { AppNetwork } from "./types";

const at = (app: string) => `/api/app-secrets/${encodeURIComponent(app)}`;

export function readNetwork(app: string): Promise<AppNetwork> {
  return getJson(at(app));
}

/** Stores a value that nobody can read again. */
export function storeSecret(app: string, name: string, value: string): Promise<AppNetwork> {
  return sendJson("PUT", `${at(app)}/${encodeURIComponent(name)}`, { value });
}

export async function deleteSecret(app: string, name: string): Promise<void> {
  await request("DELETE", `${at(app)}/${encodeURIComponent(name)}`);
}
