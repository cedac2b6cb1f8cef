/** What a reader leaves: answers, notes, progress. They come back, and a file takes them to another browser. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const chapter = "/chapters/1-what-it-cost/";
const exercise = ".exercise[data-kind=number]";

describe("what a reader leaves", () => {
  it("comes back, and goes along in a file", async () => {
    const { page, troubles } = await site.open(chapter);
    await page.locator(exercise).first().scrollIntoViewIfNeeded();
    const field = page.locator(`${exercise} .answer input[type=text]`).first();
    await field.fill("1");
    await page.locator(`${exercise} [data-check]`).first().click();
    await page.waitForFunction(
      (selector) => document.querySelector<HTMLElement>(`${selector} .judgment`)!.dataset.verdict === "wrong",
      exercise,
    );
    await page.click(".notes summary");
    await page.fill(".notes textarea", "Ask about the rent.");
    await page.waitForFunction(
      () => localStorage.getItem("v3-reader")?.includes('"read":{"1-what-it-cost"'),
      undefined,
      { timeout: 15_000 },
    );
    await page.reload();
    await settled(page);
    await page.waitForFunction(
      (selector) => document.querySelector<HTMLElement>(`${selector} .judgment`)!.dataset.verdict === "wrong",
      exercise,
    );
    expect([await field.inputValue(), await page.inputValue(".notes textarea")]).toEqual(["1", "Ask about the rent."]);
    await page.goto(`${site.origin}/`);
    await page.locator(".was-read").waitFor();
    await page.goto(`${site.origin}/kept/`);
    await page.locator("[data-kept]").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save]")]);
    const file = (await download.path())!;
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      kind: "v3-companion-reader",
      record: { notes: { "1-what-it-cost": { text: "Ask about the rent." } } },
    });
    expect(troubles).toEqual([]);

    const other = await site.open("/kept/");
    expect(await other.page.textContent("[data-part=notes]")).toBe("0");
    await other.page.setInputFiles("[data-part=file]", {
      name: "reader.json",
      mimeType: "application/json",
      buffer: readFileSync(file),
    });
    await other.page.waitForFunction(() =>
      document.querySelector("[data-part=said]")!.textContent!.startsWith("Taken in: 1 answer, 1 note, 1 chapter read"),
    );
    await other.page.setInputFiles("[data-part=file]", {
      name: "x.json",
      mimeType: "application/json",
      buffer: Buffer.from("{}"),
    });
    await other.page.waitForFunction(() =>
      document.querySelector("[data-part=said]")!.textContent!.startsWith("This is no file of the companion"),
    );
    await other.page.click("[data-action=remove]");
    await other.page.click("[data-action=really]");
    expect(await other.page.evaluate(() => localStorage.getItem("v3-reader"))).toBeNull();
    expect(other.troubles).toEqual([]);
    await other.page.context().close();
    await page.context().close();
  });
});
