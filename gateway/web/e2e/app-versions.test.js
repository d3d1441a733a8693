import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, beforeEach, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { ANSWER, send, startBrowser } from "./browser.js";
import { uninstallAll } from "./scripted-app.js";

const CLOISTER = fileURLToPath(new URL("../../../cloister", import.meta.url));
const QUESTION = 'How many words are in "to be or not to be"?';

let browser;
let page;
let work;
let archive;
let calling;
before(async () => {
  browser = await startBrowser();
  work = mkdtempSync(join(tmpdir(), "cloister-app-"));
  const folder = join(work, "tally");
  execFileSync(CLOISTER, ["app", "new", "tally", "--into", folder]);
  archive = join(work, "tally.mcpb");
  execFileSync(CLOISTER, ["app", "pack", folder, "--into", archive]);
  calling = join(work, "calling.mcpb");
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  manifest.version = "0.2.0";
  manifest._meta["dev.cloister"].egress = [{ host: "api.example.org", methods: ["GET"], paths: ["/v1/*"] }];
  manifest._meta["dev.cloister"].secrets = { WEATHER_KEY: { host: "api.example.org" } };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  execFileSync(CLOISTER, ["app", "pack", folder, "--into", calling]);
});
after(async () => {
  rmSync(work, { recursive: true });
  await browser.close();
});

beforeEach(async () => {
  page = await browser.page();
  await uninstallAll(page);
});

test("registersTriesAndRunsAnApp", async () => {
  const version = await register(archive);
  assert.match(await version.getByTestId("version-test-run").innerText(), /6 words/);
  assert.match(await version.getByTestId("version-state").innerText(), /waits/);
  await assertAccessible(page, "an app that waits for a decision");
  await version.getByTestId("version-approve").click();
  await version.getByTestId("version-state").filter({ hasText: "running" }).waitFor();
  await page.getByTestId("nav-chat").click();
  await send(page, QUESTION);
  await page.getByTestId("permission-allow-once").waitFor(ANSWER);
  assert.match(await page.getByTestId("permission-dialog").innerText(), /Tally asks to count words/);
  await page.getByTestId("permission-allow-once").click();
  await page.getByTestId("message-assistant").waitFor(ANSWER);
  assert.match(await page.getByTestId("app-card").innerText(), /words/);
});

test("keepsToTheRulesThatWereWrittenForIt", async () => {
  const version = await register(archive);
  await version.getByTestId("version-approve").click();
  await version.getByTestId("policy-text").fill('{"rules": [{"tool": "count_words", "action": "forbid", "message": "Nobody counts here."}]}');
  await version.getByTestId("policy-save").click();
  await version.getByTestId("policy-saved").filter({ hasText: "Saved" }).waitFor();
  await version.getByTestId("policy-call").fill('count_words {"text": "a b"}');
  await version.getByTestId("policy-try").click();
  await version.getByTestId("policy-outcome").filter({ hasText: "It would be refused. Nobody counts here." }).waitFor();
  await assertAccessible(page, "the rules of an app");
  await page.getByTestId("nav-chat").click();
  await send(page, QUESTION);
  await page.getByTestId("message-assistant").filter({ hasText: "Nobody counts here." }).waitFor(ANSWER);
  await page.getByTestId("nav-apps").click();
  await version.locator("summary").click();
  await version.getByTestId("proposal-accept").click();
  await version.getByTestId("policy-proposal").waitFor({ state: "detached" });
  await version.getByTestId("policy-text").fill('{"rules": []}');
  await version.getByTestId("policy-save").click();
  await version.getByTestId("policy-saved").filter({ hasText: "Saved" }).waitFor();
});

test("showsWhatItReachesAndStoresAKeyThatNobodySeesAgain", async () => {
  await register(archive);
  await page.getByTestId("version-approve").click();
  await page.getByTestId("version-state").filter({ hasText: "running" }).waitFor();
  await page.getByTestId("app-file").setInputFiles(calling);
  const version = page.getByTestId("app-version").filter({ hasText: "0.2.0" });
  await version.waitFor(ANSWER);
  assert.match(await version.getByTestId("version-reaches").innerText(), /GET https:\/\/api\.example\.org \/v1\/\*\s+new/);
  await version.getByTestId("version-approve").click();
  await version.getByTestId("version-state").filter({ hasText: "running" }).waitFor();
  await version.getByTestId("secret-state").filter({ hasText: "Not stored" }).waitFor();
  await version.getByTestId("secret-value").fill("key-0123456789");
  await version.getByTestId("secret-store").click();
  await version.getByTestId("secret-state").filter({ hasText: "Stored by admin" }).waitFor();
  assert.equal(await version.getByTestId("secret-value").inputValue(), "");
  await assertAccessible(page, "an app with a key");
  await version.getByTestId("secret-delete").click();
  await version.getByTestId("secret-state").filter({ hasText: "Not stored" }).waitFor();
});

test("saysWhyABundleCannotBeRegistered", async () => {
  const broken = join(work, "broken.mcpb");
  writeFileSync(broken, readFileSync(archive).subarray(0, 200));
  await page.getByTestId("nav-apps").click();
  await page.getByTestId("app-file").setInputFiles(broken);
  await page.getByRole("alert").filter({ hasText: "BUNDLE_INVALID" }).waitFor();
});

async function register(file) {
  await page.getByTestId("nav-apps").click();
  await page.getByTestId("app-file").setInputFiles(file);
  const version = page.getByTestId("app-version");
  await version.waitFor(ANSWER);
  return version;
}
