/**
 * Texts of all accepted pictures (`test/widgets/pictures`), laid out by a browser with the site's styles and faces, on a wide
 * screen and on a phone: none lies on another, is cut, or leaves the page.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const folder = join(import.meta.dirname, "../widgets/pictures");
const pictures = readdirSync(folder).flatMap((id) =>
  readdirSync(join(folder, id))
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({
      name: `${id}/${file.slice(0, -5)}`,
      // They have an element a line for who compares them; in a text a line break would be a space.
      html: readFileSync(join(folder, id, file), "utf8").replace(/>\n</g, "><"),
    })),
);

const screens = {
  "a wide screen": {},
  "a phone": { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

describe("texts of pictures", { timeout: 240_000 }, () => {
  it.each(Object.keys(screens))("lie apart and are whole on %s", async (screen) => {
    // A page that has the styles of charts, drawings, intervals and diagrams.
    const { page } = await site.open("/embed/schedule-player/", {
      ...screens[screen as keyof typeof screens],
      // What it is given is no part of the page.
      bypassCSP: true,
    });
    const faults: string[] = [];
    for (const { name, html } of pictures)
      for (const fault of await page.evaluate(faultsOf, html)) faults.push(`${name}: ${fault}`);
    expect(faults).toEqual([]);
  });
});

/** Runs in the page. */
async function faultsOf(html: string): Promise<string[]> {
  const view = document.querySelector(".figure-view")!;
  view.innerHTML = html;
  await document.fonts.ready;
  const faults: string[] = [];
  for (const svg of view.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const cuts = getComputedStyle(svg).overflow !== "visible";
    const texts = [...svg.querySelectorAll("text")].flatMap((text) => {
      const { a, b } = text.getScreenCTM()!;
      const { left, right, top, bottom, width } = text.getBoundingClientRect();
      if (width === 0 || Math.abs(b) > 0.01 * a) return [];
      // A line is higher than its letters.
      const size = Number.parseFloat(getComputedStyle(text).fontSize) * a;
      return [{ said: text.textContent!.trim(), left, right, top: top + 0.12 * size, bottom: bottom - 0.18 * size }];
    });
    for (const [i, one] of texts.entries()) {
      if (one.left < -0.5 || one.right > innerWidth + 0.5) faults.push(`“${one.said}” leaves the page`);
      if (
        cuts &&
        Math.max(frame.left - one.left, one.right - frame.right, frame.top - one.top, one.bottom - frame.bottom) > 1.5
      )
        faults.push(`“${one.said}” is cut`);
      for (const other of texts.slice(i + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 2 && high > 2) faults.push(`“${one.said}” and “${other.said}” lie on each other`);
      }
    }
  }
  return faults;
}
