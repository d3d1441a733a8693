import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertAccessible } from "./accessibility.js";
import { ANSWER, api, startBrowser } from "./browser.js";

const CLOISTER = fileURLToPath(new URL("../../../cloister", import.meta.url));
const ABBEY = "The abbey of Hallow has a cloister with nineteen arches on its north walk, and a well that never froze.";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

/** The node is its own neighbour here: two keys would need two instances, which FederationIT has. */
test("asksPartiesAndShowsWhoAnsweredWhatEachLearnedAndWhatIsLeft", async () => {
  const page = await browser.page();
  for (const { id } of (await api(page, "GET", "/api/documents")).documents) await api(page, "DELETE", `/api/documents/${id}`);
  await api(page, "POST", "/api/documents?name=hallow.txt", { data: ABBEY, headers: { "X-Cloister-Request": "1", "Content-Type": "text/plain; charset=utf-8" } });
  if (!(await api(page, "GET", "/api/federation")).setUp) {
    await page.getByTestId("nav-parties").click();
    await page.getByTestId("federation-not-set-up").waitFor();
    federation("init", "Hallow", "--port", `${await freePort()}`);
  }
  const invited = federation("invite", "Hallow itself", "--queries", "3");
  const [code] = invited.match(/cloister-join:[\w-]+/);
  await page.waitForFunction(async () => (await (await fetch("/api/federation")).json()).listens);

  await page.goto("/#/parties");
  await page.reload();
  await page.getByTestId("federation-code").fill(code);
  await page.getByTestId("federation-name").fill("Hallow itself");
  await page.getByTestId("federation-join").click();
  await page.getByTestId("federation-party").filter({ hasText: "1 passage" }).waitFor();
  await page.getByTestId("federation-share").filter({ hasText: "3 of 3 questions left to your account" }).waitFor();
  await page.getByTestId("federation-question").fill("How many arches has the north walk?");
  await page.getByTestId("federation-search").click();
  await page.getByTestId("federation-hit").filter({ hasText: "nineteen arches" }).waitFor(ANSWER);
  const outcome = page.getByTestId("federation-outcome");
  assert.equal(await outcome.getAttribute("data-status"), "answered");
  assert.match(await outcome.innerText(), /2 questions left/);
  assert.equal(await page.getByTestId("federation-doubt").count(), 0);
  await page.getByTestId("federation-share").filter({ hasText: "2 of 3 questions" }).waitFor();
  await assertAccessible(page, "an answer by parties");

  await page.getByTestId("federation-guest").getByRole("button").click();
  await page.getByTestId("federation-guest").filter({ hasText: "shut out" }).waitFor();
});

function federation(...words) {
  return execFileSync(CLOISTER, ["federation", ...words, "--home", process.env.CLOISTER_TEST_HOME], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}
