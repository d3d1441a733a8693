import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertAccessible } from "./accessibility.js";
import { api, ask, newChat, signIn, startBrowser } from "./browser.js";

const CLOISTER = fileURLToPath(new URL("../../../cloister", import.meta.url));
const GUIDE = "The well of Quern is 34 metres deep. It was dug by two brothers.";
const SURVEY = "The well of Quern is 41 metres deep and dry in summer.";
const QUESTION = "How deep is the well of Quern?";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("sharesACollectionKeepsADocumentBackAndTakesItAllBack", async () => {
  const page = await browser.page();
  const reader = `reader${Date.now()}`;
  const name = `Quern ${Date.now()}`;
  await page.getByTestId("nav-documents").click();
  await page.getByTestId("collection-new").click();
  await page.getByTestId("naming-name").fill(name);
  await page.getByTestId("naming-done").click();
  await page.getByRole("heading", { name }).waitFor();
  await page.getByTestId("upload-input").setInputFiles({ name: "quern.txt", mimeType: "text/plain", buffer: Buffer.from(GUIDE) });
  const row = page.getByTestId("document-row").filter({ hasText: "quern.txt" });
  await row.waitFor({ timeout: 60_000 });

  const visitor = await otherAccount(reader);
  await page.getByTestId("collection-share").click();
  await page.getByTestId("share-name").fill("nobody-of-that-name");
  await page.getByTestId("share").click();
  await page.getByText("ACCOUNT_UNKNOWN").waitFor();
  await page.getByTestId("share-name").fill(reader);
  await page.getByTestId("share").click();
  await page.getByTestId("reader-row").filter({ hasText: reader }).waitFor();
  await assertAccessible(page, "the dialog of readers");
  await page.getByRole("button", { name: "Done" }).click();

  await visitor.getByTestId("nav-documents").click();
  await visitor.getByTestId("collection").filter({ hasText: name }).click();
  await visitor.getByTestId("document-row").filter({ hasText: "quern.txt" }).waitFor();
  assert.equal(await visitor.getByTestId("upload-input").count(), 0);
  await assertAccessible(visitor, "a shared collection");

  await row.getByTestId("document-readers").click();
  await page.getByTestId("readers-some").check();
  await assertAccessible(page, "the dialog of a document's readers");
  await page.getByTestId("readers-save").click();
  await row.getByTestId("restricted").filter({ hasText: "only you" }).waitFor();
  await visitor.reload();
  await visitor.getByTestId("collection").filter({ hasText: name }).click();
  await visitor.getByText("No documents yet").waitFor();

  await page.getByTestId("collection-share").click();
  await page.getByTestId("withdraw").click();
  await page.getByText("Nobody but you.").waitFor();
  await page.keyboard.press("Escape");
  await visitor.reload();
  await visitor.getByTestId("collection").first().waitFor();
  assert.equal(await visitor.getByTestId("collection").filter({ hasText: name }).count(), 0);

  await page.getByTestId("passage-query").fill("How deep is it?");
  await page.getByTestId("passage-search").click();
  const hit = page.getByTestId("passage-hit").filter({ hasText: "34 metres deep" });
  await hit.locator("mark").filter({ hasText: "deep" }).waitFor();
  await assertAccessible(page, "passages that were found");
  await hit.getByRole("button").click();
  await page.getByTestId("passage-highlight").filter({ hasText: "34 metres" }).waitFor();
  await page.keyboard.press("Escape");

  await row.getByTestId("document-move").click();
  await page.getByTestId("move-target").selectOption({ label: "My documents" });
  await page.getByTestId("move-done").click();
  await row.waitFor({ state: "detached" });
  await page.getByTestId("collection").filter({ hasText: "My documents" }).click();
  await row.getByTestId("document-delete").click();
  await page.getByTestId("confirm").click();
  await row.waitFor({ state: "detached" });
  await page.getByTestId("collection").filter({ hasText: name }).click();

  await page.getByTestId("collection-delete").click();
  await page.getByTestId("confirm").click();
  await page.getByTestId("collection").filter({ hasText: name }).waitFor({ state: "detached" });
});

test("limitsAQuestionAndShowsSourcesThatDisagreeSideBySide", async () => {
  const page = await browser.page();
  const made = [];
  for (const [name, text] of [["Guide of Quern", GUIDE], ["Survey of Quern", SURVEY]]) {
    const { id } = await api(page, "POST", "/api/collections", { data: { name } });
    made.push(id);
    await api(page, "POST", `/api/documents?name=${encodeURIComponent(name)}.txt&collection=${id}`, { data: text, headers: { "X-Cloister-Request": "1", "Content-Type": "text/plain" } });
  }
  await newChat(page);
  await page.reload();
  const picker = page.getByTestId("source-picker");
  await picker.locator("summary").focus();
  await page.keyboard.press("Enter");
  await picker.getByLabel("Guide of Quern").check();
  await picker.getByLabel("Survey of Quern").check();
  await assertAccessible(page, "the choice of collections");
  await page.keyboard.press("Escape");
  assert.equal(await picker.evaluate((element) => element.open), false);

  const answer = await ask(page, QUESTION);
  await page.getByTestId("message-user").getByText("Asked of Guide of Quern, Survey of Quern").waitFor();
  const values = answer.getByTestId("conflict-value");
  await values.nth(1).waitFor();
  assert.deepEqual((await values.allInnerTexts()).sort(), ["34", "41"]);
  await assertAccessible(page, "sources that disagree");
  for (const id of made) await api(page, "DELETE", `/api/collections/${id}`);
});

test("marksASentenceThatNoDocumentSupports", async () => {
  const page = await browser.page();
  await ask(page, "Say hello.");
  // What a small model adds of its own varies, so the stored answer is exchanged on its way to the page.
  const text = "The well is deep. The moon is made of cheese. Why?";
  const sentences = [
    { start: 0, end: 17, passageId: "p", unsupported: false },
    { start: 18, end: 45, passageId: null, unsupported: true },
    { start: 46, end: 50, passageId: null, unsupported: false },
  ];
  const passages = [{ id: "p", number: 1, documentId: "d", documentName: "well.txt", owner: "ann", page: null, text: "The well is deep." }];
  await page.route("**/api/conversations/*", async (route) => {
    const response = await route.fetch();
    const conversation = await response.json();
    Object.assign(conversation.messages.at(-1), { text, citations: { sentences, passages, conflicts: [] } });
    await route.fulfill({ response, json: conversation });
  });
  await page.reload();
  const answer = page.getByTestId("message-assistant");
  await answer.getByTestId("unsupported").waitFor({ state: "attached" });
  assert.deepEqual(await answer.locator(".prose .unsupported").allInnerTexts(), ["The moon is made of cheese."]);
  assert.match(await answer.locator(".prose").innerText(), /cheese\.\s*\?\s*\(not supported by your documents\)/);
  await answer.getByTestId("unsupported-legend").waitFor();
  await answer.getByText("well.txt, shared by ann").waitFor();
  await assertAccessible(page, "a sentence without support");
});

/** A page of somebody else's. */
async function otherAccount(name) {
  const made = execFileSync(CLOISTER, ["account", name, "--home", process.env.CLOISTER_TEST_HOME], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const page = await browser.blank();
  await page.goto("/");
  await signIn(page, name, made.trim().split(/\s+/).at(-1));
  await page.getByTestId("composer").waitFor();
  return page;
}
