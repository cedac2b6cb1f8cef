import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as v3 from "../../src/compute/index.ts";
import { readComputeNames } from "../../src/notebook/read-compute-names.ts";

describe("readComputeNames(entry)", () => {
  const names = readComputeNames(resolve("src/compute/index.ts"));
  it("finds every value that the module exports, and no type", () => {
    expect(names.map(({ name }) => name).sort()).toEqual(Object.keys(v3).sort());
  });
  it("brings signature and documentation of each function", () => {
    expect(names.find(({ name }) => name === "kvCacheBytesPerToken")).toEqual({
      name: "kvCacheBytesPerToken",
      kind: "function",
      signature: "(model: ModelConfig, options?: { bytesPerValue?: number; }): number",
      doc: expect.stringMatching(
        /^Bytes cached for one token over all layers, [^\n]*\n\noptions: bytesPerValue: 2, BF16, if left out\n\nThrows RangeError/,
      ),
    });
    for (const { name, kind, doc } of names) if (kind === "function") expect(doc, name).not.toBe("");
  });
  it("names what it refuses", () => {
    expect(() => readComputeNames("/not-there.ts")).toThrow(
      new RangeError("entry must be a TypeScript module (got /not-there.ts)"),
    );
  });
});
