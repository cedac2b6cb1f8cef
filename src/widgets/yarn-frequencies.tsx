/** @file YaRN: the 32 rotary frequencies before and after, and which of them are left alone, blended or divided. */
import * as Plot from "@observablehq/plot";
import { publishedYarn, yarnFrequencies, yarnTemperature } from "../compute/index.ts";
import {
  Chart,
  defineWidget,
  formatCount,
  formatFixed,
  formatNumber,
  integer,
  Legend,
  number,
  Readout,
} from "../kit/index.ts";

export default defineWidget({
  id: "yarn-frequencies",
  title: "Which rotations are slowed down",
  source: "§4.3",
  caption:
    "Each pair of the 64 rotating dimensions turns at its own speed; the height is the number of tokens in one turn. At rest, s, α and β are the report’s, base and original context those of the released configuration. The ramp between untouched and divided pairs is as in the released code and the YaRN paper.",
  params: {
    scale: number({
      label: "s, scale of the context",
      range: [1, 128],
      scale: "log",
      initial: publishedYarn.scale,
      report: true,
    }),
    fastTurns: number({
      label: "β, turns above which nothing changes",
      range: [2, 256],
      scale: "log",
      initial: publishedYarn.fastTurns,
      report: true,
    }),
    slowTurns: number({
      label: "α, turns below which all is divided",
      range: [0.1, 16],
      scale: "log",
      initial: publishedYarn.slowTurns,
      report: true,
      atMost: "fastTurns - 1",
    }),
    originalContext: integer({
      label: "Original context",
      unit: "tokens",
      range: [512, 262_144],
      scale: "log",
      initial: publishedYarn.originalContext,
      report: true,
      secondary: true,
    }),
    base: number({
      label: "Base of the frequencies",
      range: [1000, 1e7],
      scale: "log",
      initial: publishedYarn.base,
      report: true,
      secondary: true,
      shown: "count",
    }),
    pair: integer({ label: "Pair", range: [0, 31], initial: 16, viewOnly: true }),
  },
  presets: {
    "As published": {},
    "Exactly 128K over 4K": { scale: 32 },
    "Everything divided": { fastTurns: 256, slowTurns: 16 },
    "By mistake from 163,840 tokens": { originalContext: 163_840 },
  },
  compute: ({ scale, fastTurns, slowTurns, originalContext, base }) => {
    const { plain, scaled, kept, low, high } = yarnFrequencies({ scale, fastTurns, slowTurns, originalContext, base });
    const pairs = Array.from(plain, (frequency, pair) => ({
      pair,
      before: (2 * Math.PI) / frequency,
      after: (2 * Math.PI) / scaled[pair],
      kept: kept[pair],
      factor: scaled[pair] / frequency,
    }));
    return {
      pairs,
      low,
      high,
      temperature: yarnTemperature({ scale }),
      originalContext,
      extended: originalContext * scale,
    };
  },
  view: ({ pairs, low, high, temperature, originalContext, extended }, { values: { pair } }) => (
    <>
      <Readout
        items={[
          {
            label: "Left alone",
            value: pairs.filter(({ kept }) => kept === 1).length,
            as: "exact",
            unit: "pairs",
            note: `up to pair ${low}`,
          },
          {
            label: "Blended",
            value: pairs.filter(({ kept }) => kept > 0 && kept < 1).length,
            as: "exact",
            unit: "pairs",
          },
          {
            label: "Divided by s",
            value: pairs.filter(({ kept }) => kept === 0).length,
            as: "exact",
            unit: "pairs",
            note: high < pairs.length ? `from pair ${high}` : "the last pair is still blended",
          },
          {
            label: `Pair ${pair}`,
            value: pairs[pair].factor,
            as: ["number", 4],
            note: `of its speed, ${formatCount(pairs[pair].before)} → ${formatCount(pairs[pair].after)} tokens a turn`,
          },
          {
            label: "Scores of attention",
            value: temperature.codeMultiplier,
            as: ["fixed", 4],
            note: "times, in the released code",
          },
        ]}
      />
      <Chart
        label="Tokens in one turn of each pair, before and after"
        scrub="pair"
        options={() => ({
          height: 250,
          marginLeft: 56,
          x: { label: "Pair of dimensions", domain: [-0.5, 31.5], ticks: 8 },
          y: {
            label: "Tokens in one turn",
            type: "log",
            grid: true,
            tickFormat: (value: number) => formatCount(value),
          },
          marks: [
            Plot.ruleY([originalContext, extended], { stroke: "var(--rule-strong)", strokeDasharray: "4 3" }),
            Plot.link(pairs, { x1: "pair", x2: "pair", y1: "before", y2: "after", stroke: "var(--rule-strong)" }),
            Plot.dot(pairs, { x: "pair", y: "before", r: 3.5, fill: "var(--neutral)" }),
            Plot.dot(pairs, { x: "pair", y: "after", r: 3.5, fill: "var(--accent)" }),
          ],
        })}
        tips={(row: { pair: number; before: number; after: number; kept: number }) =>
          `Pair ${row.pair}: ${formatCount(row.before)} tokens a turn before, ${formatCount(row.after)} after; ${formatFixed(100 * row.kept, 0)}% of the difference kept`
        }
      />
      <Legend
        items={[
          ["Before", "neutral"],
          ["After", "accent"],
        ]}
      >{`Dashed: the original context of ${formatCount(originalContext)} tokens, and ${formatCount(extended)}.`}</Legend>
    </>
  ),
  summary: ({ pairs, low, high, extended }) =>
    `Pairs 0 to ${low} keep their speed, ${high < pairs.length ? `those from ${high} on turn at 1/s of it` : "none turns at 1/s of it"}, so that the slowest takes ${formatCount(pairs[31].after)} tokens for a turn; the context meant is ${formatCount(extended)} tokens.`,
  remark: ({ originalContext }) =>
    originalContext === 163_840 &&
    "163,840 tokens are the extended context. The original one is 4,096, and given the extended one instead, YaRN slows down too few pairs.",
  table: ({ pairs }) => ({
    columns: [
      { key: "pair", label: "Pair" },
      { key: "before", label: "Tokens a turn, before" },
      { key: "after", label: "Tokens a turn, after" },
      { key: "factor", label: "Speed after / before", format: (value: number) => formatNumber(value, 6) },
    ],
    rows: pairs.map(({ pair, before, after, factor }) => ({ pair, before, after, factor })),
  }),
});
