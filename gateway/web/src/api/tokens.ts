import { getJson, request, sendJson } from "./http";
import type { ApiToken, NewApiToken } from "./types";

export async function listTokens(): Promise<ApiToken[]> {
  return (await getJson<{ tokens: ApiToken[] }>("/api/tokens")).tokens;
}

/** The answer holds the secret itself, which the server never shows again. */
export function createToken(name: string): Promise<NewApiToken> {
  return sendJson("POST", "/api/tokens", { name });
}

export async function revokeToken(id: string): Promise<void> {
  await request("DELETE", `/api/tokens/${encodeURIComponent(id)}`);
}
