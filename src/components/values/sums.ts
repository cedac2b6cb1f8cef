/** @file Numbers about sums of eight-bit products. */
import { e4m3, productRange } from "../../compute/index.ts";
import { hopperExperiment, hopperSumsRecorded } from "../../data/hopper-sums.ts";
import { formatExact, formatPercent } from "../../kit/index.ts";
import type { Values } from "./entry.ts";

const range = productRange({ a: e4m3, b: e4m3, products: 32 });
const bits = { unit: "bits", format: String };

/** One measurement of the recorded experiment. */
const onH100 = (distribution: "normal" | "uniform", length: number, promoted: boolean) =>
  hopperExperiment.find(
    (row) => row.distribution === distribution && row.length === length && row.promoted === promoted,
  )!;
const measured = { unit: "", format: (value: number) => formatPercent(value) };
const recordedAs = "recorded on an H100 with cuBLAS, 512 × 512 sums, against float64; test/reference/hopper-sums.md";

export const sumValues: Values = {
  "sum.exponent.low": {
    unit: "",
    format: (value) => `−${Math.abs(value)}`,
    value: () => range.lowestExponent,
    source: "2 × −6, smallest normal exponent of E4M3",
  },
  "sum.exponent.high": {
    unit: "",
    format: String,
    value: () => range.highestExponent,
    source: "2 × 8, largest exponent of E4M3",
  },
  "sum.bits.below": { ...bits, value: () => range.bitsBelowLeading, source: "16 − (−12) + 6" },
  "sum.bits.product": { ...bits, value: () => range.productBits, source: "bits of 448 × 448 in units of the last bit" },
  "h100.sums": {
    unit: "",
    format: formatExact,
    value: () => hopperSumsRecorded,
    source: "16 tiles of 512 sums, 48 kinds of input; test/reference/hopper-sums.md",
  },
  "h100.uniform.median": {
    ...measured,
    value: () => onH100("uniform", 4096, false).medianRelativeError,
    source: `uniform inputs, K = 4096, fast accumulation, median relative error; ${recordedAs}`,
  },
  "h100.uniform.largest": {
    ...measured,
    value: () => onH100("uniform", 4096, false).largestRelativeError,
    source: `uniform inputs, K = 4096, fast accumulation, largest relative error; ${recordedAs}`,
  },
  "h100.uniform.promoted": {
    ...measured,
    value: () => onH100("uniform", 4096, true).largestRelativeError,
    source: `uniform inputs, K = 4096, without fast accumulation, largest relative error; ${recordedAs}`,
  },
  "h100.uniform.long": {
    ...measured,
    value: () => onH100("uniform", 65_536, false).medianRelativeError,
    source: `uniform inputs, K = 65536, fast accumulation, median relative error; ${recordedAs}`,
  },
  "h100.normal.norm": {
    ...measured,
    value: () => onH100("normal", 4096, false).relativeNorm,
    source: `normal inputs, K = 4096, fast accumulation, norm of errors over norm of sums; ${recordedAs}`,
  },
  "sum.bits.sum": { ...bits, value: () => range.sumBits, source: "bits of 32 × 448 × 448 in units of the last bit" },
};
