import { getJson, request, sendJson } from "./http";

export type FetchMode = "oblivious" | "decoys" | "direct";

export interface Federation {
  /** Whether an operator has made this node's key. */
  setUp: boolean;
  listens: boolean;
  name?: string;
  fingerprint?: string;
  /** Parties that may ask this node. */
  guests: Guest[];
  /** Parties that this node may ask. */
  parties: Party[];
  leaksToQueriers: string[];
  leaksToOwners: string[];
  /** What each way of fetching tells the owner. */
  fetching: Record<FetchMode, string>;
}

export interface Guest {
  name: string;
  fingerprint: string;
  queries: number;
  days: number;
  left: number;
  noise: number;
  revoked?: string;
}

export interface Party {
  name: string;
  fingerprint: string;
  title: string;
  passages: number;
  /** What is left to this account, of how many questions in so many days. */
  share: { left: number; most: number; days: number };
}

export interface Outcome {
  name: string;
  status: "answered" | "late" | "refused" | "misbehaved" | "unreachable" | "incompatible";
  code: string;
  detail: string;
  milliseconds: number;
  left?: number;
  sent: number;
  received: number;
  learned: string;
  /** Why its passages are ranked last. */
  doubt?: string;
}

export interface FederatedHit {
  party: string;
  title?: string;
  text?: string;
  score: number;
}

export interface FederatedAnswer {
  hits: FederatedHit[];
  /** Where not all texts could be checked: what that means for the list. */
  unchecked?: string;
  parties: Outcome[];
  mode: FetchMode;
  reveals: string;
}

export function federation(): Promise<Federation> {
  return getJson("/api/federation");
}

export function searchParties(question: string, mode: FetchMode): Promise<FederatedAnswer> {
  return sendJson("POST", "/api/federation/search", { question, mode });
}

export function joinParty(code: string, name: string): Promise<Party> {
  return sendJson("POST", "/api/federation/parties", { code, name });
}

export async function leaveParty(name: string): Promise<void> {
  await request("DELETE", `/api/federation/parties/${encodeURIComponent(name)}`);
}
