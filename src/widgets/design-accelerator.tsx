/** @file An accelerator of one's own: V3's training days and cost, decoding speed, what binds, and which single figure to double, against the H800. */
import {
  accumulationErrors,
  decodeOnDesign,
  designAdder,
  designOf,
  devices,
  doubleEach,
  h800Design,
  servedUnit,
  trainOnDesign,
  type Design,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatAs,
  formatDays,
  formatNumber,
  formatPercent,
  formatRatio,
  formatUsd,
  integer,
  Readout,
  Table,
} from "../kit/index.ts";
import { figuresOf, notRead } from "./chip-figures.ts";
import { designParams } from "./design-params.ts";
import { AgainstH800, AgainstH800Legend, Doubled, DoubledLegend } from "./drawings/design-bars.tsx";

/** A preset with the figures of a chip, where they differ from the H800's. */
const chip = (id: string): Partial<Design> & { chip: string } => {
  const { design } = designOf(id);
  return {
    chip: id,
    ...Object.fromEntries(Object.entries(design).filter(([key, value]) => value !== h800Design[key as keyof Design])),
  };
};

export default defineWidget({
  id: "design-accelerator",
  title: "Design your own accelerator",
  source: "§3.5; §3.2, §3.4.2",
  caption:
    "V3’s training step in its own layout, and one decoding step of DeepSeek’s unit of 144 GPUs, run with the figures that are set. Rates are those assumed for the H800 times the ratio of peaks, so every design reaches the same share of its peaks: an assumption that favors new chips. Figures of chips have their sources in the table; what was not read stays the H800’s and is named. Circles are the chips of the presets. Prices are rents from different days.",
  params: {
    chip: choice({
      label: "Figures are those of",
      options: devices.map(({ id, name }) => [id, name] as const),
      initial: "h800",
      inView: true,
      viewOnly: true,
    }),
    ...designParams,
    batch: integer({
      label: "Requests on each, decoding",
      range: [2, 1024],
      step: 2,
      initial: servedUnit.batch,
      secondary: true,
    }),
    context: integer({
      label: "Context, decoding",
      unit: "tokens",
      range: [128, 131_072],
      scale: "log",
      shown: "count",
      initial: servedUnit.context,
      secondary: true,
    }),
    gpus: integer({
      label: "Chips that share experts, decoding",
      range: [8, 512],
      initial: servedUnit.gpus,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    H100: chip("h100"),
    H200: chip("h200"),
    B200: chip("b200"),
    "GB200 NVL72": chip("gb200"),
    MI300X: chip("mi300x"),
    "TPU v5p": chip("tpu-v5p"),
    "Ascend 910C": chip("ascend-910c"),
    "Ascend 910B": chip("ascend-910b"),
    "All that §3.5 asks for": {
      communicationSms: 0,
      cast: "near-memory",
      transposedReads: true,
      appliesScales: true,
      adderBits: 34,
      scaleUpSize: 64,
    },
  },
  compute: ({ batch, context, gpus, ...design }) => {
    const unit = { batch, context, gpus };
    const [mine, reference] = accumulationErrors([designAdder(design), designAdder(h800Design)], {
      distribution: "positive",
      inner: 4096,
      size: 4,
    });
    return {
      design,
      training: trainOnDesign(design),
      decoding: decodeOnDesign(design, unit),
      error: mine.maxRelative,
      ...doubleEach(design, unit),
      h800: {
        training: trainOnDesign(h800Design),
        decoding: decodeOnDesign(h800Design, unit),
        error: reference.maxRelative,
      },
      chips: devices.map(({ id, name }) => ({
        name,
        training: trainOnDesign(designOf(id).design, { how: "formula" }),
        decoding: decodeOnDesign(designOf(id).design, unit),
      })),
    };
  },
  view: ({ design, training, decoding, error, h800, chips, doubled, bindsTraining, bindsDecoding }, { values }) => {
    const name = (key: string | null) => doubled.find((each) => each.key === key)?.name ?? "nothing";
    return (
      <>
        <Readout
          items={[
            {
              label: "Pre-training",
              value: training.days,
              as: ["days", 3],
              note: `on 2,048; ${formatRatio(h800.training.days / training.days)} the H800’s speed`,
            },
            { label: "Its price", value: training.usd, as: "usd", note: `${formatUsd(h800.training.usd)} on the H800` },
            {
              label: "Decoding, each chip",
              value: decoding.tokensPerSecondPerGpu,
              as: ["number", 4],
              unit: "tokens/s",
              note: `${formatNumber(decoding.tokensPerSecondPerUser)} for a user; H800 ${formatNumber(h800.decoding.tokensPerSecondPerGpu, 4)}`,
            },
            {
              label: "Double first",
              text: name(bindsTraining),
              note: `for training; ${name(bindsDecoding).toLowerCase()} for decoding`,
            },
            {
              label: "Sums are off by",
              value: error,
              as: "percent",
              note: `at most, of 4,096 products; H800 ${formatPercent(h800.error)}`,
            },
          ]}
        />
        <AgainstH800 design={{ training, decoding }} h800={h800} chips={chips} />
        <AgainstH800Legend />
        <Doubled doubled={doubled} />
        <DoubledLegend />
        <Fold label="Figures of this design and their sources">
          <Table
            label="Figures of this design and their sources"
            rows={figuresOf(design, values.chip)}
            height="15rem"
            columns={[
              { key: "figure", label: "Figure" },
              { key: "value", label: "Value" },
              { key: "source", label: "Source" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ training, decoding, h800 }) =>
    `Pre-training takes ${formatDays(training.days, 3)} on 2,048 chips and ${formatUsd(training.usd)}, ${formatRatio(h800.training.days / training.days)} the speed of the H800; decoding gives ${formatNumber(decoding.tokensPerSecondPerGpu, 4)} tokens a second on each, bound by ${decoding.bound}.`,
  remark: ({ decoding, design }, { chip: id }) => {
    if (!decoding.fits)
      return `Weights and caches of the decoding step need ${formatAs(decoding.bytes, "bytes")}, more than the memory.`;
    if (id === "h800") return false;
    const unknown = figuresOf(design, id)
      .filter(({ source }) => source === notRead)
      .map(({ figure }) => figure.toLowerCase());
    return unknown.length > 0 && `Not known of this chip, so the H800’s: ${unknown.join(", ")}.`;
  },
  table: ({ training, decoding, h800, doubled, design }, { chip: id }) => ({
    columns: [
      { key: "quantity", label: "Quantity" },
      { key: "value", label: "This design" },
      { key: "h800", label: "H800" },
      { key: "unit", label: "Unit" },
      { key: "source", label: "Source" },
    ],
    rows: [
      ...compared(training, h800.training, [
        ["GPU-hours of pre-training", "gpuHours", "GPU-hours"],
        ["Days", "days", "days"],
        ["Price", "usd", "US dollars"],
        ["Energy of the accelerators", "kilowattHours", "kWh"],
      ]),
      ...compared(decoding, h800.decoding, [
        ["Decoding step", "seconds", "s"],
        ["… computing and reading", "computeSeconds", "s"],
        ["… all-to-all", "exchangeSeconds", "s"],
        ["Tokens for a user", "tokensPerSecondPerUser", "tokens/s"],
        ["Tokens on each chip", "tokensPerSecondPerGpu", "tokens/s"],
      ]),
      ...doubled.flatMap(({ name, hoursSaved, decodeGained }) =>
        [
          { quantity: `${name} doubled: hours saved`, value: hoursSaved },
          { quantity: `${name} doubled: tokens gained`, value: decodeGained },
        ].map((row) => ({ ...row, h800: null, unit: "share", source: "computed" })),
      ),
      ...figuresOf(design, id).map(({ figure, value, source }) => ({
        quantity: figure,
        value,
        h800: null,
        unit: "",
        source,
      })),
    ],
  }),
});

/** Rows of a table: what is computed of this design and of the H800. */
function compared<K extends string>(
  own: Readonly<Record<K, number>>,
  h800: Readonly<Record<K, number>>,
  rows: readonly (readonly [quantity: string, key: K, unit: string])[],
) {
  return rows.map(([quantity, key, unit]) => ({
    quantity,
    value: own[key],
    h800: h800[key],
    unit,
    source: "computed",
  }));
}
