import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { signIn, startBrowser } from "./browser.js";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("refusesAWrongPasswordWithItsCode", async () => {
  const page = await browser.blank();
  await page.goto("/");
  await signIn(page, "admin", "certainly not the password");
  await page.getByText("SIGN_IN_FAILED").waitFor();
  await assertAccessible(page, "sign-in with an error");
});

test("signsInStaysSignedInAfterAReloadAndSignsOut", async () => {
  const page = await browser.blank();
  await page.goto("/");
  await signIn(page);
  await page.getByTestId("composer").waitFor();
  await page.reload();
  await page.getByTestId("composer").waitFor();
  await page.getByTestId("sign-out").click();
  await page.getByTestId("sign-in-name").waitFor();
  assert.equal((await page.request.get("/api/conversations")).status(), 401);
});
