import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderTree } from "../../src/notebook/display/html.ts";
import { readTree } from "../../src/notebook/display/read-tree.ts";
import { cell, cellWith, rest, run } from "./one-cell.ts";
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
afterEach(() => site.closePages());

/** What the browser keeps for the site, but for the note that its faces were fetched. */
const stored = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage, fonts: null }));

const leave = '{ tag: "meta", svg: false, children: [], attributes: [["http-equiv", "refresh"], ["content", "0;url=http://OTHER/?data"]] }';
const cover = '{ tag: "button", svg: false, children: ["x"], attributes: [["data-action", "keep"], ["data-do", "reset"], ["style", "position:fixed;inset:0;opacity:0"]] }';

/** Code that makes the worker report this instead of what its cell came to. */
const forged = (report: string): string => `let done = false;
Object.prototype.toJSON = function () { return this.is === "finished" ? ${report} : this; };
display(1);`;

describe("whatever a cell makes the page show", () => {
  it.each([
    ["a label that is an element", `view(Inputs.toggle({ label: ${leave} }))`],
    ["a button's content that is an element", `const b = Inputs.button("x"); b.control.label = ${leave}; view(b)`],
    ["options that are elements", `const s = Inputs.select(["a", "b"]); s.control.options[1] = ${leave}; view(s)`],
    ["options of checkboxes that are elements", `const s = Inputs.checkbox(["a", "b"]); s.control.options[1] = ${cover}; view(s)`],
    ["a label that covers the page", `view(Inputs.toggle({ label: ${cover} }))`],
    ["a control of a kind that is none", `const t = Inputs.toggle(); t.control.kind = "constructor"; view(t)`],
    ["a report that was forged: a value", forged(`{ is: "finished", id: "it", outcome: { error: null, outputs: [{ kind: "value", value: { type: "number", text: ${leave} } }] } }`)],
    ["a report that was forged: a table", forged(`{ is: "finished", id: "it", outcome: { error: null, outputs: [{ kind: "table", total: 1, columns: [{ name: ${cover} }], rows: [[${leave}]] }] } }`)],
    ["a report that was forged: an element", forged(`{ is: "finished", id: "it", outcome: { error: null, outputs: [{ kind: "element", node: ${leave} }, { kind: "element", node: { tag: "div", svg: false, attributes: [], children: [${cover}, ${leave}] } }] } }`)],
    ["a report that was forged: an error", forged(`{ is: "finished", id: "it", outcome: { error: { message: ${leave} }, outputs: [] } }`)],
    ["a report that was forged: nothing", forged(`{ is: "finished", id: "it", outcome: { error: null, outputs: [null, 1, [], { kind: "__proto__" }] } }`)],
    ["reports about cells that are not there", forged(`{ is: "finished", id: "__proto__", outcome: { error: null, outputs: [] } }`)],
  ])("leaves page, storage and other hosts alone: %s", async (_, source) => {
    const { page, troubles } = await cellWith(site, source.replaceAll("OTHER", other.address));
    const before = await stored(page);
    const address = page.url();
    await run(page);
    await page.waitForTimeout(700); // a page that is led away goes at once
    expect(page.url()).toBe(address);
    expect(await page.locator(".cell-outputs :is(meta, base, iframe, form, script, style, object, embed, link, [data-action], [data-do], [style*=position])").count()).toBe(0);
    // A click in the middle of nowhere does nothing.
    await page.mouse.click(640, 890);
    expect(await stored(page)).toBe(before);
    expect(other.heard).toEqual([]);
    expect(troubles).toEqual([]);
    // And the page is alive: the cell can be edited.
    await cell(page).locator('[data-do="edit"]').click();
    await cell(page).locator(".cm-content").waitFor();
  });

  it("keeps what is drawn inside its box", async () => {
    const { page } = await cellWith(site, `const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
svg.setAttribute("class", "plot"); svg.setAttribute("width", "100"); svg.setAttribute("height", "100");
svg.innerHTML = '<rect x="-9999" y="-9999" width="99999" height="99999" fill="red"/>';
display(svg);`);
    await run(page);
    await rest(page);
    expect(await cell(page).locator(".output rect").count()).toBe(1);
    const top = await page.evaluate(() => document.elementFromPoint(innerWidth / 2, 10)!.localName);
    expect(top).not.toBe("rect");
  });
});

describe("trusted types", () => {
  it.each(["/", "/scratch/", "/embed/gpu-hours/", "/chapters/1-what-it-cost/"])("%s: no script makes markup or a worker of text, nor a policy of another name", async (path) => {
    const { page } = await site.open(path);
    const tried = await page.evaluate(() => {
      const outcome = (what: () => unknown): string => {
        try {
          what();
          return "worked";
        } catch (thrown) {
          return (thrown as Error).name;
        }
      };
      const policies = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes;
      return [
        outcome(() => (document.createElement("div").innerHTML = "<b>x</b>")),
        outcome(() => document.body.insertAdjacentHTML("beforeend", "<b>x</b>")),
        outcome(() => new Worker("/_astro/none.js")),
        outcome(() => (document.createElement("script").src = "/_astro/none.js")),
        outcome(() => policies.createPolicy("other", {})),
        outcome(() => policies.createPolicy("default", {})),
      ];
    });
    expect(tried).toEqual(Array.from({ length: 6 }, () => "TypeError"));
  });
});

describe("a well-kept sanitizer", () => {
  // DOMPurify has a list of its own: what comes out of our gate must already be within it, but for what we draw charts with.
  it("finds nothing to take out of what the gate lets through", async () => {
    const name = fc.constantFrom("div", "a", "p", "svg", "g", "path", "use", "pattern", "marker", "math", "mtext", "mglyph", "style", "script", "iframe", "form", "input", "img", "image", "foreignObject", "title", "desc", "noscript", "template", "table", "td", "select", "option", "textarea", "meta", "base", "object", "animate", "set", "plaintext", "xmp", "svg:script");
    const attribute = fc.constantFrom("href", "xlink:href", "src", "srcdoc", "style", "class", "id", "name", "for", "form", "onclick", "onload", "action", "formaction", "target", "rel", "fill", "mask", "filter", "data-do", "data-action", "title", "aria-label", "is", "slot", "http-equiv", "content", "attributename", "to", "values");
    const value = fc.oneof(fc.string(), fc.constantFrom("javascript:alert(1)", "javascript:alert(1)//https://x.org", "https://x.org", "//x.org", "data:text/html,x", "vbscript:x", "#a", "url(#a)", "url(https://x.org)", "position:fixed;inset:0", "background:url(//x)", "plot", "a", "--><script>alert(1)</script>", "]]><img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", "</p><style>@import '//x'</style>"));
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.record({ tag: name, svg: fc.boolean(), attributes: fc.array(fc.tuple(attribute, value), { maxLength: 5 }), children: fc.array(fc.oneof({ depthSize: "small" }, value, tie("node")), { maxLength: 4 }) }),
    }));
    const html = fc.sample(node, { numRuns: 500, seed: 3 }).map((one) => renderTree(readTree({ kind: "element", node: one }), "p"));
    const { page } = await site.open("/404.html");
    const purifier = readFileSync(createRequire(import.meta.url).resolve("dompurify/dist/purify.min.js"), "utf8");
    const removed = await page.evaluate(`${purifier};
      (${JSON.stringify(html)}).flatMap((one) => {
        DOMPurify.sanitize(one, { ADD_TAGS: ["use"], ADD_ATTR: ["target", "data-part"] });
        return DOMPurify.removed.map(({ element, attribute, from }) => (element ? element.outerHTML : from.localName + " " + attribute?.name + "=" + attribute?.value) + " in " + one);
      });`);
    expect(removed).toEqual([]);
  });
});
