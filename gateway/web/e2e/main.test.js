import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ANSWER, api, ask, newChat, send, signIn, startBrowser } from "./browser.js";

const HARBOUR = new URL("../../src/test/resources/human-text.md", import.meta.url);

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

/** What a newcomer does in the first ten minutes, in one go. */
test("answersFromADocumentUsesAnAppAndMarksWhatItWrote", async () => {
  const harbour = await readFile(HARBOUR, "utf8");
  const page = await browser.blank({ viewport: { width: 1280, height: 860 } });
  await page.goto("/");
  await signIn(page);
  await page.getByTestId("composer").waitFor();
  await forgetEverything(page);

  await page.getByTestId("nav-documents").click();
  await page.getByTestId("upload-input").setInputFiles({ name: "harbour.md", mimeType: "text/markdown", buffer: Buffer.from(harbour) });
  await page.getByTestId("document-row").filter({ hasText: "harbour.md" }).waitFor({ timeout: 60_000 });

  await newChat(page);
  let cited = 0;
  for (const question of ["Who was the first keeper of the lighthouse at Lindow?", "Where did the slate from Lindow go?"]) {
    cited += await (await ask(page, question)).getByTestId("citation").count();
  }
  assert.ok(cited > 0, "an answer is cited");

  await send(page, "Convert 12 miles to kilometres.");
  await page.getByTestId("permission-allow-once").click(ANSWER);
  const card = page.getByTestId("app-card");
  await card.waitFor(ANSWER);
  assert.match(await card.innerText(), /19\.3/);
  await page.getByTestId("message-assistant").nth(2).waitFor(ANSWER);
  if (process.env.CLOISTER_SCREENSHOT) await page.screenshot({ path: process.env.CLOISTER_SCREENSHOT });

  assert.equal(await verdict(page, await longAnswer(page)), "marked");
  assert.equal(await verdict(page, harbour), "not_found");
});

/** An answer that is long enough for its mark to be proved; a small model may stop early and is asked again. */
async function longAnswer(page) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await newChat(page);
    await ask(page, "Write three long paragraphs about the history of gardens and why people love them.");
    const { conversations } = await api(page, "GET", "/api/conversations");
    const { messages } = await api(page, "GET", `/api/conversations/${conversations[0].id}`);
    if (messages.at(-1).text.length > 1400) return messages.at(-1).text;
  }
  throw new Error("the model wrote no long answer");
}

async function verdict(page, text) {
  await page.getByTestId("nav-check").click();
  await page.getByTestId("check-text").fill(text);
  await page.getByTestId("check-submit").click();
  const found = page.getByTestId("check-verdict");
  await found.waitFor();
  const word = await found.getAttribute("data-verdict");
  await page.reload();
  return word;
}

async function forgetEverything(page) {
  for (const { id } of (await api(page, "GET", "/api/documents")).documents) await api(page, "DELETE", `/api/documents/${id}`);
  for (const { id } of (await api(page, "GET", "/api/conversations")).conversations) await api(page, "DELETE", `/api/conversations/${id}`);
  for (const { id } of (await api(page, "GET", "/api/permissions")).grants) await api(page, "DELETE", `/api/permissions/${id}`);
}
