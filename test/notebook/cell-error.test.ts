import { describe, expect, it } from "vitest";
import { cellError, PlacedError, rethrow } from "../../src/notebook/cell-error.ts";

const caught = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};
const unreadable = new Proxy(new Error("a"), {
  get() {
    throw new Error("no");
  },
});

describe("cellError(file, thrown)", () => {
  it.each([
    ["a text", "broken", { message: "broken" }],
    ["nothing", undefined, { message: "undefined" }],
    ["an error", new Error("broken"), { message: "broken" }],
    ["an error of a kind", new RangeError("too many"), { message: "RangeError: too many" }],
    ["an error with a place", new PlacedError({ message: "broken", line: 3 }), { message: "broken", line: 3 }],
    [
      "a name of the page",
      new ReferenceError("localStorage is not defined"),
      { message: "localStorage is not there: cells run apart from the page" },
    ],
    [
      "the same in WebKit's words",
      new ReferenceError("Can't find variable: alert"),
      { message: "alert is not there: cells run apart from the page" },
    ],
    [
      "a name that nobody has",
      new ReferenceError("nothing is not defined"),
      { message: "ReferenceError: nothing is not defined" },
    ],
    ["what cannot be looked at", unreadable, { message: "The cell threw something that cannot be shown." }],
  ])("puts %s into words", (_, thrown, error) => {
    expect(cellError(null, thrown)).toEqual(error);
  });
  it("cuts a message that is longer than anybody reads", () => {
    expect(cellError(null, "a".repeat(1e6)).message.length).toBeLessThan(10_000);
  });
});

describe("rethrow(thrown)", () => {
  it("throws what can be looked at as it is, and in the place of anything else an error that says so", () => {
    const error = new TypeError("a");
    expect(caught(() => rethrow(error))).toBe(error);
    expect(caught(() => rethrow(unreadable))).toEqual(
      new PlacedError({ message: "The cell threw something that cannot be shown." }),
    );
  });
});
