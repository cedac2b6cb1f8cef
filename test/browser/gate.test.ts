import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderTree } from "../../src/notebook/display/html.ts";
import { readTree } from "../../src/notebook/display/read-tree.ts";
import { cell, cellWith, rest, run } from "./one-cell.ts";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
afterEach(() => site.closePages());

describe("whatever a cell makes the page show", () => {
  it("keeps what is drawn inside its box", async () => {
    const { page } = await cellWith(
      site,
      `const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
svg.setAttribute("class", "plot"); svg.setAttribute("width", "100"); svg.setAttribute("height", "100");
svg.innerHTML = '<rect x="-9999" y="-9999" width="99999" height="99999" fill="red"/>';
display(svg);`,
    );
    await run(page);
    await rest(page);
    expect(await cell(page).locator(".output rect").count()).toBe(1);
    const top = await page.evaluate(() => document.elementFromPoint(innerWidth / 2, 10)!.localName);
    expect(top).not.toBe("rect");
  });
});

describe("trusted types", () => {
  it.each(["/", "/scratch/", "/embed/gpu-hours/", "/chapters/1-what-it-cost/"])(
    "%s: no script makes markup or a worker of text, nor a policy of another name",
    async (path) => {
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
        const policies = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } })
          .trustedTypes;
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
    },
  );
});

describe("a well-kept sanitizer", () => {
  // DOMPurify has a list of its own: what comes out of our gate must already be within it, but for what we draw charts with.
  it("finds nothing to take out of what the gate lets through", async () => {
    const name = fc.constantFrom(
      "div",
      "a",
      "p",
      "svg",
      "g",
      "path",
      "use",
      "pattern",
      "marker",
      "math",
      "mtext",
      "mglyph",
      "style",
      "script",
      "iframe",
      "form",
      "input",
      "img",
      "image",
      "foreignObject",
      "title",
      "desc",
      "noscript",
      "template",
      "table",
      "td",
      "select",
      "option",
      "textarea",
      "meta",
      "base",
      "object",
      "animate",
      "set",
      "plaintext",
      "xmp",
      "svg:script",
    );
    const attribute = fc.constantFrom(
      "href",
      "xlink:href",
      "src",
      "srcdoc",
      "style",
      "class",
      "id",
      "name",
      "for",
      "form",
      "onclick",
      "onload",
      "action",
      "formaction",
      "target",
      "rel",
      "fill",
      "mask",
      "filter",
      "data-do",
      "data-action",
      "title",
      "aria-label",
      "is",
      "slot",
      "http-equiv",
      "content",
      "attributename",
      "to",
      "values",
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "javascript:alert(1)",
        "javascript:alert(1)//https://x.org",
        "https://x.org",
        "//x.org",
        "data:text/html,x",
        "vbscript:x",
        "#a",
        "url(#a)",
        "url(https://x.org)",
        "position:fixed;inset:0",
        "background:url(//x)",
        "plot",
        "a",
        "--><script>alert(1)</script>",
        "]]><img src=x onerror=alert(1)>",
        "</title><script>alert(1)</script>",
        "</p><style>@import '//x'</style>",
      ),
    );
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.record({
        tag: name,
        svg: fc.boolean(),
        attributes: fc.array(fc.tuple(attribute, value), { maxLength: 5 }),
        children: fc.array(fc.oneof({ depthSize: "small" }, value, tie("node")), { maxLength: 4 }),
      }),
    }));
    const html = fc
      .sample(node, { numRuns: 500, seed: 3 })
      .map((one) => renderTree(readTree({ kind: "element", node: one }), "p"));
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
