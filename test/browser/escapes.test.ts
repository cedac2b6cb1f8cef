/** @file What must hold in every browser that is there: code of a cell reaches neither network nor page nor storage, errors have lines, controls have values. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellSource } from "../../src/notebook/cell.ts";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { browsers, type AnyBrowser } from "./browsers.ts";
import { forbidden, refusedEscapes, refusedFromFrame, shownEscapes, tryFromFrame } from "./escapes.ts";
import { startOtherHost, type OtherHost } from "./other-host.ts";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
let other: OtherHost;
beforeAll(async () => {
  site = await startSite();
  other = await startOtherHost();
});
afterAll(async () => {
  await site.close();
  await other.close();
});

for (const { name, path, install } of browsers)
  if (!path) console.log(`${name} is not here, and its tests are skipped: it comes with ${install}.`);

describe.each(browsers)("in $name", { timeout: 180_000 }, ({ path, start }) => {
  describe.skipIf(!path)("a cell", () => {
    let browser: AnyBrowser;
    beforeAll(async () => {
      browser = await start();
      await browser.open(`${site.origin}/scratch/`);
      await browser.run(() => {
        const watched = window as unknown as { violations: string[] };
        watched.violations = [];
        document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
          watched.violations.push(`${violatedDirective} ${blockedURI}`),
        );
      });
      await until((selector: string) => document.querySelector(selector) !== null, "[data-scratch] .scratch-cell");
    });
    afterAll(() => browser?.close());

    /** Waits until something holds in the page. */
    async function until<Values extends unknown[]>(
      holds: (...values: Values) => boolean,
      ...values: Values
    ): Promise<void> {
      for (let left = 400; !(await browser.run(holds, ...values)); left--) {
        if (left === 0) throw new Error(`This must come to hold in the page: ${holds}`);
        await new Promise((later) => setTimeout(later, 100));
      }
    }

    /** Opens these cells in the page that is there, as a link brings them. */
    async function show(cells: readonly CellSource[]): Promise<void> {
      await browser.run((hash: string) => void (location.hash = hash), new URL(scratchLink(cells), site.origin).hash);
      await until(
        (id: string, source: string) =>
          document.querySelector(`[data-cell="${id}"] .cell-code`)?.textContent === source,
        cells[0].id,
        cells[0].source,
      );
    }

    const pressRun = (id: string): Promise<void> =>
      browser.run(
        (wanted: string) => document.querySelector<HTMLElement>(`[data-cell="${wanted}"] [data-do="run"]`)!.click(),
        id,
      );
    const hasShown = (id: string): boolean =>
      document.querySelector(
        `[data-cell="${id}"] .cell-outputs .output, [data-cell="${id}"] .cell-error:not([hidden])`,
      ) !== null;
    const outputOf = (id: string): Promise<string> =>
      browser.run(
        (wanted: string) => document.querySelector(`[data-cell="${wanted}"] .cell-outputs`)!.textContent!,
        id,
      );
    const errorOf = (id: string): Promise<string> =>
      browser.run((wanted: string) => document.querySelector(`[data-cell="${wanted}"] .cell-error`)!.textContent!, id);
    const stateOf = (id: string): Promise<string> =>
      browser.run((wanted: string) => document.querySelector(`[data-cell="${wanted}"] .cell-state`)!.textContent!, id);
    const stored = (): Promise<string> => browser.run(() => JSON.stringify({ ...localStorage, fonts: null }));
    const address = (): Promise<string> => browser.run(() => location.href);

    it("that came in by a link runs only when the reader says so", async () => {
      await show([{ id: "it", source: `fetch("http://${other.address}/"); display("ran")` }]);
      await new Promise((later) => setTimeout(later, 300));
      expect(await browser.run(() => document.querySelectorAll(".output, iframe").length)).toBe(0);
    });

    it("is refused all that would lead out of its worker, and says so", async () => {
      const cells = refusedEscapes.map(([, source], i) => ({
        id: `c${i}`,
        source: source.replaceAll("OTHER", other.address),
      }));
      await show(cells);
      await browser.run(() => document.querySelector<HTMLElement>('[data-action="run-all"]')!.click());
      await until(
        (count: number) => document.querySelectorAll(".cell-error:not([hidden])").length === count,
        cells.length,
      );
      for (const [i, [name, , message]] of refusedEscapes.entries())
        expect.soft(await errorOf(`c${i}`), name).toMatch(message);
      expect(other.heard).toEqual([]);
      expect(new URL(await address()).origin).toBe(site.origin);
      expect(await browser.run(() => localStorage.getItem("a"))).toBeNull();
    });

    it("is kept off the network by the policy of its frame alone", async () => {
      // What the worker takes away for the message's sake, the frame's policy would refuse too: asked of the frame itself.
      await show([{ id: "it", source: "1" }]);
      await pressRun("it");
      await until(hasShown, "it");
      expect(await browser.runInFrame("iframe.notebook-frame", tryFromFrame, other.address)).toEqual(refusedFromFrame);
      expect(other.heard).toEqual([]);
    });

    it.each(shownEscapes)("leaves page, storage and other hosts alone: %s", async (_, source) => {
      await show([{ id: "it", source: source.replaceAll("OTHER", other.address) }]);
      const [before, at] = [await stored(), await address()];
      const title = await browser.run(() => document.title);
      await pressRun("it");
      await until(hasShown, "it");
      await new Promise((later) => setTimeout(later, 400)); // a page that is led away goes at once
      expect(await address()).toBe(at);
      expect(
        await browser.run(
          (selector: string) => document.querySelectorAll(`.cell-outputs ${selector}`).length,
          forbidden,
        ),
      ).toBe(0);
      // A click in the middle of nowhere does nothing.
      await browser.clickAt(640, (await browser.run(() => innerHeight)) - 10);
      expect(await stored()).toBe(before);
      expect(await browser.run(() => document.title)).toBe(title);
      expect(other.heard).toEqual([]);
      // And the page is alive.
      await browser.run(() => document.querySelector<HTMLElement>('[data-cell="it"] [data-do="edit"]')!.click());
      await until(() => document.querySelector('[data-cell="it"] .cm-content') !== null);
    });

    it.each([
      ["in its own code", "const fine = 1;\n\nnull.property;", /\(line 3\)$/],
      ["in the module", "const fine = 1;\nv3.createRandom(-1);", /^RangeError: seed must .* \(line 2\)$/],
      [
        "in a function that waited",
        "await 1;\nconst g = () => {\n  throw new Error('late');\n};\ng();",
        /^late \(line 3\)$/,
      ],
    ])("has the line of an error: %s", async (_, source, message) => {
      await show([{ id: "it", source }]);
      await pressRun("it");
      await until(() => document.querySelector('[data-cell="it"] .cell-error:not([hidden])') !== null);
      expect(await errorOf("it")).toMatch(message);
    });

    it("has in a range's field the value that others get, whatever is typed, and says what became of it", async () => {
      const field = '[data-cell="range"] input[type=number]';
      const value = (): Promise<string> =>
        browser.run((selector: string) => document.querySelector<HTMLInputElement>(selector)!.value, field);
      await show([
        { id: "range", source: "const x = view(Inputs.range([0, 100], { step: 1, value: 3 }));" },
        { id: "use", source: "display(x);" },
      ]);
      await pressRun("use");
      await expect.poll(() => outputOf("use")).toBe("3");
      await browser.type(field, "500");
      await expect.poll(() => outputOf("use")).toBe("100");
      expect(await stateOf("range")).toBe("500 is above 100: the value is 100");
      await browser.press(field, "Tab");
      expect(await value()).toBe("100");
      await browser.type(field, "2.4");
      await expect.poll(() => outputOf("use")).toBe("2");
      expect(await stateOf("range")).toBe("2.4 is between two steps: the value is 2");
      await browser.press(field, "Tab");
      expect(await value()).toBe("2");
    });

    it("keeps all digits of a long number in a range", async () => {
      const field = '[data-cell="range"] input[type=number]';
      await show([
        { id: "range", source: "const x = view(Inputs.range([0, 1e14], { step: 1, value: 5 }));" },
        { id: "use", source: "display(String(x));" },
      ]);
      await pressRun("use");
      await expect.poll(() => outputOf("use")).toBe("5");
      await browser.type(field, "14800000000123");
      await expect.poll(() => outputOf("use")).toBe("14800000000123");
      await browser.press(field, "Tab");
      expect(
        await browser.run((selector: string) => document.querySelector<HTMLInputElement>(selector)!.value, field),
      ).toBe("14800000000123");
      expect(await stateOf("range")).toBe("");
    });

    it.each([
      ["with a step, by a step", "{ step: 5, value: 20 }", "25"],
      ["without one, by a two-hundredth of its length", "{ value: 20 }", "20.5"],
    ])("moves a slider by keys: %s", async (_, options, after) => {
      const slider = '[data-cell="range"] input[type=range]';
      await show([
        { id: "range", source: `const x = view(Inputs.range([0, 100], ${options}));` },
        { id: "use", source: "display(x);" },
      ]);
      await pressRun("use");
      await expect.poll(() => outputOf("use")).toBe("20");
      await browser.press(slider, "ArrowRight");
      await expect.poll(() => outputOf("use")).toBe(after);
      await browser.press(slider, "ArrowLeft");
      await expect.poll(() => outputOf("use")).toBe("20");
    });

    it("has broken no policy of the page in all of this", async () => {
      expect(await browser.run(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
    });

    it("stands beside figures that draw what their workers give, by the one policy that makes HTML", async () => {
      await browser.open(`${site.origin}/embed/gpu-hours/`);
      await browser.run(() => {
        const watched = window as unknown as { violations: string[] };
        watched.violations = [];
        document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
          watched.violations.push(`${violatedDirective} ${blockedURI}`),
        );
      });
      const picture = (): Promise<string> => browser.run(() => document.querySelector(".figure-view")!.innerHTML);
      const before = await picture();
      await browser.run(() => document.querySelector<HTMLElement>(".figure input[type=range]")!.focus());
      await browser.run(() =>
        document.querySelector(".figure")!.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })),
      );
      await until(() => document.querySelector('[data-figure][data-state="alive"]') !== null);
      await browser.press(".figure input[type=range]", "End");
      await expect.poll(async () => (await picture()) === before, { timeout: 20_000 }).toBe(false);
      expect(await browser.run(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
    });
  });
});
