/** What is printed: all of it, and by the styles of paper. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWhole } from "../../src/documents/pdf.ts";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

describe("a page that is printed", () => {
  it("has the styles of paper without script, too", async () => {
    const { page } = await site.open("/chapters/1-what-it-cost/", { javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper").trim()))
      .toMatch(/^#fff(?:fff)?$/);
    const outside = await page.evaluate(() => {
      const { left, right } = document.querySelector("main")!.getBoundingClientRect();
      return [...document.querySelectorAll(".figure, table")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.left < left - 1 || box.right > right + 1;
      }).length;
    });
    expect(outside).toBe(0);
  });
  it("is waited for until its end is read, on a slow machine, too", async () => {
    const { page } = await site.open("/404.html", { javaScriptEnabled: false });
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 12 });
    const paragraphs = 30_000;
    await page.route("**/long/", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<!doctype html><title>Long</title>${"<p>One <em>of</em> <b>many</b>.</p>".repeat(paragraphs)}`,
      }),
    );
    await openWhole(page, `${site.origin}/long/`);
    expect(await page.evaluate(() => [document.readyState, document.querySelectorAll("p").length])).toEqual([
      "complete",
      paragraphs,
    ]);
  });
});
