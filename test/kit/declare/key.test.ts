import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { queryOf } from "../../../src/kit/declare/key.ts";

describe("queryOf(entries)", () => {
  it("leaves alone what queries may hold, and writes the rest as percent codes", () => {
    expect(
      queryOf([
        ["a.b", "1,2:3/4"],
        ["ask", "Why so? & how"],
      ]),
    ).toBe("a.b=1,2:3/4&ask=Why+so?+%26+how");
  });
  it("is read back as it was", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (entries) => {
        expect([...new URLSearchParams(queryOf(entries))]).toEqual(entries);
      }),
    );
  });
});
