import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCellId, problemOf, withValidIds } from "../../../src/notebook/formats/cell-list.ts";

describe("isCellId(id)", () => {
  it.each(["a", "kv-growth", "cell-12", "e4m3", "a".repeat(64)])("takes %s", (id) => expect(isCellId(id)).toBe(true));
  it.each(["", "A", "kv_growth", "kv--growth", "-a", "a-", "1a", "a b", "a\n", "é", "a".repeat(65)])(
    "refuses %j",
    (id) => expect(isCellId(id)).toBe(false),
  );
});

describe("withValidIds(cells)", () => {
  it("leaves good ids, and makes every list valid", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom("a", "b", "cell-1", "cell-2"), fc.string()), { minLength: 1, maxLength: 12 }),
        (ids) => {
          const made = withValidIds(ids.map((id) => ({ id, source: id })));
          expect(problemOf(made)).toBeNull();
          expect(made.map(({ source }) => source)).toEqual(ids);
          made.forEach(({ id }, i) => {
            if (isCellId(ids[i]) && ids.indexOf(ids[i]) === i) expect(id).toBe(ids[i]);
          });
        },
      ),
    );
  });
  it("looks at each of many equal names a few times only", () => {
    // 50,000 cells of one name took 2.5 × 10⁹ looks when each began to count at cell-1.
    let looks = 0;
    const cells = Array.from({ length: 50_000 }, () => ({
      get id() {
        return (looks++, "x");
      },
      source: "",
    }));
    expect(withValidIds(cells).at(-1)!.id).toBe("cell-49999");
    expect(looks).toBeLessThan(50_000 * 8);
  });
});

describe("problemOf(cells)", () => {
  it("counts cells, characters and lines", () => {
    expect(problemOf(Array.from({ length: 200 }, (_, i) => ({ id: `c${i}`, source: "x".repeat(1000) })))).toBeNull();
    expect(problemOf(Array.from({ length: 201 }, (_, i) => ({ id: `c${i}`, source: "" })))).toBe(
      "It has 201 cells; at most 200 are read.",
    );
    expect(
      problemOf([
        { id: "a", source: "x".repeat(100_001) },
        { id: "b", source: "x".repeat(100_000) },
      ]),
    ).toBe("Its code is too long: 200001 characters; at most 200000 are read.");
    // 19,999 ends of lines make 20,000 lines; those of two cells count together.
    expect(problemOf([{ id: "a", source: "\n".repeat(19_999) }])).toBeNull();
    expect(
      problemOf([
        { id: "a", source: "\n".repeat(19_999) },
        { id: "b", source: "" },
      ]),
    ).toBe("Its code is too long: 20001 lines; at most 20000 are read.");
  });
});
