import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellSource } from "../../src/notebook/cell.ts";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { startSite, type TestSite } from "./site.ts";

/** Milliseconds that no input may hold the page's thread at a time, on a machine as quick as the calibration expects. */
const most = 200;
/** What the calibration page takes there. */
const calibrated = 120;

let site: TestSite;
let page: Page;
let ratio: number;

beforeAll(async () => {
  site = await startSite();
  ({ page } = await site.open("/scratch/"));
  ratio = await calibration();
  await page.evaluate(() => {
    const watched = window as unknown as { longest: number };
    watched.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.longest = Math.max(watched.longest, duration);
    }).observe({ type: "longtask" });
  });
});
afterAll(() => site.close());

/** How much slower this run is than the machine that the limit is for: never below 1. */
async function calibration(): Promise<number> {
  const { page: plain } = await site.open("/404.html");
  const times: number[] = await plain.evaluate(async () => {
    const all: number[] = [];
    for (let i = 0; i < 5; i++) {
      const begin = performance.now();
      const box = document.createElement("div");
      for (let n = 0; n < 10_000; n++) box.append(Object.assign(document.createElement("p"), { textContent: `Line ${n}` }));
      document.body.append(box);
      box.getBoundingClientRect();
      all.push(performance.now() - begin);
      box.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return all.toSorted((a, b) => a - b);
  });
  await plain.close();
  // The quickest: what else runs on the machine only adds.
  return Math.max(1, times[0] / calibrated);
}

/** The longest task of the page while `act` and what follows from it went on. */
async function longestTask(act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => ((window as unknown as { longest: number }).longest = 0));
  await act();
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
    return (window as unknown as { longest: number }).longest;
  });
}

/** Opens these cells by a link in the page that is there, and runs all of them. */
async function run(cells: readonly CellSource[], milliseconds: number): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, scratchLink(cells).replace(/^.*#/, ""));
  await page.locator(`[data-cell="${cells[0].id}"] [data-do="run"]`).waitFor();
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-action="run-all"]')!.click());
  // Until nothing runs, and what came of it is drawn.
  await page.waitForFunction(() => document.querySelector(".cell-outputs .output, .cell-error:not([hidden])") && !document.querySelector(".cell.is-running"), null, { timeout: 12_000 });
  await page.waitForTimeout(milliseconds);
}

/** Code that shows what a string of SVG or HTML draws. */
const markup = (html: string): string => `const box = document.createElement("div"); box.innerHTML = ${html}; display(box);`;
const levels = (refer: string, hold: string): string => markup(`"<svg width='100' height='100'>" + [0,1,2,3,4,5].map((l) => \`${hold}\`.replace("INSIDE", l === 0 ? "<circle r='9'/>" : \`${refer}\`.replaceAll("TO", l - 1).repeat(10)).replace("ID", l)).join("") + \`${refer}\`.replaceAll("TO", 5) + "</svg>"`);

const inputs: [string, string | CellSource[], number?][] = [
  ["sixty elements that use each other", levels("<use href='#lTO'/>", "<g id='lID'>INSIDE</g>")],
  ["patterns in patterns", levels("<rect width='9' height='9' fill='url(#lTO)'/>", "<pattern id='lID' width='1' height='1'>INSIDE</pattern>")],
  ["masks in masks", levels("<rect width='9' height='9' mask='url(#lTO)'/>", "<mask id='lID'>INSIDE</mask>")],
  ["markers on markers", levels("<path d='M0 0L9 9' marker-end='url(#lTO)'/>", "<marker id='lID'>INSIDE</marker>")],
  ["a checkbox for each of 20,000 entries", "view(Inputs.checkbox(Array.from({ length: 20_000 }, (_, i) => i)))"],
  ["the same, past the check", "const c = Inputs.checkbox([1]); c.control.options = Array.from({ length: 20_000 }, (_, i) => String(i)); view(c)"],
  ["thirty tables of 100 × 20", "for (let t = 0; t < 30; t++) display(Array.from({ length: 100 }, () => Object.fromEntries(Array.from({ length: 20 }, (_, c) => ['column' + c, c]))))"],
  ["an error of 18 million characters", "throw new Error('x'.repeat(18e6))"],
  ["15,000 elements, then a display ten times a second", `${markup("'<b>x</b>'.repeat(7_500)")} let i = 0; const timer = setInterval(() => { display(i); if (++i > 15) clearInterval(timer) }, 100);`, 2_000],
  ["9,000 elements, then a display ten times a second", `${markup("'<b>x</b>'.repeat(4_500)")} let i = 0; const timer = setInterval(() => { display(i); if (++i > 15) clearInterval(timer) }, 100);`, 2_000],
  ["a hundred cells of 4,000 elements each", Array.from({ length: 100 }, (_, i) => ({ id: `c${i}`, source: markup("'<b>x</b>'.repeat(2_000)").replace("const box", `const box${i}`).replaceAll("box.", `box${i}.`).replace("(box)", `(box${i})`) })), 3_000],
  ["a million displays", "for (let i = 0; i < 1e6; i++) display(i)"],
  ["a display without end", "setInterval(() => { for (let i = 0; i < 100; i++) display(i); }, 0); display('begun')", 1_000],
  ["a text of a million characters", "display('x'.repeat(1e6))"],
  ["a title of 900,000 characters", markup("`<p title='${'x'.repeat(9e5)}'>a</p>`")],
  ["a path of 900,000 characters", markup("`<svg><path d='M0 0${'L9 9'.repeat(225_000)}'/></svg>`")],
  ["9,000 circles", markup("`<svg width='600' height='400'>${'<circle cx=\"50\" cy=\"50\" r=\"3\"/>'.repeat(9_000)}</svg>`")],
  ["text of 190,000 characters in a picture", markup("`<svg><text textLength='9'>${'ab '.repeat(63_000)}</text></svg>`")],
  ["tables in tables, 60 deep", markup("'<table><tr><td>'.repeat(60) + 'x'")],
  ["columns and grids in each other, 90 deep", markup("'<div style=\"display: inline-grid; columns: 3\"><div style=\"display: flex\">'.repeat(45) + 'x'")],
  ["9,000 elements in a hundred columns", markup("`<div style='columns: 100'>${'<p>x</p>'.repeat(4_500)}</div>`")],
  ["lists in lists", "let a = [1]; for (let i = 0; i < 100; i++) a = [a, a, a]; display(a)"],
];

describe("an input that is too much", () => {
  it.each(inputs)("holds the page's thread for no more than 200 ms: %s", async (_, code, milliseconds = 300) => {
    const cells = typeof code === "string" ? [{ id: "it", source: code }] : code;
    const longest = await longestTask(() => run(cells, milliseconds));
    expect(longest).toBeLessThan(most * ratio);
  });
});

const files: [string, string, () => string][] = [
  ["a notebook of 4,000 cells", "many.ipynb", () => JSON.stringify({ nbformat: 4, cells: Array.from({ length: 4_000 }, () => ({ cell_type: "code", source: "" })) })],
  ["a script of 8,000 marks", "many.ts", () => `// Notebook of The V3 Companion; its cells begin with "// %% cell".\n${"// %% cell 1: a\n".repeat(8_000)}`],
  ["a notebook of lists in lists", "deep.ipynb", () => `{"nbformat":4,"cells":${"[".repeat(4e5)}${"]".repeat(4e5)}}`],
  ["a script of one line of 900,000 characters", "long.ts", () => "x".repeat(9e5)],
  ["a script of 200,000 empty lines", "lines.ts", () => "\n".repeat(199_000)],
];

describe("a file that is too much", () => {
  it.each(files)("holds the page's thread for no more than 200 ms: %s", async (_, name, text) => {
    const buffer = Buffer.from(text());
    expect(buffer.length).toBeLessThan(1e6);
    const longest = await longestTask(async () => {
      await page.locator('[data-part="file"]').setInputFiles({ name, mimeType: "text/plain", buffer });
      await page.waitForTimeout(400);
    });
    expect(longest).toBeLessThan(most * ratio);
  });
});
