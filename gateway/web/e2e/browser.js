import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

/** A small model on a shared machine may take its time; everything else is quick. */
export const ANSWER = { timeout: 120_000 };
const STEP_MS = 20_000;

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export const address = required("CLOISTER_URL", "the address of a running Cloister, such as http://127.0.0.1:8080");
export const password = required("CLOISTER_PASSWORD", "the password of its user admin");

/**
 * A browser for one test file. `page` opens a fresh, signed-in page; what that page logs as a breach
 * of its content security policy or as a fault of its own fails the test in `close`.
 */
export async function startBrowser() {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const faults = [];
  let signedIn;

  async function blank(options = {}) {
    const context = await browser.newContext({ baseURL: address, ...options });
    context.setDefaultTimeout(STEP_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) faults.push(message.text());
    });
    return page;
  }

  return {
    blank,
    async page(options = {}) {
      // One sign-in for a whole file: sign-ins are limited, and are tested on their own.
      signedIn ??= await signInOnce(blank);
      const page = await blank({ storageState: signedIn, ...options });
      await page.goto("/");
      await page.getByTestId("composer").waitFor();
      return page;
    },
    async close() {
      await browser.close();
      assert.deepEqual(faults, [], "the page breached its policy or failed");
    },
  };
}

export async function signIn(page, name = "admin", secret = password) {
  await page.getByTestId("sign-in-name").fill(name);
  await page.getByTestId("sign-in-password").fill(secret);
  await page.getByTestId("sign-in-submit").click();
}

/** Sends a message and gives the answer's place once it is finished. */
export async function ask(page, text) {
  const answers = page.getByTestId("message-assistant");
  const before = await answers.count();
  await send(page, text);
  await answers.nth(before).waitFor(ANSWER);
  return answers.nth(before);
}

/** Leaves the chat that is open; the address changes before the page does, so that the empty chat is waited for. */
export async function newChat(page) {
  await page.getByTestId("new-chat").click();
  await page.locator("chat-welcome").waitFor();
}

export async function send(page, text) {
  await page.getByTestId("composer").fill(text);
  await page.getByTestId("send").click();
}

/** Calls the API as the page would: for bringing about a known state before a test. */
export async function api(page, method, path, options = {}) {
  const response = await page.request.fetch(path, { method, headers: { "X-Cloister-Request": "1" }, ...options });
  assert.ok(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`);
  return response.status() === 204 ? undefined : response.json();
}

async function signInOnce(blank) {
  const page = await blank();
  await page.goto("/");
  await signIn(page);
  await page.getByTestId("composer").waitFor();
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

function findChromium() {
  if (process.env.CLOISTER_CHROMIUM) return process.env.CLOISTER_CHROMIUM;
  for (const directory of (process.env.PATH ?? "").split(delimiter))
    for (const name of NAMES) {
      const path = join(directory, name);
      if (executable(path)) return path;
    }
  throw new Error("No Chromium on the PATH: install the package chromium, or set CLOISTER_CHROMIUM to the browser's program.");
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function required(name, meaning) {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name} to ${meaning}. "./cloister test" does it for you.`);
  return value;
}
