import { getJson, json, request } from "./http";
import type { Arguments, Decision, Grant, PermissionRequest } from "./types";

export async function pendingPermissions(): Promise<PermissionRequest[]> {
  return (await getJson<{ requests: PermissionRequest[] }>("/api/permissions/requests")).requests;
}

/** Answers a request; `edited` replaces the proposed arguments and must fit the tool's schema. */
export async function decide(id: string, decision: Decision, edited?: Arguments): Promise<void> {
  const answer = edited ? { decision, arguments: edited } : { decision };
  await request("POST", `/api/permissions/requests/${encodeURIComponent(id)}`, json(answer));
}

export async function listGrants(): Promise<Grant[]> {
  return (await getJson<{ grants: Grant[] }>("/api/permissions")).grants;
}

export async function revokeGrant(id: string): Promise<void> {
  await request("DELETE", `/api/permissions/${encodeURIComponent(id)}`);
}
