import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { ANSWER, ask, send, startBrowser } from "./browser.js";

const LONG = "Write a very long story about a monk who walks around a cloister, with many chapters.";

const HOSTILE = [
  "![pixel](https://example.invalid/pixel.png?secret) <img src=x onerror=\"globalThis.breached = 1\">",
  "<script>globalThis.breached = 1</script> [run](javascript:globalThis.breached=1) [page](https://example.invalid/)",
  "<svg onload=\"globalThis.breached = 1\"></svg><iframe src=https://example.invalid/></iframe><style>@import url(https://example.invalid/)</style>",
  "the end",
].join("\n\n");

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

test("neitherLoadsNorRunsWhatAHostileAnswerHolds", async () => {
  const page = await browser.page();
  await ask(page, "Say hello.");
  const foreign = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(page.url()).origin) foreign.push(request.url());
  });
  // No model can be relied on to write these, so the stored answer is exchanged on its way to the page.
  await page.route("**/api/conversations/*", async (route) => {
    const response = await route.fetch();
    const conversation = await response.json();
    conversation.messages.at(-1).text = HOSTILE;
    await route.fulfill({ response, json: conversation });
  });
  await page.reload();
  const prose = page.getByTestId("message-assistant").locator(".prose");
  await prose.getByText("the end").waitFor();
  assert.equal(await prose.locator("img, script, iframe, style, svg, form, [onerror], [onclick]").count(), 0);
  const links = await prose.locator("a").evaluateAll((found) => found.map(({ rel, protocol }) => ({ rel, protocol })));
  assert.ok(links.length > 0);
  for (const link of links) {
    assert.equal(link.rel, "noopener noreferrer");
    assert.match(link.protocol, /^(https?:|mailto:|:)$/);
  }
  assert.equal(await page.evaluate(() => globalThis.breached), undefined);
  assert.deepEqual(foreign, []);
});

test("givesAMessageBackThatTheServerRefused", async () => {
  const page = await browser.page();
  await page.route("**/api/conversations/*/messages", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "MODEL_STARTING", title: "Not yet", detail: "Try again." }) }),
  );
  await send(page, "Do not lose me.");
  await page.getByTestId("message-error").filter({ hasText: "MODEL_STARTING" }).waitFor();
  assert.equal(await page.getByTestId("composer").inputValue(), "Do not lose me.");
});

test("listensOnToAnAnswerAfterAReload", async () => {
  const page = await browser.page();
  const live = page.getByTestId("message-live").locator("streaming-text").filter({ hasText: /\w/ });
  const finished = page.getByTestId("message-assistant");
  // A small model may come to an end before the page is back: then it is asked once more.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await page.goto("/#/chat");
    await page.reload();
    await page.locator("chat-welcome").waitFor();
    await send(page, LONG);
    await live.waitFor(ANSWER);
    const [opening] = (await live.innerText()).match(/\w+/);
    await page.reload();
    await live.or(finished).first().waitFor(ANSWER);
    if ((await finished.count()) > 0) continue;
    await live.filter({ hasText: opening }).waitFor();
    await page.getByTestId("stop").click();
    await finished.locator(".prose").filter({ hasText: opening }).waitFor(ANSWER);
    return;
  }
  assert.fail("no answer was still being written after a reload");
});
