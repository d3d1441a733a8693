import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { ANSWER, startBrowser } from "./browser.js";

const PLACES = ["chat", "documents", "apps", "parties", "check", "settings"];

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

for (const colorScheme of ["light", "dark"]) {
  test(`isAccessibleOnEveryPageIn${colorScheme === "dark" ? "Dark" : "Light"}`, async () => {
    const page = await browser.page({ colorScheme });
    assert.equal(await theme(page), colorScheme);
    for (const place of PLACES) {
      await page.getByTestId(`nav-${place}`).click();
      await page.waitForLoadState("networkidle");
      await assertAccessible(page, `${place}, ${colorScheme}`);
    }
  });
}

test("keepsTheChosenThemeOverAReload", async () => {
  const page = await browser.page({ colorScheme: "light" });
  await page.getByTestId("theme-toggle").click();
  assert.equal(await theme(page), "dark");
  await page.reload();
  await page.getByTestId("composer").waitFor();
  assert.equal(await theme(page), "dark");
});

test("fitsANarrowScreenWithTheMenuAsADrawer", async () => {
  const page = await browser.page({ viewport: { width: 360, height: 700 } });
  assert.equal(await page.getByTestId("nav-chat").isVisible(), false);
  for (const place of PLACES) {
    await page.getByTestId("menu").click();
    await page.getByTestId(`nav-${place}`).click();
    await page.waitForLoadState("networkidle");
    const wide = await page.evaluate(() => [...document.querySelectorAll("html, main, .transcript")].filter((element) => element.scrollWidth > 360).map((element) => element.tagName));
    assert.deepEqual(wide, [], `${place} is no wider than the screen`);
    await assertAccessible(page, `${place}, narrow`);
  }
  await page.getByTestId("menu").click();
  await page.getByTestId("nav-chat").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("nav-chat").waitFor({ state: "hidden" });
  assert.ok(await page.getByTestId("menu").evaluate((element) => element === document.activeElement), "focus returns to the menu's button");
});

test("answersAKeyboardAlone", async () => {
  const page = await browser.page();
  await page.getByTestId("nav-settings").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.waitForFunction(() => document.activeElement?.id === "composer");
  await page.keyboard.type("Say hello.");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("Be brief.");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByTestId("message-user").locator("p").innerText(), "Say hello.\nBe brief.");
  await page.getByTestId("message-assistant").waitFor(ANSWER);
  await page.keyboard.press("Shift+Tab");
  assert.ok(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none"), "focus can be seen");
});

test("skipsToTheContent", async () => {
  const page = await browser.page();
  await page.goto("/#/settings");
  await page.reload();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
});

test("createsATokenAndRevokesIt", async () => {
  const page = await browser.page();
  const name = `browser test ${Date.now()}`;
  await page.getByTestId("nav-settings").click();
  await page.getByTestId("token-name").fill(name);
  await page.getByTestId("token-create").click();
  const secret = await page.getByTestId("token-secret").innerText();
  const models = await page.request.get("/v1/models", { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal(models.status(), 200);
  const row = page.getByTestId("token-row").filter({ hasText: name });
  await row.getByRole("button").click();
  await page.getByTestId("confirm").click();
  await row.waitFor({ state: "detached" });
});

function theme(page) {
  return page.evaluate(() => document.documentElement.dataset.theme);
}
