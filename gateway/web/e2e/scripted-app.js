import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { api } from "./browser.js";

const CLOISTER = fileURLToPath(new URL("../../../cloister", import.meta.url));
const SERVER = fileURLToPath(
  new URL("../../../sandbox/src/main/resources/dev/cloister/sandbox/scripted/server.mjs", import.meta.url),
);

/**
 * Registers and approves an app that does what its tools say: `name`, `params`, `effect`, `answer` with `${argument}` filled
 * in, `reads`, `takes`, `asks` (of other apps), `leaves` (ways out of its cell that it tries), `examples` as pairs.
 */
export async function install(page, work, name, title, tools, asks = []) {
  const all = [...tools, { name: "journal", params: [], effect: "none", examples: [] }];
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(SERVER, join(folder, "server.mjs"));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest(name, title, all, asks)));
  writeFileSync(join(folder, "tools.json"), JSON.stringify(all.map(script)));
  const archive = join(work, `${name}.mcpb`);
  execFileSync(CLOISTER, ["app", "pack", folder, "--into", archive]);
  const { digest } = await api(page, "POST", "/api/app-versions", {
    data: readFileSync(archive),
    headers: { "X-Cloister-Request": "1", "Content-Type": "application/zip" },
  });
  const version = `/api/app-versions/${name}/${digest}`;
  const seen = (await api(page, "GET", version)).tools;
  await api(page, "POST", `${version}/approve?tools=${encodeURIComponent(seen)}`);
}

/** Takes away all apps that were installed, and all that was allowed. */
export async function uninstallAll(page) {
  const { versions } = await api(page, "GET", "/api/app-versions");
  for (const { app } of versions) await api(page, "POST", `/api/app-versions/${app}/disable`);
  for (const { app, digest } of versions) await api(page, "DELETE", `/api/app-versions/${app}/${digest}`);
  const { grants } = await api(page, "GET", "/api/permissions");
  for (const { id } of grants) await api(page, "DELETE", `/api/permissions/${id}`);
}

function manifest(name, title, tools, asks) {
  const permissions = tools.map(({ name: tool, effect, reads = [], examples, takes }) => [
    tool,
    {
      reads,
      effect,
      examples: examples.map(([text, input]) => ({ text, arguments: input })),
      ...(takes ? { takes } : {}),
    },
  ]);
  return {
    manifest_version: "0.4",
    name,
    display_name: title,
    version: "1.0.0",
    description: title,
    server: { type: "node", entry_point: "server.mjs" },
    tools: tools.map(({ name: tool, description = tool }) => ({ name: tool, description })),
    _meta: { "dev.cloister": { tools: Object.fromEntries(permissions), asks } },
  };
}

function script({ name, description = name, params, answer = "", reads = [], asks = [], leaves = [], takes }) {
  const properties = Object.fromEntries(params.map((param) => [param, { type: "string", maxLength: 4000 }]));
  const required = takes ? [] : params;
  return { name, description, reads, leaves, acts: [{ when: "", answer, asks }], inputSchema: { type: "object", properties, required, additionalProperties: false } };
}
