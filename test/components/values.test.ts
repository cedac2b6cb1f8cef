/** Every number that prose may show is finite, has a source, and reads well. */
import { describe, expect, it } from "vitest";
import { values, valueOf } from "../../src/components/values/index.ts";

describe.each(Object.entries(values))("%s", (_id, { value, format, source }) => {
  it("is a number with a source and a readable form", () => {
    const number = value();
    expect(Number.isFinite(number)).toBe(true);
    expect(source.length).toBeGreaterThan(1);
    expect(format(number)).toMatch(/\d/);
    expect(format(number).length).toBeLessThan(24);
  });
});

describe("valueOf(id)", () => {
  it("names the nearest id for one that does not exist", () => {
    expect(() => valueOf("v3.parameter.total")).toThrow(
      '<Value of="v3.parameter.total">: there is no such value. Did you mean "v3.parameters.total"?',
    );
  });
});
