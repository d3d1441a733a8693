import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { ANSWER, api, send, startBrowser } from "./browser.js";

const QUESTION = "Convert 12 miles to kilometres.";

let browser;
let page;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

beforeEach(async () => {
  page = await browser.page();
  const { grants } = await api(page, "GET", "/api/permissions");
  for (const { id } of grants) await api(page, "DELETE", `/api/permissions/${id}`);
});

test("asksWithTheArgumentsShownAndShowsWhatTheAppSaw", async () => {
  const dialog = await askForApp();
  assert.ok((await dialog.getByTestId("argument").evaluateAll((fields) => fields.map((field) => field.value))).length > 0);
  await assertAccessible(page, "the permission dialog");
  await page.getByTestId("permission-allow-once").click();
  await page.getByTestId("message-assistant").waitFor(ANSWER);
  const card = page.getByTestId("message-assistant").getByTestId("app-card");
  assert.match(await card.innerText(), /saw: \S/);
  assert.match(await card.innerText(), /19\.3/);
  await card.locator("summary").click();
  await assertAccessible(page, "an answer with an app's result");
});

test("sendsTheArgumentsAsThePersonCorrectedThem", async () => {
  const dialog = await askForApp();
  await dialog.locator("input[type=text]").first().fill("20 miles");
  await page.getByTestId("permission-allow-once").click();
  const card = page.getByTestId("message-assistant").getByTestId("app-card");
  await card.waitFor(ANSWER);
  assert.match(await card.innerText(), /32\.1/);
});

test("letsNoAppActWhenDeclined", async () => {
  await askForApp();
  await page.getByTestId("permission-deny").click();
  await page.getByTestId("message-assistant").waitFor(ANSWER);
  assert.equal(await page.getByTestId("app-card").count(), 0);
});

test("takesEscapeForNo", async () => {
  await askForApp();
  await page.keyboard.press("Escape");
  await page.getByTestId("message-assistant").waitFor(ANSWER);
  assert.equal(await page.getByTestId("app-card").count(), 0);
});

test("remembersAGrantForTheChatUntilItIsTakenBack", async () => {
  await askForApp();
  await page.getByTestId("permission-allow-chat").click();
  await page.getByTestId("message-assistant").waitFor(ANSWER);
  await page.getByTestId("nav-apps").click();
  const grant = page.getByTestId("grant-row");
  await grant.waitFor();
  await assertAccessible(page, "apps with a grant");
  await grant.getByTestId("grant-revoke").click();
  await grant.waitFor({ state: "detached" });
});

test("keepsNotesForAnApp", async () => {
  const text = `The red bicycle is in the cellar. ${Date.now()}`;
  await page.getByTestId("nav-apps").click();
  await page.getByTestId("notes-text").first().fill(text);
  await page.getByTestId("notes-save").first().click();
  await page.getByTestId("notes-saved").first().filter({ hasText: "Saved" }).waitFor();
  await page.reload();
  await page.waitForFunction((expected) => document.querySelector("[data-testid=notes-text]")?.value === expected, text);
});

async function askForApp() {
  await send(page, QUESTION);
  await page.getByTestId("permission-allow-once").waitFor(ANSWER);
  return page.getByTestId("permission-dialog");
}
