import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { DrawContext } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { placeDiagram } from "../../../src/kit/view/diagram-layout.ts";
import { Diagram } from "../../../src/kit/view/diagram.tsx";
import { hastOf, textOf } from "../html.ts";

const nodes = {
  h: { label: "input $h_t$", shape: "7168" },
  c: { label: "latent $c_t^{KV}$", shape: "512", badge: "cached" },
  k: { label: "keys" },
  v: { label: "values" },
};
const edges = [
  ["h", "c", "$W^{DKV}$"],
  ["c", "k"],
  ["c", "v"],
] as const;

function render(
  width: "wide" | "narrow",
  element: Parameters<typeof renderToString>[0],
  values: Readonly<Record<string, unknown>> = {},
): string {
  return renderToString(
    <DrawContext.Provider value={{ ...drawer("sample", width), values: values as never }}>
      {element}
    </DrawContext.Provider>,
  );
}

describe("placeDiagram(label, nodes, edges, width, narrow, direction)", () => {
  it.each([
    [680, false],
    [360, true],
  ])("lays out what has no place, inside %d pixels, edges downward", (width, narrow) => {
    const { boxes, height } = placeDiagram(
      "One",
      nodes,
      edges.map(([from, to, label]) => ({ from, to, label })),
      width,
      narrow,
      "down",
    );
    for (const { x, y, width: wide, height: high } of boxes.values()) {
      expect(x - wide / 2).toBeGreaterThanOrEqual(0);
      expect(x + wide / 2).toBeLessThanOrEqual(width);
      expect(y + high / 2).toBeLessThanOrEqual(height);
    }
    const [h, c, k, v] = [...boxes.values()];
    expect(h.y).toBeLessThan(c.y);
    expect(c.y).toBeLessThan(k.y);
    expect(k.y).toBe(v.y);
  });
  it("puts nodes at their places by hand, others in a narrow column", () => {
    const placed = (narrow: boolean) =>
      placeDiagram(
        "One",
        { a: { label: "a", at: [0, 0], narrowAt: [0, 0] }, b: { label: "b", at: [1, 0], narrowAt: [0, 1] } },
        [{ from: "a", to: "b" }],
        narrow ? 360 : 680,
        narrow,
        "down",
      );
    const [a, b] = [...placed(false).boxes.values()];
    expect([a.x, b.x, a.y === b.y]).toEqual([170, 510, true]);
    const [c, d] = [...placed(true).boxes.values()];
    expect([c.x, d.x, c.y < d.y]).toEqual([180, 180, true]);
  });
  it.each([
    ['an edge must join nodes (got "x")', { a: { label: "a" } }, [{ from: "a", to: "x" }]],
    [
      "either all nodes have a place by hand, or none",
      { a: { label: "a", at: [0, 0] as const }, b: { label: "b" } },
      [],
    ],
    [
      'nodes "a" and "b" overlap at a width of 360 pixels; place them apart (narrowAt)',
      { a: { label: "a", at: [0, 0] as const }, b: { label: "b", at: [0, 0] as const } },
      [],
    ],
    [
      "does not fit into 360 pixels: place its nodes by hand (at, narrowAt)",
      Object.fromEntries(Array.from("abcdefghij", (name) => [name, { label: "a long label" }])),
      [],
    ],
  ])("refuses a diagram that nobody could read: %s", (message, wrong, joined) => {
    expect(() => placeDiagram("One", wrong, joined, 360, true, "down")).toThrow(message);
  });
});

describe("Diagram", () => {
  it("draws nodes, shapes, badges and labels of edges", () => {
    const html = render("wide", <Diagram label="Latents" nodes={nodes} edges={edges} />);
    expect(
      hastOf(html)
        .filter(({ properties }) => properties.role === "img")
        .map(({ properties }) => properties.ariaLabel),
    ).toEqual(["input hₜ, 7168", "latent cₜᴷⱽ, 512, cached", "keys", "values"]);
    expect(html).toContain(
      '<tspan class="slanted">W</tspan><tspan class="slanted" dy="-5" font-size="9.5">DKV</tspan>',
    );
  });
  it("has boxes unless a node says otherwise, and faint parts", () => {
    const html = render(
      "wide",
      <Diagram
        label="Forms"
        nodes={{ a: { label: "a", faint: true }, b: { label: "b", form: "pill" }, c: { label: "c", badge: "kept" } }}
        edges={[
          ["a", "b", "left out"],
          ["b", "c", "taken"],
        ]}
      />,
    );
    const [wide] = html.split("</svg>");
    expect([...wide.matchAll(/<g class="(node[^"]*)"/g)].map(([, name]) => name)).toEqual([
      "node box faint",
      "node pill",
      "node box",
    ]);
    // A pill is round at its ends: half as high, at most 16; a box has corners of 4.
    const rounds = [...wide.matchAll(/height="([^"]+)" rx="([^"]+)"/g)].map(([, height, rx]) =>
      [height, rx].map(Number),
    );
    expect(rounds.map(([, rx]) => rx)).toEqual([4, Math.min(rounds[1][0] / 2, 16), 4]);
  });
  it("has nodes that are buttons, if they can be pressed", () => {
    const html = render("wide", <Diagram label="Latents" nodes={nodes} edges={edges} pick="stage" />, { stage: "c" });
    const buttons = hastOf(html).filter(({ properties }) => properties.role === "button");
    expect(buttons.map(({ properties }) => [properties.dataSets, properties.ariaPressed])).toEqual([
      ['{"stage":"h"}', "false"],
      ['{"stage":"c"}', "true"],
      ['{"stage":"k"}', "false"],
      ['{"stage":"v"}', "false"],
    ]);
  });
  it("marks the node that its author names before the one that was pressed", () => {
    const html = render("wide", <Diagram label="Latents" nodes={nodes} edges={edges} pick="stage" active="k" />, {
      stage: "c",
    });
    const pressed = hastOf(html).filter(({ properties }) => properties.ariaPressed === "true");
    expect(pressed.map(({ properties }) => properties.dataSets)).toEqual(['{"stage":"k"}']);
  });
  it("says the same at both widths", () => {
    const drawings = (["wide", "narrow"] as const).flatMap((width) =>
      hastOf(render(width, <Diagram label="Latents" nodes={nodes} edges={edges} />)).filter(
        ({ tagName }) => tagName === "svg",
      ),
    );
    expect(drawings.map(({ properties }) => properties.width)).toEqual(["680", "360"]);
    expect(textOf(drawings[0])).toBe(textOf(drawings[1]));
  });
});
