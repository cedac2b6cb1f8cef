/** @file A design of an accelerator beside the H800, and what doubling each of its figures would win. */
import * as Plot from "@observablehq/plot";
import { deviceById, type decodeOnDesign, type doubleEach, type trainOnDesign } from "../../compute/index.ts";
import { Chart, color, formatNumber, formatPercent, formatRatio, Legend, twoLines } from "../../kit/index.ts";

type Run = { training: ReturnType<typeof trainOnDesign>; decoding: ReturnType<typeof decodeOnDesign> };
type Bar = { what: string; ratio: number; chip?: string };
type Gain = { name: string; of: "training" | "decoding"; share: number };

/** Speeds and prices of a design, as bars from those of the H800, and of known chips, as circles. */
export function AgainstH800({
  design,
  h800,
  chips,
}: {
  design: Run;
  h800: Run;
  chips: readonly (Run & { name: string })[];
}) {
  const bars = barsOf(design, h800);
  const reference = chips.find((each) => each.name === deviceById("h800").name)!;
  const others = chips.flatMap((each): Bar[] => barsOf(each, reference).map((bar) => ({ ...bar, chip: each.name })));
  const ratios = [...bars, ...others].map(({ ratio }) => ratio);
  return (
    <Chart
      label="This design against the H800"
      tips={({ what, ratio, chip: of }: Bar) =>
        `${of ?? "This design"}, ${what.toLowerCase()}: ${formatRatio(ratio)} the H800’s`
      }
      options={({ narrow }) => ({
        height: 150,
        marginLeft: narrow ? 130 : 190,
        marginRight: 50,
        x: {
          type: "log",
          label: "Times the H800",
          grid: true,
          domain: [Math.min(...ratios) * 0.8, Math.max(...ratios) * 1.25],
          ticks: narrow ? 3 : 6,
          tickFormat: (value: number) => formatNumber(value),
        },
        y: { label: null, domain: bars.map(({ what }) => what) },
        marks: [
          Plot.barX(bars, {
            x1: () => 1,
            x2: "ratio",
            y: "what",
            fill: color("accent"),
            insetTop: 2,
            insetBottom: 2,
          }),
          Plot.dot(others, { x: "ratio", y: "what", r: 3, stroke: color("neutral"), fill: "none" }),
          // At the H800's own speed a bar has no length.
          Plot.dot(bars, { x: "ratio", y: "what", r: 4, fill: color("accent") }),
          Plot.text(bars, {
            y: "what",
            frameAnchor: "right",
            text: (bar: Bar) => formatRatio(bar.ratio),
            textAnchor: "start",
            dx: 6,
          }),
          Plot.ruleX([1]),
        ],
      })}
    />
  );
}

/** What the colors of `AgainstH800` mean. */
export function AgainstH800Legend() {
  return (
    <Legend
      items={[
        ["This design", "accent"],
        ["Chips with published figures", "neutral"],
      ]}
    />
  );
}

/** Hours of training saved and tokens of decoding gained by doubling each figure alone. */
export function Doubled({ doubled }: { doubled: ReturnType<typeof doubleEach>["doubled"] }) {
  return (
    <Chart
      label="What doubling one figure would win"
      tips={({ name: what, share, of }: Gain) =>
        `${what}: ${formatPercent(share)} ${of === "training" ? "fewer hours of training" : "more tokens in decoding"}`
      }
      options={({ narrow }) => ({
        height: narrow ? 290 : 212,
        marginLeft: narrow ? 150 : 190,
        x: { label: "Hours saved in training, tokens gained in decoding (%)", grid: true, ticks: narrow ? 4 : 8 },
        y: {
          label: null,
          domain: doubled.map(({ name: what }) => what),
          tickFormat: (what: string) => (narrow ? twoLines(what, 22) : what),
        },
        marks: [
          ...(["training", "decoding"] as const).map((of) =>
            Plot.barX(gainsOf(doubled, of), {
              x: (gain: Gain) => 100 * gain.share,
              y: "name",
              fill: color(of === "training" ? "series-1" : "series-2"),
              insetTop: of === "training" ? 2 : 8,
              insetBottom: of === "training" ? 8 : 2,
            }),
          ),
          Plot.ruleX([0]),
        ],
      })}
    />
  );
}

/** What the colors of `Doubled` mean. */
export function DoubledLegend() {
  return (
    <Legend
      items={[
        ["Training, hours saved", "series-1"],
        ["Decoding, tokens gained", "series-2"],
      ]}
    >
      Each alone, the others as they are.
    </Legend>
  );
}

function barsOf({ training, decoding }: Run, h800: Run): Bar[] {
  return [
    { what: "Training speed", ratio: h800.training.gpuHours / training.gpuHours },
    { what: "Training per dollar", ratio: h800.training.usd / training.usd },
    { what: "Training per kWh", ratio: h800.training.kilowattHours / training.kilowattHours },
    { what: "Decoding speed", ratio: decoding.tokensPerSecondPerGpu / h800.decoding.tokensPerSecondPerGpu },
    {
      what: "Decoding per dollar",
      ratio:
        (decoding.tokensPerSecondPerGpu / h800.decoding.tokensPerSecondPerGpu) *
        (training.gpuHours / training.usd) *
        (h800.training.usd / h800.training.gpuHours),
    },
  ];
}

function gainsOf(doubled: { name: string; hoursSaved: number; decodeGained: number }[], of: Gain["of"]): Gain[] {
  return doubled
    .map(({ name, hoursSaved, decodeGained }) => ({ name, of, share: of === "training" ? hoursSaved : decodeGained }))
    .filter(({ share }) => share > 0);
}
