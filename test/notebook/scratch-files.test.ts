import { describe, expect, it } from "vitest";
import { fitting } from "../../src/notebook/scratch-files.ts";

describe("fitting(cells, runs)", () => {
  const cells = [
    { id: "use", source: "display(a + 1);" },
    { id: "define", source: "const a = 1;" },
    { id: "alone", source: "display(2);" },
    { id: "far", source: "const b = a;" },
    { id: "farther", source: "display(b);" },
  ];
  const ran = (...ids: string[]) => new Map(ids.map((id) => [id, {}]));

  it("has every cell where all ran as they stand", () => {
    expect([...fitting(cells, ran("use", "define", "alone", "far", "farther"))]).toEqual([
      "use",
      "define",
      "alone",
      "far",
      "farther",
    ]);
  });
  it("leaves out a cell that did not, and all that depends on it", () => {
    expect([...fitting(cells, ran("use", "alone", "far", "farther"))]).toEqual(["alone"]);
    expect([...fitting(cells, ran("use", "define", "alone", "farther"))]).toEqual(["use", "define", "alone"]);
  });
});
