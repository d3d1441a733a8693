import { getJson, request } from "./http";
import type { AppVersion, AppVersionList } from "./types";

const BASE = "/api/app-versions";

const at = ({ app, digest }: AppVersion) => `${BASE}/${encodeURIComponent(app)}/${digest}`;

export function listVersions(): Promise<AppVersionList> {
  return getJson(BASE);
}

/** Registers an MCPB archive; it is tried in a sandbox, which takes some seconds. */
export async function registerApp(archive: File): Promise<AppVersion> {
  return (await request("POST", BASE, { content: archive, type: "application/zip" })).json() as Promise<AppVersion>;
}

export async function approveVersion(version: AppVersion): Promise<void> {
  await request("POST", `${at(version)}/approve?tools=${version.tools}`);
}

export async function disableApp({ app }: AppVersion): Promise<void> {
  await request("POST", `${BASE}/${encodeURIComponent(app)}/disable`);
}

export async function removeVersion(version: AppVersion): Promise<void> {
  await request("DELETE", at(version));
}

export function archiveAddress(version: AppVersion): string {
  return `${at(version)}/bundle`;
}
