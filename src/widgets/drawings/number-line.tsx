/** @file The number line of a format, and where values round to on it. */
import * as Plot from "@observablehq/plot";
import { numberLine, relativeError, type Experiment, type NumberFormat } from "../../compute/index.ts";
import { Chart, color, formatNumber, formatPercent } from "../../kit/index.ts";

/** More ticks than this are a gray bar; formats of more bits have no others. */
const mostTicks = 400;
const mostBits = 12;
/** Values that are listed, and drawn on their way to the format's. */
const mostFollowed = 24;

/** A value, scaled, as the format has it, and restored. */
type Followed = {
  value: number;
  scale: number;
  scaled: number;
  code: number;
  restored: number;
  relativeError: number;
};

/**
 * Ticks of the format's values from zero on, and lines from values to those that they round to.
 *
 * @param upTo  end of the line, after scaling
 */
export function NumberLine({
  format,
  upTo,
  values,
}: {
  format: NumberFormat;
  upTo: number;
  values: readonly Followed[];
}) {
  const followed = values.filter(({ scaled }) => Math.abs(scaled) <= upTo);
  return (
    <Chart
      label={`Values of ${format.name} from 0 to ${upTo}, and where the first scaled values round to`}
      options={() => ({
        height: 162,
        marginLeft: 52,
        marginRight: 16,
        marginTop: 18,
        x: {
          label: `After scaling, as ${format.name} sees it`,
          domain: [0, upTo],
          clamp: false,
          tickFormat: (value: number) => formatNumber(value),
        },
        y: { axis: null, domain: [0, 1] },
        marks: [
          Plot.line(strokes(valuesUpTo(format, upTo).map((value) => [value, 0, value, 0.42])), {
            x: "x",
            y: "y",
            stroke: "var(--ink-soft)",
            strokeWidth: 1,
          }),
          Plot.line(
            strokes(
              followed.map(({ scaled, restored, scale }) => [Math.abs(scaled), 0.86, Math.abs(restored / scale), 0.44]),
            ),
            { x: "x", y: "y", stroke: color("loss-5"), strokeOpacity: 0.7, strokeWidth: 1 },
          ),
          Plot.dot(followed, { x: ({ scaled }) => Math.abs(scaled), y: 0.88, r: 3, fill: color("loss-5") }),
          Plot.text(
            [
              format.bits > mostBits
                ? `${format.name} has too many values to draw`
                : "each tick is a value that the format has",
            ],
            { frameAnchor: "top-left", dy: -14, fill: "var(--ink-soft)" },
          ),
        ],
      })}
      tips={(mark: Followed) =>
        "restored" in mark
          ? `${formatNumber(mark.value, 6)} → ${formatNumber(mark.restored, 6)}, off by ${formatPercent(mark.relativeError)}`
          : null
      }
    />
  );
}

/** The first values, each with all that happens to it. */
export function firstValues({ original, quantized }: Experiment): Followed[] {
  return Array.from(original.subarray(0, mostFollowed), (value, i) => {
    const scale = quantized.scales[quantized.scaleOfValue[i]];
    const restored = quantized.values[i];
    return {
      value,
      scale,
      scaled: Math.fround(value / scale),
      code: quantized.codes[i],
      restored,
      relativeError: relativeError(restored, value),
    };
  });
}

/** Values of a format from 0 on, as many as can be drawn apart. */
function valuesUpTo(format: NumberFormat, most: number): number[] {
  if (format.bits > mostBits) return [];
  return Array.from(numberLine(format))
    .filter((value) => value >= 0 && value <= most)
    .slice(0, mostTicks);
}

/** Separate strokes as one broken line: hundreds of ticks are one element. */
function strokes(
  ends: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[],
): { x: number; y: number }[] {
  return ends.flatMap(([x1, y1, x2, y2]) => [
    { x: x1, y: y1 },
    { x: x2, y: y2 },
    { x: NaN, y: NaN },
  ]);
}
