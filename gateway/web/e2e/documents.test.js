import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { api, ask, newChat, startBrowser } from "./browser.js";

const ABBEY = [
  "The abbey of Hallow stands above the river.",
  "The north walk of the abbey of Hallow has eleven arches of red stone.",
  "The well in the middle of the garth was dug in the year 1284 by two brothers.",
  "The bells of Hallow are rung three times a day.",
].join("\n\n");

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("addsADocumentAndOpensThePassageThatAnAnswerRestsOn", async () => {
  const page = await browser.page();
  await removeDocuments(page);
  await page.getByTestId("nav-documents").click();
  await page.getByText("No documents yet").waitFor();
  await page.getByTestId("upload-input").setInputFiles(file("hallow.txt", ABBEY));
  const row = page.getByTestId("document-row");
  await row.filter({ hasText: "hallow.txt" }).waitFor({ timeout: 60_000 });
  assert.equal(await row.getAttribute("data-state"), "ready");
  await assertAccessible(page, "documents");

  await newChat(page);
  const answer = await ask(page, "How many arches has the north walk of the abbey of Hallow?");
  const citation = answer.getByTestId("citation").first();
  await citation.waitFor();
  await assertAccessible(page, "an answer with citations");
  await citation.focus();
  await page.keyboard.press("Enter");
  const passage = page.getByTestId("passage-highlight").first();
  await passage.waitFor();
  assert.match(ABBEY, new RegExp(escape((await passage.innerText()).trim().split("\n")[0])));
  await assertAccessible(page, "the document reader");
  await page.keyboard.press("Escape");
  await passage.waitFor({ state: "hidden" });
  assert.ok(await citation.evaluate((element) => element === document.activeElement), "focus returns to the citation");
});

test("addsADocumentFromTheComposer", async () => {
  const page = await browser.page();
  await page.getByTestId("upload-input").setInputFiles(file("bells.txt", ABBEY));
  await page.locator('[data-testid=upload][data-state="done"]').waitFor({ timeout: 60_000 });
});

test("refusesAnEmptyFileBeforeSendingIt", async () => {
  const page = await browser.page();
  await page.getByTestId("nav-documents").click();
  await page.getByTestId("upload-input").setInputFiles(file("empty.txt", ""));
  await page.getByText("DOCUMENT_EMPTY").waitFor();
});

test("deletesADocument", async () => {
  const page = await browser.page();
  await api(page, "POST", "/api/documents?name=gone.txt", { data: ABBEY, headers: { "X-Cloister-Request": "1", "Content-Type": "text/plain" } });
  await page.getByTestId("nav-documents").click();
  const row = page.getByTestId("document-row").filter({ hasText: "gone.txt" });
  await row.getByTestId("document-delete").click();
  await page.getByTestId("confirm").click();
  await row.waitFor({ state: "detached" });
});

function file(name, text) {
  return { name, mimeType: "text/plain", buffer: Buffer.from(text) };
}

async function removeDocuments(page) {
  const { documents } = await api(page, "GET", "/api/documents");
  for (const { id } of documents) await api(page, "DELETE", `/api/documents/${id}`);
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
