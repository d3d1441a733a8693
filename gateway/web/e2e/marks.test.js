import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./accessibility.js";
import { startBrowser } from "./browser.js";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("aKeyIsShownWithItsCertificateAndRotated", async () => {
  const page = await browser.page();
  await page.getByTestId("nav-marks").click();
  const active = page.locator('[data-testid="mark-key"][data-state="active"]').filter({ hasText: "Chat" });
  await active.first().waitFor();
  const before = await active.first().locator(".code").innerText();
  const downloading = page.waitForEvent("download");
  await active.first().getByRole("link", { name: /Certificate/ }).click();
  assert.match((await downloading).suggestedFilename(), /^mark-key-[0-9a-f]{16}\.json$/);
  await active.first().getByTestId("rotate").click();
  await page.getByTestId("confirm").click();
  await page.locator('[data-testid="mark-key"][data-state="retired"]').filter({ hasText: before }).waitFor();
  assert.notEqual(await active.first().locator(".code").innerText(), before);
  await assertAccessible(page, "keys of marks");
});

test("textsThatKeysAreTriedOnAreChosenAndTooLittleIsRefused", async () => {
  const page = await browser.page();
  await page.getByTestId("nav-marks").click();
  await page.getByTestId("texts-now").filter({ hasText: "Keys are tried on the shipped texts." }).waitFor();
  await page.getByTestId("texts-collection").selectOption({ index: 1 });
  await page.getByText("Instead of them").click();
  await page.getByTestId("texts-choose").click();
  await page.getByText("a measurement needs 200", { exact: false }).waitFor();
  await assertAccessible(page, "texts of keys");
});

test("aTextIsReportedOnAndFilesAreChecked", async () => {
  const page = await browser.page();
  await page.getByTestId("nav-check").click();
  await page.getByTestId("check-text").fill("A person wrote this, and not much of it.");
  await page.getByTestId("check-submit").click();
  await page.getByTestId("report-name").fill("A note from the archive");
  await page.getByTestId("report-make").click();
  const downloading = page.waitForEvent("download");
  await page.getByTestId("report-pdf").click();
  assert.match((await downloading).suggestedFilename(), /^mark-report-.*\.pdf$/);
  await page.getByTestId("check-files").setInputFiles([
    { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("Short and by hand.") },
    { name: "two.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nothing") },
  ]);
  await page.locator('[data-testid="checked-file"][data-state="done"]').filter({ hasText: "one.txt" }).waitFor();
  await page.locator('[data-testid="checked-file"][data-state="failed"]').filter({ hasText: "two.pdf" }).waitFor();
  await assertAccessible(page, "checked files");
  await page.getByTestId("files-clear").click();
  await page.getByTestId("nav-marks").click();
  await page.getByTestId("mark-report").filter({ hasText: "A note from the archive" }).first().waitFor();
});
