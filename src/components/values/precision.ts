/** @file Numbers about number formats. */
import { bf16, e4m3, e5m2, e5m6, fp16, largestCode, numberLine, type NumberFormat } from "../../compute/index.ts";
import { formatNumber } from "../../kit/format.ts";
import type { Values } from "./entry.ts";

const plain = { unit: "", format: (value: number) => formatNumber(value, 5) };

function about(format: NumberFormat): Values {
  const { id, source } = format;
  return {
    [`${id}.largest`]: { ...plain, value: () => format.largest, source },
    [`${id}.smallest`]: { ...plain, value: () => format.smallest, source },
    [`${id}.smallestNormal`]: { ...plain, value: () => format.smallestNormal, source },
    [`${id}.codes`]: { ...plain, unit: "codes", value: () => 2 ** format.bits, source: `2 to the ${format.bits}` },
    [`${id}.values`]: { ...plain, unit: "values", value: () => numberLine(format).length, source: "finite values, zero once" },
    [`${id}.dynamicRange`]: { ...plain, unit: "powers of two", format: (value) => formatNumber(value, 3), value: () => Math.log2(format.largest / format.smallest), source: "log₂ of largest over smallest" },
    [`${id}.halfUlp`]: { ...plain, format: (value) => `${formatNumber(100 * value, 3)}%`, value: () => 2 ** -(format.mantissaBits + 1), source: `half a unit of the last of ${format.mantissaBits} mantissa bits, relative to the value` },
    [`${id}.largestCode`]: { ...plain, value: () => largestCode(format), source },
  };
}

export const precisionValues: Values = { ...about(e4m3), ...about(e5m2), ...about(e5m6), ...about(bf16), ...about(fp16) };
