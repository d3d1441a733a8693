import assert from "node:assert/strict";
import axe from "axe-core";

/** Fails with each rule that the page breaks, and where. */
export async function assertAccessible(page, name) {
  await page.evaluate(settle);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  assert.deepEqual(found, [], `${name} has accessibility violations`);
}

/** Half-faded text has no contrast: animations that end are waited for. */
async function settle() {
  const ending = document.getAnimations().filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
  await Promise.allSettled(ending.map((animation) => animation.finished));
}
