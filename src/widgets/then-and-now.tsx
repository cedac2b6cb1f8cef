/** @file Which suggestions later chips and libraries took up, and what a larger fast domain brought where it was measured. */
import * as Plot from "@observablehq/plot";
import { decodeAtUserSpeed, designOf, scaleUpMeasurement, suggestions, uptakeOfSuggestions } from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatNumber,
  formatRatio,
  integer,
  Legend,
  number,
  Readout,
  Table,
} from "../kit/index.ts";

const { gb200, b200, tokensPerSecondPerUser } = scaleUpMeasurement;

export default defineWidget({
  id: "then-and-now",
  title: "Then and now",
  source: "§3.5; arXiv:2505.09343",
  caption:
    "Upper pair of bars: measured, two systems whose GPUs differ little but whose fast links join 72 or 8 of them (SemiAnalysis, InferenceX, DeepSeek-R1 in FP4 with drafts). Below it the decoding step of this chapter on both chips, in FP8 without drafts, with the most requests at which a user gets the speed that is set. The two are not the same experiment, and their ratios may be compared, not their heights. The table says what was read on one day; that nothing was read does not mean there is nothing.",
  params: {
    userSpeed: number({
      label: "Speed for a user",
      unit: "tokens/s",
      range: [5, 400],
      scale: "log",
      initial: tokensPerSecondPerUser.value,
    }),
    gpus: choice({ label: "GPUs that share experts", options: [8, 16, 32, 64], initial: 32 }),
    context: integer({
      label: "Context",
      unit: "tokens",
      range: [128, 131_072],
      scale: "log",
      shown: "count",
      initial: 1536,
      help: "1,024 tokens in and half of 1,024 out, on average.",
    }),
  },
  presets: {
    "As published": {},
    "A slow reader": { userSpeed: 25 },
    "In a hurry": { userSpeed: 200 },
    "Eight GPUs": { gpus: 8 },
  },
  compute: ({ userSpeed, gpus, context }) => {
    const step = (id: string) =>
      decodeAtUserSpeed(designOf(id).design, { tokensPerSecondPerUser: userSpeed, gpus, context });
    return { gb200: step("gb200"), b200: step("b200") };
  },
  view: (steps) => {
    const bars: Bar[] = [
      { run: "Measured", chip: "GB200 NVL72", speed: gb200.tokensPerSecondPerGpu.value },
      { run: "Measured", chip: "B200", speed: b200.tokensPerSecondPerGpu.value },
      { run: "This model", chip: "GB200 NVL72", speed: steps.gb200?.tokensPerSecondPerGpu ?? 0 },
      { run: "This model", chip: "B200", speed: steps.b200?.tokensPerSecondPerGpu ?? 0 },
    ];
    return (
      <>
        <Readout
          items={[
            {
              label: "Measured ratio",
              value: gb200.tokensPerSecondPerGpu.value / b200.tokensPerSecondPerGpu.value,
              as: "ratio",
              note: `at ${tokensPerSecondPerUser.value} tokens/s for a user`,
            },
            {
              label: "Ratio of the links",
              value: gb200.linkBytesPerSecond.value / b200.linkBytesPerSecond.value,
              as: "ratio",
              note: "900 against 50 GB/s",
            },
            steps.gb200 && steps.b200
              ? {
                  label: "Ratio in this model",
                  value: steps.gb200.tokensPerSecondPerGpu / steps.b200.tokensPerSecondPerGpu,
                  as: "ratio",
                  note:
                    steps.gb200.bound === steps.b200.bound
                      ? `both bound by ${steps.b200.bound}`
                      : `bound by ${steps.gb200.bound} and ${steps.b200.bound}`,
                }
              : { label: "Ratio in this model", text: "none", note: "one of them cannot reach this speed" },
          ]}
        />
        <Chart
          label="Tokens per second and GPU, on fast links throughout and across nodes"
          tips={({ run, chip, speed }: Bar) => `${run}, ${chip}: ${formatNumber(speed, 4)} tokens/s on each GPU`}
          options={({ narrow }) => ({
            height: 170,
            marginLeft: narrow ? 80 : 90,
            marginRight: 50,
            x: { label: "Tokens per second and GPU", grid: true, ticks: narrow ? 3 : 6 },
            y: { axis: null, domain: ["GB200 NVL72", "B200"] },
            fy: { label: null, domain: ["Measured", "This model"], padding: 0.2 },
            marks: [
              Plot.axisFy({ anchor: "left", label: null, frameAnchor: "left", textAnchor: "end", dx: -6 }),
              Plot.barX(bars, {
                x: "speed",
                y: "chip",
                fy: "run",
                fill: (bar: Bar) => color(bar.chip === "B200" ? "series-2" : "series-1"),
                insetTop: 2,
                insetBottom: 2,
              }),
              Plot.text(bars, {
                x: "speed",
                y: "chip",
                fy: "run",
                text: (bar: Bar) => formatNumber(bar.speed, 4),
                textAnchor: "start",
                dx: 4,
              }),
              Plot.ruleX([0]),
            ],
          })}
        />
        <Legend
          items={[
            ["GB200 NVL72, 72 GPUs on fast links", "series-1"],
            ["B200, 8 GPUs on fast links", "series-2"],
          ]}
        />
        <Table
          label="What became of the suggestions"
          rows={rows}
          height="20rem"
          columns={[
            { key: "suggestion", label: "Suggestion" },
            { key: "state", label: "Taken up" },
            { key: "by", label: "By" },
            { key: "what", label: "How" },
            { key: "source", label: "Source", tip: ({ quote }) => quote },
          ]}
        />
      </>
    );
  },
  summary: (steps) => {
    const ratio = gb200.tokensPerSecondPerGpu.value / b200.tokensPerSecondPerGpu.value;
    const ours =
      steps.gb200 && steps.b200
        ? `the model of this chapter gives ${formatRatio(steps.gb200.tokensPerSecondPerGpu / steps.b200.tokensPerSecondPerGpu)}`
        : "in the model of this chapter one of them cannot reach the speed";
    return `Measured, fast links among 72 GPUs bring ${formatRatio(ratio)} the tokens of 8; ${ours}.`;
  },
  table: () => ({
    columns: [
      { key: "suggestion", label: "Suggestion" },
      { key: "state", label: "Taken up" },
      { key: "by", label: "By" },
      { key: "what", label: "How" },
      { key: "quote", label: "Words of the source" },
      { key: "source", label: "Source" },
      { key: "read", label: "Read on" },
    ],
    rows,
  }),
});

type Bar = { run: string; chip: string; speed: number };

const rows = uptakeOfSuggestions.map(({ suggestion, quote, source, ...each }) => ({
  ...each,
  suggestion: suggestions.find(({ id }) => id === suggestion)!.name,
  quote: quote ?? "",
  source: source ?? "nothing read",
}));
