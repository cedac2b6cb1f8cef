/** Changes between two renderings, applied in linkedom, a DOM with a parser that is not ours. */
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { widgets } from "../../../src/components/figures/registry.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { markupChanges, parseMarkup, type Change } from "../../../src/kit/worker/markup-changes.ts";
import { applyChanges, numberedNodes } from "../../../src/kit/page/apply-changes.ts";
import { viewPieces } from "../../../src/kit/view/view-pieces.tsx";
import { presetValues } from "../../../src/kit/declare/widget.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
beforeAll(() => {
  globalThis.NodeFilter ??= { SHOW_ELEMENT: 1, SHOW_TEXT: 4 } as typeof NodeFilter;
});

const changes = (from: string, to: string): Change[] | null => markupChanges(parseMarkup(from), parseMarkup(to));

function elementOf(html: string): Element {
  const host = document.createElement("div");
  host.innerHTML = html;
  host.normalize(); // linkedom parts texts at `&`
  return host.firstElementChild!;
}

/** What an element is, whatever the order of its attributes. */
function shape(node: Node): unknown {
  if (node.nodeType === 3) return node.textContent;
  const element = node as Element;
  return [element.localName, Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])), [...element.childNodes].map(shape)];
}

/** Makes an element of one rendering the other by its changes. */
function changed(from: string, to: string): Element {
  const element = elementOf(from);
  applyChanges(numberedNodes(element), changes(from, to)!.map(withEnds));
  element.normalize();
  return element;
}

/** linkedom does not take `<path/>` for closed where no `<svg>` is written around it; browsers look at where it goes. */
function withEnds(change: Change): Change {
  return change[0] === "inside" ? [change[0], change[1], change[2].replace(/<([^\s/>]+)((?:[^>"]|"[^"]*")*?)\/>/g, "<$1$2></$1>")] : change;
}

describe("markupChanges(from, to)", () => {
  it("finds nothing between equals", () => {
    expect(changes('<p class="a">b<i>c</i></p>', '<p class="a">b<i>c</i></p>')).toEqual([]);
  });
  it("finds texts, with characters and not their names", () => {
    expect(changes("<p>a<b>1</b></p>", "<p>a &lt; b &amp;lt;<b>2</b></p>")).toEqual([["text", 1, "a < b &lt;"], ["text", 3, "2"]]);
  });
  it("finds attributes that changed, came and went", () => {
    expect(changes('<p><b a="1" b="2" hidden>x</b></p>', '<p><b a="&quot;" c="x>y">x</b></p>')).toEqual([["attribute", 1, "b", null], ["attribute", 1, "hidden", null], ["attribute", 1, "a", '"'], ["attribute", 1, "c", "x>y"]]);
  });
  it("replaces the inside of an element with other children, after all else", () => {
    expect(changes('<div><ul><li>1</li></ul><p a="1">x</p></div>', '<div><ul><li>1</li><li>2</li></ul><p a="2">y</p></div>')).toEqual([["attribute", 4, "a", "2"], ["text", 5, "y"], ["inside", 1, "<li>1</li><li>2</li>"]]);
  });
  it("takes elements without an end as such", () => {
    expect(changes('<p>a<br>b<img src="a"/>c</p>', '<p>a<br>b<img src="b"/>d</p>')).toEqual([["attribute", 4, "src", "b"], ["text", 5, "d"]]);
  });
  it("cannot make one element another", () => {
    expect(changes("<p>a</p>", "<div>a</div>")).toBeNull();
  });
  it.each(["", "a", "<p>a</p><p>b</p>", "<p>a", "<p><b>a</p></b>"])("does not take %j for an element", (html) => {
    expect(() => parseMarkup(html)).toThrow(/markup must/);
  });

  const text = fc.string({ unit: fc.constantFrom("a", "&", "<", ">", '"', " ", "1") });
  const escaped = (raw: string): string => raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const { tree } = fc.letrec<{ tree: string; child: string }>((tie) => ({
    tree: fc.tuple(fc.constantFrom("b", "i", "span"), fc.dictionary(fc.constantFrom("a", "b", "class"), text), fc.array(tie("child"), { maxLength: 3 })).map(([tag, attributes, children]) => `<${tag}${Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("")}>${children.join("")}</${tag}>`),
    child: fc.oneof({ depthSize: "small" }, text.map(escaped), tie("tree")),
  }));
  it("makes any element any other of its kind", () => {
    fc.assert(fc.property(tree, tree, (a, b) => {
      const [from, to] = [`<p>${a}</p>`, `<p>${b}</p>`];
      expect(shape(changed(from, to))).toEqual(shape(elementOf(to)));
    }), { numRuns: 500 });
  });
});

describe.each(widgets.map((widget) => [widget.id, widget] as const))("applyChanges(nodes, changes): %s", (id, widget) => {
  const piecesOf = (preset: string): string[] => {
    const values = presetValues(widget, preset);
    return viewPieces(widget, widget.compute(values, () => {}), values, drawer(id, "wide"));
  };
  const presets = Object.keys(widget.presets);
  it.each(presets.map((preset, i) => [presets.at(i - 1)!, preset]))("leads from %s to %s", (before, after) => {
    const [from, to] = [piecesOf(before), piecesOf(after)];
    expect(to).toHaveLength(from.length);
    for (const [i, html] of to.entries()) {
      expect(changes(from[i], html)).not.toBeNull();
      expect(shape(changed(from[i], html))).toEqual(shape(elementOf(html)));
    }
  });
});

describe("numberedNodes(element)", () => {
  it("counts as the worker does, and says when that no longer holds", () => {
    const [from, to] = ["<p>a<b>c</b></p>", "<p>a<b>d</b></p>"];
    const element = elementOf(from);
    const nodes = numberedNodes(element);
    expect(nodes).toHaveLength(4);
    expect(applyChanges(nodes, changes(from, to)!)).toBe(true);
    expect(applyChanges(nodes, changes(to, "<p>a<b>d<i>e</i></b></p>")!)).toBe(false);
    expect(element.textContent).toBe("ade");
  });
});
