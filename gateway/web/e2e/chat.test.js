import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { ANSWER, ask, send, startBrowser } from "./browser.js";

const LONG = "Write a very long story about a monk who walks around a cloister, with many chapters.";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("streamsAnAnswerAndCompletesIt", async () => {
  const page = await browser.page();
  await send(page, "Explain in three sentences what a cloister is.");
  const live = page.getByTestId("message-live");
  await live.locator("streaming-text").filter({ hasText: /\w/ }).waitFor(ANSWER);
  const answer = page.getByTestId("message-assistant");
  await answer.waitFor(ANSWER);
  assert.equal(await answer.getAttribute("data-status"), "complete");
  assert.match(await answer.locator(".prose").innerText(), /\w{2,}/);
  assert.equal(await live.count(), 0);
  assert.match(await page.locator(".unseen[aria-live=polite]").innerText(), /^Cloister answered: \S/);
  await assertAccessible(page, "a finished answer");
});

test("stopsTheModelAndKeepsWhatWasWritten", async () => {
  const page = await browser.page();
  await send(page, LONG);
  await page.getByTestId("message-live").locator("streaming-text").filter({ hasText: /\w/ }).waitFor(ANSWER);
  await page.getByTestId("stop").click();
  const answer = page.getByTestId("message-assistant");
  await answer.waitFor(ANSWER);
  assert.equal(await answer.getAttribute("data-status"), "stopped");
  assert.match(await answer.locator(".prose").innerText(), /\w/);
  await page.getByTestId("send").waitFor();
});

test("showsTheHistoryAfterAReloadAndDeletesItWhenAsked", async () => {
  const page = await browser.page();
  const question = `What is a garth? (${Date.now()})`;
  const written = await (await ask(page, question)).locator(".prose").innerText();
  await page.reload();
  assert.equal(await page.getByTestId("message-user").locator("p").innerText(), question);
  assert.equal(await page.getByTestId("message-assistant").locator(".prose").innerText(), written);

  const place = new URL(page.url()).hash;
  const row = page.getByTestId("conversation-row").filter({ has: page.locator(`a[href="${place}"]`) });
  await row.hover();
  await row.getByTestId("conversation-delete").click();
  await page.getByTestId("confirm").click();
  await row.waitFor({ state: "detached" });
  await page.goto(`/${place}`);
  await page.reload();
  await page.getByTestId("message-error").waitFor();
});

test("keepsAnAnswerGoingWhileAnotherPageIsShown", async () => {
  const page = await browser.page();
  await send(page, "Name three rooms of a monastery.");
  await page.getByTestId("message-live").waitFor();
  await page.getByTestId("nav-settings").click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.goBack();
  await page.getByTestId("message-assistant").waitFor(ANSWER);
});

test("neitherLoadsImagesNorRunsMarkupOfAMessage", async () => {
  const page = await browser.page();
  const foreign = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(page.url()).origin) foreign.push(request.url());
  });
  const answer = await ask(page, 'Repeat exactly: ![cat](http://example.invalid/cat.png) <img src="http://example.invalid/dog.png">');
  assert.equal(await answer.locator("img").count(), 0);
  assert.deepEqual(foreign, []);
});
