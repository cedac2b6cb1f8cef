/** @file One sum that an H100 made, for who wants to see an adder do the same. */
import { deepFreeze } from "../freeze.ts";
import { decode } from "./code.ts";
import { e4m3 } from "./formats.ts";

const aCodes = [
  9, 114, 155, 2, 191, 187, 157, 40, 74, 191, 189, 176, 61, 46, 149, 55, 83, 107, 217, 71, 51, 251, 51, 217, 95, 103,
  84, 212, 180, 70, 173, 185,
];
const bCodes = [
  69, 55, 159, 16, 98, 197, 48, 203, 72, 218, 43, 211, 197, 105, 170, 220, 135, 15, 17, 235, 159, 52, 170, 160, 31, 232,
  152, 87, 85, 173, 86, 247,
];

/**
 * Factors of 32 products, numbers of E4M3, and what the register held after one instruction on zero.
 *
 * @source ours: recorded on an H100, one of the sums in test/reference/hopper-sums.md
 */
export const hopperSum = deepFreeze({
  a: aCodes.map((code) => decode(e4m3, code)),
  b: bCodes.map((code) => decode(e4m3, code)),
  sum: -4209,
});
