import { sendJson } from "./http";
import type { Detection } from "./types";

/** Looks for this installation's mark in a text. */
export function detectMark(text: string): Promise<Detection> {
  return sendJson("POST", "/api/watermark/detect", { text });
}
