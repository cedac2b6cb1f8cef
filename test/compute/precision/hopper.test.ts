/** The adder of the module beside a real one: sums that an H100 made (`test/reference/hopper-sums.md`), bit for bit. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createAdder, exponentsOf, hopperAdder, type Accumulator } from "../../../src/compute/precision/accumulator.ts";
import {
  decodeArray,
  dotProduct,
  e4m3,
  e5m2,
  hopperSum,
  promotedAdder,
  type NumberFormat,
} from "../../../src/compute/index.ts";

type Tile = {
  instruction: string;
  a: FormatId;
  b: FormatId;
  codes: string;
  length: number;
  start: string;
  aCodes: string;
  bCodes: string;
  registers?: string;
  sums: string;
};
type Product = {
  distribution: string;
  length: number;
  rows: number;
  aCodes: string;
  bCodes: string;
  fast: string;
  promoted: string;
};
type FormatId = keyof typeof formats;

const formats = { e4m3, e5m2 };
const recorded = JSON.parse(readFileSync(new URL("../../reference/hopper-sums.json", import.meta.url), "utf8")) as {
  tiles: Tile[];
  cublas: Product[];
};
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const floats = (text: string): Float32Array => new Float32Array(bytes(text).buffer);
const terms = (format: NumberFormat, codes: Uint8Array) => {
  const values = Float64Array.from(decodeArray(format, codes));
  return { values, exponents: exponentsOf(values, format.smallestNormal) };
};

/** How many of a tile's 64 sums differ from those of the chip. */
function differences(tile: Tile, accumulator: Accumulator): number {
  const a = terms(formats[tile.a], bytes(tile.aCodes));
  const b = terms(formats[tile.b], bytes(tile.bCodes));
  const add = createAdder(accumulator);
  const start = tile.registers === undefined ? new Float32Array(64) : floats(tile.registers);
  return floats(tile.sums).filter(
    (sum, i) => Math.fround(add(a, (i >> 3) * tile.length, b, (i & 7) * tile.length, tile.length, start[i])) !== sum,
  ).length;
}
const instructions = recorded.tiles.filter(({ instruction }) => instruction === "wgmma");
const all = (accumulator: Accumulator): number =>
  instructions.reduce((sum, tile) => sum + differences(tile, accumulator), 0);

describe("hopperAdder", () => {
  it.each(instructions)(
    "gives the sums of wgmma on an H100: $a · $b, $length products, codes: $codes, register at first: $start",
    (tile) => {
      expect(differences(tile, hopperAdder)).toBe(0);
    },
  );
  // So that the sums above are known to tell models apart: no other reading of the report gives them.
  it.each<[string, Partial<Accumulator>]>([
    ["13 bits", { bits: 13, registerBits: 13 }],
    ["15 bits", { bits: 15, registerBits: 15 }],
    ["15 bits in a register of 14", { bits: 15 }],
    ["a register of float32", { registerBits: 24 }],
    ["rounding down", { cut: "down" }],
    ["the running sum apart", { runningSum: "apart" }],
    ["groups of 16", { groupSize: 16 }],
  ])("and does not with %s", (_name, options) => {
    expect(all({ ...hopperAdder, ...options })).toBeGreaterThan(100);
  });
  it("is not the adder of mma.sync, which sums more finely on the same chip", () => {
    for (const tile of recorded.tiles.filter(({ instruction }) => instruction === "mma.sync"))
      expect(differences(tile, hopperAdder)).toBeGreaterThan(60);
  });
});

describe("dotProduct(a, b, formats, accumulator)", () => {
  const sums = (product: Product, accumulator: Accumulator): number[] => {
    const a = decodeArray(e4m3, bytes(product.aCodes));
    const b = decodeArray(e4m3, bytes(product.bCodes));
    const row = (of: ArrayLike<number>, i: number): number[] =>
      Array.from({ length: product.length }, (_, k) => of[i * product.length + k]);
    return Array.from({ length: product.rows ** 2 }, (_, i) =>
      Math.fround(
        dotProduct(row(a, Math.floor(i / product.rows)), row(b, i % product.rows), { a: e4m3, b: e4m3 }, accumulator),
      ),
    );
  };
  it.each(recorded.cublas)(
    "gives what cuBLAS gives for 4096 products with fast accumulation: $distribution",
    (product) => {
      expect(sums(product, hopperAdder)).toEqual([...floats(product.fast)]);
    },
  );
  it.each(recorded.cublas)("promoted every 128, gives what cuBLAS gives without: $distribution", (product) => {
    expect(sums(product, promotedAdder)).toEqual([...floats(product.promoted)]);
    expect(sums(product, { ...promotedAdder, promotionInterval: 64 })).not.toEqual([...floats(product.promoted)]);
  });
});

describe("hopperSum", () => {
  it("is the first sum of a recorded tile, and the adder gives it bit for bit", () => {
    const tile = instructions.find(
      ({ a, b, codes, length, start }) =>
        a === "e4m3" && b === "e4m3" && codes === "any" && length === 32 && start === "zero",
    )!;
    expect(hopperSum.a).toEqual([...decodeArray(e4m3, bytes(tile.aCodes).subarray(0, 32))]);
    expect(hopperSum.b).toEqual([...decodeArray(e4m3, bytes(tile.bCodes).subarray(0, 32))]);
    expect(hopperSum.sum).toBe(floats(tile.sums)[0]);
    expect(dotProduct(hopperSum.a, hopperSum.b, { a: e4m3, b: e4m3 }, hopperAdder)).toBe(hopperSum.sum);
  });
});
