import { describe, expect, it } from "vitest";
import { costOf, createRoom, mostElements, mostOutputs } from "../../../src/notebook/display/room.ts";
import { markup } from "../../../src/notebook/display/markup.ts";
import type { DisplayTree, ElementNode } from "../../../src/notebook/display/tree.ts";
import { Inputs } from "../../../src/notebook/inputs.ts";

const picture = (elements: number): DisplayTree => ({
  kind: "element",
  node: {
    tag: "svg",
    svg: true,
    attributes: [],
    children: Array.from({ length: elements - 1 }, () => ({ tag: "g", svg: true, attributes: [], children: [] })),
  },
});
const count = ({ children }: ElementNode): number =>
  1 + children.reduce((sum, child) => sum + (typeof child === "string" ? 1 : count(child)), 0);

describe("createRoom()", () => {
  it("takes outputs up to their number, and counts the rest", () => {
    const room = createRoom();
    let made = 0;
    const taken = Array.from(
      { length: mostOutputs + 3 },
      () => room.take(() => ({ kind: "text", text: `${++made}` })) !== null,
    );
    expect(taken.lastIndexOf(true)).toBe(mostOutputs - 1);
    expect(made).toBe(mostOutputs); // the others were not even made
    expect(room.note()).toEqual({ kind: "text", text: "… and 3 more outputs, which are not shown." });
  });
  it("takes elements up to their number, says how many there were, and still takes what fits", () => {
    const room = createRoom();
    expect([6_000, 6_000, 2_000].map((elements) => room.take(() => picture(elements)) !== null)).toEqual([
      true,
      false,
      true,
    ]);
    // the second picture: 6,000 elements, and the one around it
    expect(room.note()).toEqual({
      kind: "text",
      text: "… and 1 more output, which is not shown. A cell shows up to 10,000 elements and 1,000,000 characters; these have 6,001 and 0 or more.",
    });
  });
  it("takes characters up to their number, those of attributes included", () => {
    expect(createRoom().take(() => ({ kind: "text", text: "x".repeat(1_000_001) }))).toBeNull();
    expect(
      createRoom().take(() => ({
        kind: "element",
        node: { tag: "p", svg: false, attributes: [["title", "x".repeat(1_000_001)]], children: [] },
      })),
    ).toBeNull();
  });
  it("has no note while all fits", () => {
    const room = createRoom();
    room.take(() => picture(mostElements - 1));
    expect(room.note()).toBeNull();
  });
});

describe("costOf(tree)", () => {
  it("is within a factor of four of what is built", () => {
    const trees: DisplayTree[] = [
      picture(500),
      {
        kind: "table",
        columns: Array.from({ length: 20 }, (_, i) => ({ name: `c${i}`, numeric: false })),
        rows: Array.from({ length: 100 }, () => Array.from({ length: 20 }, () => "x")),
        total: 100,
      },
      { kind: "control", view: 0, control: Inputs.checkbox(Array.from({ length: 1_000 }, (_, i) => i)).control },
      { kind: "control", view: 0, control: Inputs.select(Array.from({ length: 1_000 }, (_, i) => i)).control },
      {
        kind: "value",
        value: {
          type: "list",
          name: "",
          items: Array.from({ length: 100 }, () => ({
            type: "record" as const,
            name: "",
            entries: Array.from({ length: 50 }, (_, i): [string, { type: "number"; text: string }] => [
              `key${i}`,
              { type: "number", text: "1" },
            ]),
            more: 0,
          })),
          more: 0,
        },
      },
    ];
    for (const tree of trees) {
      const built = count(markup(tree, "p"));
      expect(built / costOf(tree).elements).toBeLessThan(4);
      expect(built / costOf(tree).elements).toBeGreaterThan(0.25);
    }
  });
});
