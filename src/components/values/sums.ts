/** @file Numbers about sums of eight-bit products. */
import { e4m3, productRange } from "../../compute/index.ts";
import type { Values } from "./entry.ts";

const range = productRange({ a: e4m3, b: e4m3, products: 32 });
const bits = { unit: "bits", format: String };

export const sumValues: Values = {
  "sum.exponent.low": { unit: "", format: (value) => `−${Math.abs(value)}`, value: () => range.lowestExponent, source: "2 × −6, smallest normal exponent of E4M3" },
  "sum.exponent.high": { unit: "", format: String, value: () => range.highestExponent, source: "2 × 8, largest exponent of E4M3" },
  "sum.bits.below": { ...bits, value: () => range.bitsBelowLeading, source: "16 − (−12) + 6" },
  "sum.bits.product": { ...bits, value: () => range.productBits, source: "bits of 448 × 448 in units of the last bit" },
  "sum.bits.sum": { ...bits, value: () => range.sumBits, source: "bits of 32 × 448 × 448 in units of the last bit" },
};
