import { ApiError } from "./error";
import { getJson, json, request, sendJson } from "./http";
import type { Session, Status } from "./types";

export async function currentSession(): Promise<Session | undefined> {
  try {
    return await getJson<Session>("/api/session");
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return undefined;
    throw error;
  }
}

export function signIn(name: string, password: string): Promise<Session> {
  return sendJson("POST", "/api/session", { name, password });
}

export async function signOut(): Promise<void> {
  await request("DELETE", "/api/session");
}

export async function changePassword(current: string, next: string): Promise<void> {
  await request("POST", "/api/session/password", json({ current, next }));
}

export function status(): Promise<Status> {
  return getJson("/api/status");
}
