import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { ask, startBrowser } from "./browser.js";

const HUMAN = [
  "My grandmother kept bees behind the railway station, eleven hives painted in whatever colour the ferry company had left over.",
  "On Sundays we carried the smoker down in a pram, because the wheels of the barrow had gone to my uncle's failed invention.",
  "She never wore gloves, swore in two languages, and paid the signalman in honey so that he would hold the goods train until noon.",
  "When the station closed she bought the waiting room, moved the extractor in, and hung the old timetable where the icons used to be.",
].join(" ");

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("findsNoMarkInAPersonsText", async () => {
  const verdict = await check(await browser.page(), HUMAN);
  assert.notEqual(await verdict.getAttribute("data-verdict"), "marked");
});

test("saysThatAShortTextIsTooShort", async () => {
  const page = await browser.page();
  const verdict = await check(page, "Hello there.");
  assert.equal(await verdict.getAttribute("data-verdict"), "insufficient");
  assert.match(await verdict.innerText(), /Too short to tell/);
  await assertAccessible(page, "a verdict");
});

test("checksAnAnswerStraightFromTheChat", async () => {
  const page = await browser.page();
  const answer = await ask(page, "Tell me a long story about a monk who keeps a garden.");
  await answer.getByTestId("check-answer").click();
  const verdict = page.getByTestId("check-verdict");
  await verdict.waitFor();
  assert.match(await verdict.innerText(), /Tokens scored\s+\d+/);
  assert.notEqual(await page.getByTestId("check-text").inputValue(), "");
});

async function check(page, text) {
  await page.getByTestId("nav-check").click();
  await page.getByTestId("check-text").fill(text);
  await page.getByTestId("check-submit").click();
  const verdict = page.getByTestId("check-verdict");
  await verdict.waitFor();
  return verdict;
}
