/** @file Numbers about number formats. */
import { bf16, e4m3, e5m2, e5m6, fp16, largestCode, numberLine, type NumberFormat } from "../../compute/index.ts";
import { formatNumber, formatPercent } from "../../kit/declare/format.ts";
import fp8Error from "../../widgets/fp8-error.tsx";
import type { Values } from "./entry.ts";
import { figureValue } from "./figure-value.ts";

const plain = { unit: "", format: (value: number) => formatNumber(value, 5) };

function about(format: NumberFormat): Values {
  const { id, source } = format;
  return {
    [`${id}.largest`]: { ...plain, value: () => format.largest, source },
    [`${id}.smallest`]: { ...plain, value: () => format.smallest, source },
    [`${id}.smallestNormal`]: { ...plain, value: () => format.smallestNormal, source },
    [`${id}.codes`]: { ...plain, unit: "codes", value: () => 2 ** format.bits, source: `2 to the ${format.bits}` },
    [`${id}.values`]: {
      ...plain,
      unit: "values",
      value: () => numberLine(format).length,
      source: "finite values, zero once",
    },
    [`${id}.dynamicRange`]: {
      ...plain,
      unit: "powers of two",
      format: (value) => formatNumber(value, 3),
      value: () => Math.log2(format.largest / format.smallest),
      source: "log₂ of largest over smallest",
    },
    [`${id}.worstRounding`]: {
      ...plain,
      format: (value) => `${formatNumber(100 * value, 3)}%`,
      value: () => 1 / (2 ** (format.mantissaBits + 1) + 1),
      source: `halfway above a power of two: u / (1 + u), u = 2^−${format.mantissaBits + 1}`,
    },
    [`${id}.largestCode`]: { ...plain, value: () => largestCode(format), source },
  };
}

/** What the figure of chapter 3.3 shows in a state of which its prose speaks. */
function seen(
  values: "channels" | "tokens",
  granularity: "tensor" | "tile" | "block",
  outlierFactor: number,
  metric: "underflowedShare" | "rmsRelative" | "meanRelative",
): Values[string] {
  return {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => figureValue(fp8Error, { values, granularity, outlierFactor }, ({ metrics }) => metrics[metric]),
    source: `our seeded matrix, outlier ${values} ×${formatNumber(outlierFactor, 6)}, one scale for each ${granularity}`,
  };
}

/** The same matrix in BF16, without scales. */
function besideIt(outlierFactor: number, metric: "rmsRelative" | "meanRelative"): Values[string] {
  return {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () =>
      figureValue(
        fp8Error,
        { values: "channels", granularity: "tile", outlierFactor },
        ({ reference }) => reference[metric],
      ),
    source: `our seeded matrix, outlier channels ×${formatNumber(outlierFactor, 6)}, in BF16 without scales`,
  };
}

const lost: Values = {
  "fp8.channels.tensor.lost": seen("channels", "tensor", 10_000, "underflowedShare"),
  "fp8.channels.tile.lost": seen("channels", "tile", 10_000, "underflowedShare"),
  "fp8.tokens.tensor.lost": seen("tokens", "tensor", 10_000, "underflowedShare"),
  "fp8.tokens.tile.lost": seen("tokens", "tile", 10_000, "underflowedShare"),
  "fp8.tokens.block.lost": seen("tokens", "block", 10_000, "underflowedShare"),
  "fp8.mild.tensor.lost": seen("channels", "tensor", 100, "underflowedShare"),
  "fp8.mild.tensor.rms": seen("channels", "tensor", 100, "rmsRelative"),
  "fp8.wild.tensor.lost": seen("channels", "tensor", 100_000, "underflowedShare"),
  "fp8.wild.tensor.rms": seen("channels", "tensor", 100_000, "rmsRelative"),
  "fp8.extreme.tile.rms": seen("channels", "tile", 10_000, "rmsRelative"),
  "fp8.extreme.tile.mean": seen("channels", "tile", 10_000, "meanRelative"),
  "bf16.extreme.rms": besideIt(10_000, "rmsRelative"),
  "bf16.extreme.mean": besideIt(10_000, "meanRelative"),
  "fp8.mild.tile.mean": seen("channels", "tile", 100, "meanRelative"),
};

export const precisionValues: Values = {
  ...lost,
  ...about(e4m3),
  ...about(e5m2),
  ...about(e5m6),
  ...about(bf16),
  ...about(fp16),
};
