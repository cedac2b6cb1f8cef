import { describe, expect, it } from "vitest";
import { figureOf, figuresIn } from "../../../src/components/figures/in-text.ts";

const body = `<Figure of="a-b" as="first" state={{ ranks: 8, list: [1, -0.5], "name": "x" }} />

Text. <Predict figure="a-b" unit="%">

<Figure
  of="a-b"
/>

<Figure of="c" />`;

describe("figuresIn(body)", () => {
  it("has the figures in the order of the text, with their names and states at rest", () => {
    expect(figuresIn(body)).toEqual([
      { name: "first", of: "a-b", state: { ranks: 8, list: [1, -0.5], name: "x" } },
      { name: "a-b", of: "a-b", state: {} },
      { name: "c", of: "c", state: {} },
    ]);
  });
  it("refuses a state that has to be computed", () => {
    expect(() => figuresIn('<Figure of="a" state={{ ranks }} />')).toThrow(
      "state of a figure must be written out (got Identifier)",
    );
  });
});

describe("figureOf(widget, body)", () => {
  it("prefers the figure that has the widget's name", () => {
    expect(figureOf("a-b", body)?.name).toBe("a-b");
    expect(figureOf("a-b", '<Figure of="a-b" as="only" />')?.name).toBe("only");
    expect(figureOf("d", body)).toBeUndefined();
  });
});
