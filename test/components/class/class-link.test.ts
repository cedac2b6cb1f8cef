/** What an address says to a class: locks, hidden controls and a question, there and back. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classKeys, longestQuestion, readClassLink, writeClassLink } from "../../../src/components/class/class-link.ts";
import { widgets } from "../../../src/components/figures/registry.ts";
import { integer, number, toggle } from "../../../src/kit/index.ts";

const params = {
  gpus: integer({ label: "GPUs", range: [1, 9], initial: 2 }),
  price: number({ label: "Price", range: [0, 9], step: 1, initial: 2 }),
  fast: toggle({ label: "Fast", initial: false }),
};
const face = { id: "bill", params };

describe("readClassLink(params, query)", () => {
  it("reads names, all of them for *, and drops what the figure does not have", () => {
    expect(readClassLink(params, "?lock=price,nobody&ask=+Why%3F+")).toEqual({
      locked: ["price"],
      hidden: [],
      question: "Why?",
    });
    expect(readClassLink(params, "lock=*")).toEqual({ locked: ["gpus", "price", "fast"], hidden: [], question: "" });
    expect(readClassLink(params, "")).toEqual({ locked: [], hidden: [], question: "" });
  });
  it("locks what it hides", () => {
    expect(readClassLink(params, "hide=fast&lock=gpus")).toEqual({
      locked: ["gpus", "fast"],
      hidden: ["fast"],
      question: "",
    });
  });
  it("cuts a question that no paper has room for", () => {
    expect(readClassLink(params, `ask=${"a".repeat(900)}`).question).toHaveLength(longestQuestion);
  });
});

describe("writeClassLink(face, query, link)", () => {
  it("keeps the state of its figure alone, and says the rest after it", () => {
    expect(
      writeClassLink(face, "bill.gpus=4&other.x=1&lock=price", {
        locked: ["gpus", "fast"],
        hidden: ["fast"],
        question: "How many?",
      }),
    ).toBe("bill.gpus=4&lock=gpus&hide=fast&ask=How+many?");
    expect(writeClassLink(face, "", { locked: ["gpus", "price", "fast"], hidden: [], question: "" })).toBe("lock=*");
    expect(writeClassLink(face, "", { locked: [], hidden: [], question: " " })).toBe("");
  });
  it("is read back as it was written", () => {
    const names = fc.subarray(Object.keys(params));
    fc.assert(
      fc.property(names, names, fc.string({ maxLength: 40 }), (locked, hidden, text) => {
        const both = Object.keys(params).filter((name) => locked.includes(name) || hidden.includes(name));
        const link = { locked: both, hidden, question: text.trim() };
        expect(readClassLink(params, writeClassLink(face, "", link))).toEqual(link);
      }),
    );
  });
});

describe("the keys of a class", () => {
  it("are no shared keys of any figure", () => {
    const shared = widgets.flatMap(({ params }) =>
      Object.values(params as Record<string, { shared?: string }>).flatMap(({ shared }) => shared ?? []),
    );
    for (const key of Object.values(classKeys)) expect(shared).not.toContain(key);
  });
});
