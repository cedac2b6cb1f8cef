/**
 * @file What axe finds in a page. Its code is brought into each frame once, and only violations leave the page: the builder of
 * `@axe-core/playwright` brings it in again for each question and carries every result over, which takes three times as long.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { default as Axe } from "axe-core";
import type { Frame, Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 asks for, levels A and AA. */
export const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Of what WCAG asks for, the rules that sizes and colors decide: the same page needs only these at another width, in another theme. */
export const sizeAndColorRules = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/**
 * Violations as `rule: start of the element`, in a page and its frames, or within a selector; empty where all is well.
 * By default all rules that axe has by default.
 */
export async function violations(
  page: Page,
  { tags, rules, within }: { tags?: string[]; rules?: string[]; within?: string } = {},
): Promise<string[]> {
  await Promise.all(page.frames().map(bringAxe));
  const only = tags ? { type: "tag", values: tags } : rules ? { type: "rule", values: rules } : undefined;
  return page.evaluate(
    async ({ only, within }) => {
      // Colors are judged when they stand still.
      // That of an editor's caret never ends.
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
      await Promise.all(ending.map((one) => one.finished.catch(() => {})));
      const { axe } = globalThis as unknown as { axe: typeof Axe };
      const { violations } = await axe.run(within ?? document, {
        resultTypes: ["violations"],
        selectors: false,
        ...(only && { runOnly: only as Axe.RunOnly }),
      });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    },
    { only, within },
  );
}

async function bringAxe(frame: Frame): Promise<void> {
  if (await frame.evaluate(() => "axe" in globalThis)) return;
  await frame.evaluate(source);
  // A frame with an origin of its own answers too.
  await frame.evaluate(() =>
    (globalThis as unknown as { axe: typeof Axe }).axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] }),
  );
}
