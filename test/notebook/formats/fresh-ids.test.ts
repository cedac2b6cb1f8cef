import { describe, expect, it } from "vitest";
import { freshIds } from "../../../src/notebook/formats/fresh-ids.ts";

describe("freshIds(taken)", () => {
  it("gives the free names one after the other", () => {
    const fresh = freshIds(["cell-1", "cell-3", "kv-growth"]);
    expect([fresh(), fresh(), fresh()]).toEqual(["cell-2", "cell-4", "cell-5"]);
  });
});
