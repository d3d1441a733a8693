import { ApiError } from "./error";

/** Fired on `window` when the gateway no longer knows this browser's session. */
export const SIGNED_OUT = "cloister-signed-out";

/** The gateway refuses unsafe requests without it: another site's form cannot send it. */
export const UNSAFE_HEADERS: Record<string, string> = { "X-Cloister-Request": "1" };

export interface Body {
  content: BodyInit;
  type: string;
}

export function json(value: unknown): Body {
  return { content: JSON.stringify(value), type: "application/json" };
}

/** Sends one request; anything but a success is thrown as an {@link ApiError}. */
export async function request(method: string, path: string, body?: Body): Promise<Response> {
  const headers: Record<string, string> = method === "GET" ? {} : { ...UNSAFE_HEADERS };
  if (body) headers["Content-Type"] = body.type;
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: body?.content ?? null, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw ApiError.unreachable();
  }
  if (response.ok) return response;
  const error = await ApiError.from(response);
  if (response.status === 401 && error.code !== "SIGN_IN_FAILED") announceSignedOut(path);
  throw error;
}

export async function getJson<T>(path: string): Promise<T> {
  return (await request("GET", path)).json() as Promise<T>;
}

export async function sendJson<T>(method: string, path: string, value: unknown): Promise<T> {
  return (await request(method, path, json(value))).json() as Promise<T>;
}

/** Who asks whether there is a session expects "no"; everyone else has just lost one. */
function announceSignedOut(path: string): void {
  if (!path.startsWith("/api/session")) window.dispatchEvent(new Event(SIGNED_OUT));
}
