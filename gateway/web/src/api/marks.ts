import { getJson, request, sendJson } from "./http";
import type { Detection } from "./types";

export interface MarkKey {
  app: string;
  scheme: string;
  epoch: number;
  keyId: string;
  state: "active" | "retired" | "refused";
  certified: boolean;
  createdBy: string;
  createdAt: string;
}

/** What keys are tried on; counts are there where the collection was read just now. */
export interface MarkTexts {
  shipped: boolean;
  collection?: { id: string; name?: string; chosenAt: string; documents?: number; leftOut?: number; windows?: number };
}

export interface MarkPolicy {
  app: string;
  scheme?: string;
  chosenBy?: string;
}

export interface MarkPolicies {
  policies: MarkPolicy[];
  schemes: string[];
  standard: string;
}

export interface MarkReport {
  id: string;
  createdAt: string;
  createdBy: string;
  title: string;
  verdict: Detection["verdict"];
}

export interface CheckedFile {
  id: string;
  name: string;
  bytes: number;
  state: "waiting" | "reading" | "checking" | "done" | "failed";
  report?: Detection;
  problem?: { code: string; title: string; detail: string };
}

export const markKeys = () => getJson<{ keys: MarkKey[] }>("/api/marks/keys").then((all) => all.keys);
export const rotateKey = (app: string, scheme: string) => sendJson<MarkKey>("POST", "/api/marks/keys/rotate", { app, scheme });
export const certificateAddress = (key: MarkKey) => `/api/marks/keys/${encodeURIComponent(key.keyId)}/certificate`;

export const markTexts = () => getJson<MarkTexts>("/api/marks/texts");
export const chooseTexts = (collection: string, beside: boolean) => sendJson<MarkTexts>("PUT", "/api/marks/texts", { collection, beside });
export const forgetTexts = () => request("DELETE", "/api/marks/texts");

export const markPolicies = () => getJson<MarkPolicies>("/api/marks/policies");
export const decidePolicy = (app: string, scheme: string) =>
  sendJson<MarkPolicy>("PUT", `/api/marks/policies/${encodeURIComponent(app)}`, { scheme });

export const markReports = () => getJson<{ reports: MarkReport[] }>("/api/watermark/reports").then((all) => all.reports);
export const makeReport = (text: string, title: string) => sendJson<MarkReport>("POST", "/api/watermark/reports", { text, title });
export const reportAddress = (report: MarkReport, part: "" | "/pdf" | "/pdf-signature") => `/api/watermark/reports/${report.id}${part}`;

export const checkedFiles = () => getJson<{ files: CheckedFile[] }>("/api/watermark/files").then((all) => all.files);
export const clearFiles = () => request("DELETE", "/api/watermark/files");

export async function checkFile(file: File): Promise<void> {
  await request("POST", `/api/watermark/files?name=${encodeURIComponent(file.name)}`, {
    content: file,
    type: file.type || "application/octet-stream",
  });
}
