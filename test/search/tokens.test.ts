import { describe, expect, it } from "vitest";
import { indexWords, queryWords, tokensOf } from "../../src/search/tokens.ts";

describe("tokensOf(text)", () => {
  it("takes a number and its unit as one, however they are set", () => {
    for (const text of ["37B", "37 B", "37\u202fB", "37 b"]) expect(queryWords(text)).toEqual(["37b"]);
    expect(indexWords("671,026,419,200 parameters, 70.3 KB, 5.5%, 128 experts")).toEqual([
      "671026419200",
      "parameters",
      "70.3kb",
      "5.5%",
      "128",
      "experts",
    ]);
  });
  it("keeps a symbol with its index, and Greek letters with their names", () => {
    expect(queryWords("N_C d_c γ")).toEqual(["n_c", "d_c", "γ"]);
    expect(indexWords("γ = 0.001")).toEqual(["γ", "gamma", "0.001"]);
  });
  it("takes names of code as a whole and in parts", () => {
    expect(indexWords("bubbleTime")).toEqual(["bubbletime", "bubble", "time"]);
    expect(indexWords("v3.kv.bytesPerToken")[0]).toBe("v3.kv.bytespertoken");
  });
  it("says where words stand", () => {
    expect(tokensOf("a 37 B model").map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 6],
      [7, 12],
    ]);
  });
});
