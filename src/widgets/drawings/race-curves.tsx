/** @file Losses of one small network in several formats, and how far they part from those in BF16. */
import * as Plot from "@observablehq/plot";
import { printedLossBand, type RecipeName } from "../../lab/index.ts";
import { Chart, color, formatChange, formatNumber, Legend, type Color } from "../../kit/index.ts";

type Curve = { name: RecipeName; losses: readonly number[] };
type Loss = { name: RecipeName; step: number; loss: number };
/** A loss against that in BF16, as a share of it. */
export type RaceError = { name: RecipeName; step: number; error: number };

const colors: Readonly<Record<RecipeName, Color>> = {
  FP32: "series-5",
  BF16: "neutral",
  "FP8 per tensor": "series-3",
  "FP8 fine-grained": "accent",
  "FP8 without promotion": "loss-5",
  "FP8, blocks for gradients": "series-4",
  "FP8, E5M2 gradients": "series-6",
};

/**
 * A curve of losses for each format.
 *
 * @param every  steps from one loss to the next
 */
export function RaceLosses({ curves, every }: { curves: readonly Curve[]; every: number }) {
  const lossesOf = ({ name, losses }: Curve): Loss[] =>
    losses.map((loss, i) => ({ name, step: (i + 1) * every, loss }));
  return (
    <Chart
      label="Smoothed loss of each format"
      tips={({ name, step, loss }: Loss) => `${name}\nStep ${step}: ${formatNumber(loss, 5)}`}
      options={({ narrow }) => ({
        height: 160,
        marginLeft: 52,
        x: { label: "Step", domain: [0, curves[0].losses.length * every], ticks: narrow ? 4 : 8 },
        y: { label: "Loss (nats a symbol)", grid: true, tickFormat: (loss: number) => formatNumber(loss) },
        marks: curves.map((curve) =>
          Plot.line(lossesOf(curve), { x: "step", y: "loss", stroke: color(colors[curve.name]), strokeWidth: 1.6 }),
        ),
      })}
    />
  );
}

/** How far each format's losses lie from those in BF16, with the report's band; its own line is zero. */
export function RaceErrors({ errors }: { errors: readonly RaceError[] }) {
  const end = Math.max(...errors.map(({ step }) => step));
  const limit = limitOf(errors, end);
  const byName = Map.groupBy(errors, ({ name }) => name);
  byName.delete("BF16");
  return (
    <Chart
      label="Relative loss error against BF16"
      tips={({ name, step, error }: RaceError) => `${name}\nStep ${step}: ${formatChange(error)}`}
      options={({ narrow }) => ({
        height: 190,
        marginLeft: 62,
        x: { label: "Step", domain: [0, end], ticks: narrow ? 4 : 8 },
        y: {
          label: "Loss above that in BF16",
          grid: true,
          domain: [-limit, limit],
          tickFormat: (share: number) => formatChange(share),
          ticks: 6,
        },
        marks: [
          Plot.rectY([0], {
            x1: 0,
            x2: end,
            y1: -printedLossBand,
            y2: printedLossBand,
            fill: color("accent-soft"),
            fillOpacity: 0.5,
          }),
          Plot.ruleY([0], { stroke: "var(--ink-soft)" }),
          ...Array.from(byName, ([name, own]) =>
            Plot.line(own, { x: "step", y: "error", stroke: color(colors[name]), strokeWidth: 1.8, clip: true }),
          ),
        ],
      })}
    />
  );
}

/** What the colors of both charts mean. */
export function RaceLegend({ names }: { names: readonly RecipeName[] }) {
  return <Legend items={[...names.map((name) => [name, colors[name]] as const), ["Within 0.25%", "accent-soft"]]} />;
}

/** The scale goes to two bands at least, and takes all but the first tenth of the steps, where losses fall fast. */
function limitOf(errors: readonly RaceError[], end: number): number {
  const late = errors.filter(({ step, error }) => step > end / 10 && Number.isFinite(error));
  return Math.max(2 * printedLossBand, ...late.map(({ error }) => Math.abs(error)));
}
