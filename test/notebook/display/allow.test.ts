import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedElement } from "../../../src/notebook/display/allow.ts";
import { renderElement } from "../../../src/notebook/display/html.ts";
import type { ElementNode } from "../../../src/notebook/display/tree.ts";

const node = (
  tag: string,
  attributes: Record<string, string> = {},
  children: ElementNode["children"] = [],
  svg = false,
): ElementNode => ({ tag, svg, attributes: Object.entries(attributes), children });
const allowed = (root: ElementNode): string | null => {
  const kept = allowedElement(root, "p");
  return kept && renderElement(kept);
};

describe("allowedElement(root, place)", () => {
  it.each([
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "img",
    "image",
    "foreignObject",
    "link",
    "meta",
    "base",
    "template",
    "video",
    "animate",
    "set",
    "SCRIPT",
    "x:script",
  ])("drops <%s>, HTML or SVG, with all that is in it", (tag) => {
    for (const svg of [false, true])
      expect(allowed(node("div", {}, [node(tag, {}, ["alert(1)"], svg), "kept"]))).toBe("<div>kept</div>");
  });
  it.each([
    ["onclick", "alert(1)"],
    ["ONLOAD", "alert(1)"],
    ["srcdoc", "<script>"],
    ["src", "https://example.com"],
    ["formaction", "/"],
    ["data-do", "run"],
    ["data-cell", "a"],
    ["data-action", "keep"],
    ["data-view", "0"],
    ["data-part", "said"],
    ["data-x", "1"],
    ["popovertarget", "x"],
    ["autofocus", ""],
    ["is", "x-y"],
    ["slot", "x"],
    ["contenteditable", ""],
    ["href", "javascript:alert(1)"],
    ["href", " javascript:alert(1)"],
    ["href", "data:text/html,x"],
    ["href", "//example.com"],
    ["href", "/scratch/"],
    ["xlink:href", "javascript:alert(1)"],
    ["href", "https://a b"],
    ["href", "#not-there"],
    ["href", "javascript:alert(1)//https://x.org"],
    ["href", "javascript:1\nhttps://x.org"],
    ["href", "https://name:word@x.org"],
    ["href", `https://x.org/?${"notebook".repeat(100)}`],
    ["target", "_self"],
    ["name", "cookie"],
    ["for", "x"],
    ["fill", "url(https://example.com/x.svg#a)"],
    ["fill", "url(#other)"],
    ["fill", "u\\72l(https://example.com)"],
    ["mask", "url('//example.com')"],
    ["clip-path", 'src("x")'],
    ["style", "position: fixed"],
    ["style", "background: url(https://example.com)"],
    ["style", "background-color: image-set('x')"],
    ["style", "color: red\\9"],
    ["style", "width: expression(alert(1))"],
    ["style", "--accent: red"],
    ["style", "color: red}"],
    ["style", "inset: 0"],
    ["style", "margin-top: -99px"],
    ["style", "margin: calc(0px - 99px)"],
    ["style", "z-index: 9"],
    ["style", "transform: scale(99)"],
    ["style", "filter: blur(9px)"],
    ["style", "float: left"],
    ["class", "cell figure"],
    ["id", ""],
    ["role", "alert"],
  ])("drops %s=%j", (name, value) => {
    for (const html of [
      allowed(node("a", { [name]: value })),
      allowed(node("svg", {}, [node("a", { [name]: value }, [], true)], true))!.slice(5, -6),
    ]) {
      expect(html).toMatch(name === "id" ? /^<a( id="p-0")?><\/a>$/ : /^<a><\/a>$/);
    }
  });
  it("keeps what a picture needs, and renames its ids", () => {
    const root = node(
      "svg",
      {
        class: "plot site-header",
        viewBox: "0 0 1 1",
        style: "max-width: 100%; --plot-background: white; position: fixed",
      },
      [
        node("clipPath", { id: "site-id" }, [node("rect", { width: "1", height: "1" }, [], true)], true),
        node(
          "g",
          { "clip-path": "url(#site-id)", "aria-label": "dot" },
          [node("use", { "xlink:href": "#site-id" }, [], true)],
          true,
        ),
      ],
      true,
    );
    expect(allowed(root)).toBe(
      '<svg class="plot" viewBox="0 0 1 1" style="max-width: 100%; --plot-background: white"><clipPath id="p-0"><rect width="1" height="1"></rect></clipPath><g clip-path="url(#p-0)" aria-label="dot"><use href="#p-0"></use></g></svg>',
    );
  });
  it("keeps parts of a picture in it, and all else outside", () => {
    expect(allowed(node("g", {}, [], true))).toBeNull();
    expect(
      allowed(
        node("div", {}, [node("path", {}, [], true), node("svg", {}, [node("div"), node("g", {}, [], true)], true)]),
      ),
    ).toBe("<div><svg><g></g></svg></div>");
  });
  it("lets links lead to the web, without a way back", () => {
    expect(
      allowed(node("a", { href: "https://arxiv.org/abs/2412.19437", target: "_top", rel: "opener" }, ["report"])),
    ).toBe('<a href="https://arxiv.org/abs/2412.19437" rel="noopener noreferrer" target="_blank">report</a>');
  });
  it("escapes text and attributes", () => {
    expect(allowed(node("p", { title: '"><script>' }, ["<b>&amp;"]))).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;amp;</p>',
    );
  });
  it("refuses trees that are too large, and cuts those that are too deep", () => {
    expect(
      allowedElement(
        node(
          "div",
          {},
          Array.from({ length: 10_001 }, () => "x"),
        ),
        "p",
      ),
    ).toBeNull();
    expect(allowedElement(node("svg", {}, [node("text", {}, ["x".repeat(50_001)], true)], true), "p")).toBeNull();
    const inColumns = (count: number): string =>
      allowed(
        node(
          "div",
          { style: "columns: 3" },
          Array.from({ length: count }, () => node("p")),
        ),
      )!.slice(0, 24);
    expect([inColumns(900), inColumns(1_001)]).toEqual(['<div style="columns: 3">', "<div><p></p><p></p><p></"]);
    let deep = node("div");
    for (let i = 0; i < 1_000; i++) deep = node("div", {}, [deep]);
    expect((renderElement(allowedElement(deep, "p")!).match(/<div>/g) ?? []).length).toBe(201);
  });

  // Whatever comes in: only known elements, no handler, nothing that loads, no markup out of text.
  it("is safe for any tree", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "script",
        "style",
        "a",
        "svg",
        "g",
        "div",
        "iframe",
        "img",
        "use",
        "image",
        "onclick",
        "onload",
        "href",
        "xlink:href",
        "src",
        "style",
        "class",
        "id",
        "fill",
        "javascript:alert(1)",
        "https://example.com",
        "url(https://example.com)",
        "url(#a)",
        "#a",
        "a",
        "plot",
        '"><script>alert(1)</script>',
        "data:text/html,x",
      ),
    );
    const { tree } = fc.letrec<{ tree: ElementNode }>((tie) => ({
      tree: fc.record({
        tag: word,
        svg: fc.boolean(),
        attributes: fc.array(fc.tuple(word, word), { maxLength: 4 }),
        children: fc.array(fc.oneof({ depthSize: "small" }, word, tie("tree")), { maxLength: 4 }),
      }),
    }));
    fc.assert(
      fc.property(tree, (root) => {
        const kept = allowedElement(root, "p");
        if (!kept) return;
        const html = renderElement(kept);
        const tags = [...html.matchAll(/<\/?([^\s>]+)/g)].map(([, tag]) => tag.toLowerCase());
        expect(tags.filter((tag) => ["script", "style", "iframe", "img", "image"].includes(tag))).toEqual([]);
        for (const [, name, value] of html.matchAll(/ ([^\s=]+)="([^"]*)"(?=[^<]*>)/g)) {
          expect(name).not.toMatch(/^on|^src/i);
          if (name === "href") expect(value).toMatch(/^(#p-\d+|https?:)/);
          else expect(value).not.toMatch(/url\((?!#p-)/i);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
