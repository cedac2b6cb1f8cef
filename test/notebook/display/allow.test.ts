import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedElement } from "../../../src/notebook/display/allow.ts";
import { renderElement } from "../../../src/notebook/display/html.ts";
import type { ElementNode } from "../../../src/notebook/display/tree.ts";

const node = (tag: string, attributes: Record<string, string> = {}, children: ElementNode["children"] = [], svg = false): ElementNode => ({ tag, svg, attributes: Object.entries(attributes), children });
const allowed = (root: ElementNode): string | null => {
  const kept = allowedElement(root, "p");
  return kept && renderElement(kept);
};

describe("allowedElement(root, place)", () => {
  it.each(["script", "style", "iframe", "object", "embed", "form", "input", "button", "img", "image", "foreignObject", "link", "meta", "base", "template", "video", "animate", "set", "SCRIPT", "x:script"])(
    "drops <%s>, HTML or SVG, with all that is in it",
    (tag) => {
      for (const svg of [false, true]) expect(allowed(node("div", {}, [node(tag, {}, ["alert(1)"], svg), "kept"]))).toBe("<div>kept</div>");
    },
  );
  it.each([
    ["onclick", "alert(1)"], ["ONLOAD", "alert(1)"], ["srcdoc", "<script>"], ["src", "https://example.com"], ["formaction", "/"], ["data-do", "run"], ["data-cell", "a"], ["contenteditable", ""],
    ["href", "javascript:alert(1)"], ["href", " javascript:alert(1)"], ["href", "data:text/html,x"], ["href", "//example.com"], ["href", "/scratch/"], ["xlink:href", "javascript:alert(1)"], ["href", "https://a b"], ["href", "#not-there"],
    ["fill", "url(https://example.com/x.svg#a)"], ["fill", "url(#other)"], ["fill", "u\\72l(https://example.com)"], ["mask", "url('//example.com')"], ["clip-path", "src(\"x\")"],
    ["style", "position: fixed"], ["style", "background: url(https://example.com)"], ["style", "background-color: image-set('x')"], ["style", "color: red\\9"], ["style", "width: expression(alert(1))"], ["style", "--accent: red"], ["style", "color: red}"],
    ["class", "cell figure"], ["id", ""], ["role", "alert"],
  ])("drops %s=%j", (name, value) => {
    for (const svg of [false, true]) {
      const html = allowed(node("a", { [name]: value }, [], svg))!;
      expect(html).toMatch(name === "id" ? /^<a( id="p-0")?><\/a>$/ : /^<a><\/a>$/);
    }
  });
  it("keeps what a picture needs, and renames its ids", () => {
    const root = node("svg", { class: "plot site-header", viewBox: "0 0 1 1", style: "max-width: 100%; --plot-background: white; position: fixed" }, [
      node("clipPath", { id: "site-id" }, [node("rect", { width: "1", height: "1" }, [], true)], true),
      node("g", { "clip-path": "url(#site-id)", "aria-label": "dot" }, [node("use", { "xlink:href": "#site-id" }, [], true)], true),
    ], true);
    expect(allowed(root)).toBe(
      '<svg class="plot" viewBox="0 0 1 1" style="max-width: 100%; --plot-background: white"><clipPath id="p-0"><rect width="1" height="1"></rect></clipPath><g clip-path="url(#p-0)" aria-label="dot"><use href="#p-0"></use></g></svg>',
    );
  });
  it("lets links lead to the web, without a way back", () => {
    expect(allowed(node("a", { href: "https://arxiv.org/abs/2412.19437", target: "_top", rel: "opener" }, ["report"]))).toBe('<a href="https://arxiv.org/abs/2412.19437" rel="noopener noreferrer" target="_blank">report</a>');
  });
  it("escapes text and attributes", () => {
    expect(allowed(node("p", { title: '"><script>' }, ["<b>&amp;"]))).toBe('<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;amp;</p>');
  });
  it("cuts trees that are too large or too deep", () => {
    const wide = allowedElement(node("div", {}, Array.from({ length: 50_000 }, () => "x")), "p")!;
    expect(wide.children.length).toBeLessThan(40_000);
    let deep = node("div");
    for (let i = 0; i < 1_000; i++) deep = node("div", {}, [deep]);
    expect((renderElement(allowedElement(deep, "p")!).match(/<div>/g) ?? []).length).toBe(201);
  });

  // Whatever comes in: only known elements, no handler, nothing that loads, no markup out of text.
  it("is safe for any tree", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom("script", "style", "a", "svg", "g", "div", "iframe", "img", "use", "image", "onclick", "onload", "href", "xlink:href", "src", "style", "class", "id", "fill", "javascript:alert(1)", "https://example.com", "url(https://example.com)", "url(#a)", "#a", "a", "plot", "\"><script>alert(1)</script>", "data:text/html,x"),
    );
    const { tree } = fc.letrec<{ tree: ElementNode }>((tie) => ({
      tree: fc.record({ tag: word, svg: fc.boolean(), attributes: fc.array(fc.tuple(word, word), { maxLength: 4 }), children: fc.array(fc.oneof({ depthSize: "small" }, word, tie("tree")), { maxLength: 4 }) }),
    }));
    fc.assert(fc.property(tree, (root) => {
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
    }), { numRuns: 2_000 });
  });
});
