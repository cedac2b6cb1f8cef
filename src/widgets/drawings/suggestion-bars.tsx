/** @file What each suggestion for hardware would win alone, as bars. */
import * as Plot from "@observablehq/plot";
import { Chart, color, formatPercent, Legend, twoLines } from "../../kit/index.ts";
import { sentence, type Model, type SuggestionRow } from "../suggestion-rows.ts";

/** A bar for each suggestion, in front of what it would win at most; a press picks it. */
export function SuggestionBars({ rows, model }: { rows: readonly SuggestionRow[]; model: Model }) {
  const insets = { insetTop: 4, insetBottom: 4 };
  return (
    <Chart
      label="Time saved, or tokens gained, by each suggestion alone"
      tips={(each: SuggestionRow) => sentence(each, model)}
      picks={(each: SuggestionRow) => ({ picked: each.id })}
      options={({ narrow }) => ({
        height: narrow ? 340 : 300,
        marginLeft: narrow ? 148 : 265,
        marginRight: 46,
        x: {
          label: model === "decodeSpeed" ? "Tokens gained (%)" : "Time saved (%)",
          grid: true,
          domain: [0, Math.max(5, ...rows.map(({ share, atMost }) => 100 * Math.max(share, atMost)))],
          ticks: narrow ? 4 : 7,
        },
        y: {
          label: null,
          domain: rows.map(({ name }) => name),
          tickFormat: (name: string) => (narrow ? twoLines(name, 20) : name),
        },
        marks: [
          Plot.barX(rows, {
            x: (each: SuggestionRow) => 100 * each.atMost,
            y: "name",
            fill: color("accent-soft"),
            ...insets,
          }),
          Plot.barX(rows, {
            x: (each: SuggestionRow) => 100 * each.share,
            y: "name",
            fill: color("accent"),
            ...insets,
          }),
          Plot.text(rows, {
            x: (each: SuggestionRow) => 100 * Math.max(each.share, each.atMost),
            y: "name",
            text: (each: SuggestionRow) =>
              each.atMost > each.share
                ? `≤ ${formatPercent(each.atMost, 2)}`
                : each.share === 0
                  ? "0"
                  : formatPercent(each.share, 2),
            textAnchor: "start",
            dx: 4,
          }),
          Plot.ruleX([0]),
        ],
      })}
    />
  );
}

/** What the colors of `SuggestionBars` mean. */
export function SuggestionLegend() {
  return (
    <Legend
      items={[
        ["Won by this change", "accent"],
        ["At most, if nothing hides today", "accent-soft"],
      ]}
    />
  );
}
