import { getJson, request, sendJson } from "./http";
import type { AppPolicy, PolicyOutcome } from "./types";

const at = (app: string) => `/api/app-policies/${encodeURIComponent(app)}`;

export function readPolicy(app: string): Promise<AppPolicy> {
  return getJson(at(app));
}

/** Puts a policy file in force. */
export async function writePolicy(app: string, policy: string): Promise<AppPolicy> {
  return (await request("PUT", at(app), { content: policy, type: "application/json" })).json() as Promise<AppPolicy>;
}

/** Says what would happen to a call, without making it. */
export function tryPolicy(app: string, tool: string, given: unknown): Promise<PolicyOutcome> {
  return sendJson("POST", `${at(app)}/try`, { tool, arguments: given });
}

export async function acceptProposal(app: string, id: string): Promise<AppPolicy> {
  return (await request("POST", `${at(app)}/proposals/${id}/accept`)).json() as Promise<AppPolicy>;
}

export async function dismissProposal(app: string, id: string): Promise<void> {
  await request("DELETE", `${at(app)}/proposals/${id}`);
}
