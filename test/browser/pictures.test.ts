/**
 * Texts of all accepted pictures (`test/widgets/pictures`), laid out by a browser with the site's styles and faces, on a wide
 * screen and on phones: none lies on another or touches it, is cut, too small to be read, or leaves the page.
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
  "the narrowest phone": { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true },
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
  const isPhone = innerWidth < 520;
  // Lines of the digits of an adder are close on a wide screen.
  const nearest = isPhone ? 1 : 2;
  for (const picture of view.querySelectorAll("svg, .column-heads")) {
    const frame = picture.getBoundingClientRect();
    if (frame.width === 0) continue;
    const cuts = getComputedStyle(picture).overflow !== "visible";
    const texts = [...picture.querySelectorAll<SVGTextElement | HTMLSpanElement>("text, span")].flatMap((text) => {
      const { a, b } = text instanceof SVGTextElement ? text.getScreenCTM()! : { a: 1, b: 0 };
      const letters = document.createRange();
      letters.selectNodeContents(text);
      const { left, right, top, bottom, width } = (
        text instanceof SVGTextElement ? text : letters
      ).getBoundingClientRect();
      if (width === 0 || Math.abs(b) > 0.01 * a) return [];
      // A line is higher than its letters.
      const size = Number.parseFloat(getComputedStyle(text).fontSize) * a;
      const said = text.textContent!.trim();
      return [{ said, size, left, right, top: top + 0.12 * size, bottom: bottom - 0.18 * size }];
    });
    for (const [i, one] of texts.entries()) {
      if (isPhone && one.size < 9.85) faults.push(`“${one.said}” has ${one.size.toFixed(1)} pixels`);
      if (one.left < -0.5 || one.right > innerWidth + 0.5) faults.push(`“${one.said}” leaves the page`);
      if (
        cuts &&
        Math.max(frame.left - one.left, one.right - frame.right, frame.top - one.top, one.bottom - frame.bottom) > 1.5
      )
        faults.push(`“${one.said}” is cut`);
      for (const other of texts.slice(i + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 0 && high > nearest) faults.push(`“${one.said}” and “${other.said}” lie on each other`);
      }
    }
  }
  return faults;
}
