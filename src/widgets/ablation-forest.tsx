/** @file Tables 4 and 5 as differences with intervals: what a prediction module, or a bias, changed at two sizes. */
import * as Plot from "@observablehq/plot";
import { balanceAblation, isLowerBetter, mtpAblation, scoreDifference, signTest } from "../compute/index.ts";
import { Chart, choice, defineWidget, formatFixed, formatPercent, Legend, number, Readout } from "../kit/index.ts";

export default defineWidget({
  id: "ablation-forest",
  title: "What the ablations show",
  source: "§4.5.1, Table 4; §4.5.2, Table 5",
  caption:
    "Differences of two models of one size, with 95% intervals for independent questions. One training run stands behind each column, so the intervals contain the luck of the questions and not that of the training. Pile-test counts bits per byte, has no number of questions and is in the data alone.",
  params: {
    table: choice({
      label: "Compared",
      initial: "mtp",
      options: [
        ["mtp", "Prediction module (Table 4)"],
        ["balance", "Bias against loss (Table 5)"],
      ],
    }),
    size: choice({
      label: "Models",
      initial: "both",
      options: [
        ["both", "Both sizes"],
        ["small", "Small"],
        ["large", "Large"],
      ],
    }),
    correlation: number({
      label: "Correlation of mistakes",
      range: [0, 0.8],
      step: 0.05,
      initial: 0,
      help: "Two models of one size fail alike; how much is not printed.",
    }),
  },
  presets: { "As published": {}, "Bias against loss": { table: "balance" }, "Mistakes alike": { correlation: 0.5 } },
  compute: ({ table, size, correlation }) => {
    const { rows } = table === "mtp" ? mtpAblation : balanceAblation;
    const points = (["small", "large"] as const)
      .filter((name) => size === "both" || size === name)
      .flatMap((name) =>
        rows.map((row) => {
          const at = name === "small" ? 0 : 2;
          const [without, withIt] = [row.scores[at]!, row.scores[at + 1]!];
          const change = (withIt - without) * (isLowerBetter(row) ? -1 : 1);
          const error =
            row.items === null
              ? null
              : 100 *
                scoreDifference({ first: withIt / 100, second: without / 100, items: row.items, correlation }).error;
          return {
            size: name,
            benchmark: row.benchmark,
            without,
            withIt,
            change,
            low: error === null ? null : change - 1.96 * error,
            high: error === null ? null : change + 1.96 * error,
            items: row.items,
          };
        }),
      );
    const tally = (["small", "large"] as const).flatMap((name) => {
      const own = points.filter((point) => point.size === name);
      if (own.length === 0) return [];
      const [wins, losses] = [
        own.filter(({ change }) => change > 0).length,
        own.filter(({ change }) => change < 0).length,
      ];
      return [{ size: name, wins, losses, p: signTest({ wins, losses }) }];
    });
    return { points, tally };
  },
  view: ({ points, tally }) => {
    const known = points.filter(({ low }) => low !== null);
    return (
      <>
        <Readout
          items={tally.flatMap(({ size, wins, losses, p }) => [
            {
              label: `${size === "small" ? "Small" : "Large"} model`,
              text: `${wins} up, ${losses} down`,
              note: `coin tosses so uneven: ${formatPercent(p, 2)}`,
            },
          ])}
        />
        <Chart
          label="Change of each benchmark, with its interval"
          options={({ narrow }) => ({
            height: 60 + 44 * new Set(known.map(({ benchmark }) => benchmark)).size,
            marginLeft: narrow ? 110 : 140,
            x: { label: "Change (points)", grid: true },
            y: { label: null, domain: [...new Set(known.map(({ benchmark }) => benchmark))], tickSize: 0 },
            marks: [
              Plot.ruleX([0]),
              ...(["small", "large"] as const).flatMap((size) => {
                const own = known.filter((point) => point.size === size);
                const dy = size === "small" ? -7 : 7;
                const stroke = size === "small" ? "var(--series-1)" : "var(--series-2)";
                return [
                  Plot.ruleY(own, { y: "benchmark", x1: "low", x2: "high", stroke, strokeWidth: 2, dy }),
                  Plot.dot(own, { y: "benchmark", x: "change", fill: stroke, r: 4, dy }),
                ];
              }),
            ],
          })}
          tips={(row: {
            benchmark: string;
            size: string;
            without: number;
            withIt: number;
            change: number;
            items: number | null;
          }) =>
            `${row.benchmark}, ${row.size}: ${row.without} → ${row.withIt}, ${formatFixed(row.change, 1)} points on ${row.items} questions`
          }
        />
        <Legend
          items={[
            ["Small model, 15.7B", "series-1"],
            ["Large model, 228.7B", "series-2"],
          ]}
        />
      </>
    );
  },
  summary: ({ tally, points }) =>
    `${tally.map(({ size, wins, losses }, i) => `${i === 0 ? "The" : "the"} ${size} model goes up in ${wins} rows and down in ${losses}`).join("; ")}; ${points.filter(({ low, high }) => low !== null && (low > 0 || high! < 0)).length} of ${points.filter(({ low }) => low !== null).length} changes lie beyond their interval.`,
  table: ({ points }) => ({
    columns: [
      { key: "size", label: "Model" },
      { key: "benchmark", label: "Benchmark" },
      { key: "without", label: "Without" },
      { key: "withIt", label: "With" },
      { key: "change", label: "Change" },
      { key: "low", label: "Lower end" },
      { key: "high", label: "Upper end" },
      { key: "items", label: "Questions" },
    ],
    rows: points,
  }),
});
