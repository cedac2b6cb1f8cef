/** @file An accelerator of one's own: V3's training days and cost, decoding speed, what binds, and which single figure to double, against the H800. */
import {
  accumulationErrors,
  castPlaces,
  decodeOnDesign,
  designOf,
  devices,
  doubleEach,
  h800Design,
  hopperAdder,
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
  Legend,
  number,
  Readout,
  Table,
  toggle,
} from "../kit/index.ts";
import { figuresOf, notRead } from "./chip-figures.ts";
import { AgainstH800, Doubled } from "./drawings/design-bars.tsx";

const flops = { range: [1e14, 2e16] as [number, number], scale: "log", shown: ["si", 3, "FLOP/s"] } as const;
const rate = { range: [5e9, 5e12] as [number, number], scale: "log", shown: ["si", 3, "B/s"] } as const;
const castNames = {
  kernel: "In a kernel of its own",
  fused: "While a tile is fetched",
  "near-memory": "Beside the memory",
};

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
    peakFp8: number({ mine: "peakFp8", label: "FP8 peak", ...flops, initial: h800Design.peakFp8 }),
    peakBf16: number({ mine: "peakBf16", label: "BF16 peak", ...flops, initial: h800Design.peakBf16 }),
    communicationSms: integer({
      label: "SMs that communicate",
      range: [0, 100],
      initial: h800Design.communicationSms,
      report: true,
      atMost: "sms - 1",
    }),
    cast: choice({
      label: "BF16 becomes FP8",
      options: castPlaces.map((place) => [place, castNames[place]] as const),
      initial: "kernel",
      report: true,
    }),
    transposedReads: toggle({ label: "Transposed reads", initial: false, report: true, secondary: true }),
    memoryBytesPerSecond: number({
      mine: "memoryBytesPerSecond",
      label: "Memory bandwidth",
      range: [5e11, 5e13],
      scale: "log",
      shown: ["si", 3, "B/s"],
      initial: h800Design.memoryBytesPerSecond,
    }),
    scaleUpSize: integer({
      mine: "gpusPerNode",
      label: "Scale-up domain",
      unit: "chips",
      range: [1, 16_384],
      scale: "log",
      initial: h800Design.scaleUpSize,
      report: true,
    }),
    scaleUpBytesPerSecond: number({
      mine: "scaleUpBytesPerSecond",
      label: "Scale-up bandwidth",
      ...rate,
      initial: h800Design.scaleUpBytesPerSecond,
    }),
    scaleOutBytesPerSecond: number({
      mine: "scaleOutBytesPerSecond",
      label: "Scale-out bandwidth",
      ...rate,
      initial: h800Design.scaleOutBytesPerSecond,
      report: true,
    }),
    usdPerHour: number({
      mine: "usdPerGpuHour",
      label: "Price",
      unit: "per hour",
      range: [0.1, 50],
      scale: "log",
      shown: "usd",
      initial: h800Design.usdPerHour,
      report: true,
      secondary: true,
    }),
    sms: integer({
      mine: "sms",
      label: "SMs",
      range: [2, 512],
      initial: h800Design.sms,
      report: true,
      secondary: true,
    }),
    memoryBytes: number({
      mine: "memoryBytes",
      label: "Memory",
      range: [1e10, 1e12],
      scale: "log",
      shown: "bytes",
      initial: h800Design.memoryBytes,
      secondary: true,
    }),
    latency: number({
      label: "Latency of an all-to-all",
      range: [1e-7, 1e-4],
      scale: "log",
      shown: "seconds",
      initial: h800Design.latency,
      secondary: true,
      help: "64 bytes across leaves: arXiv:2505.09343, Table 5.",
    }),
    adderBits: integer({
      label: "Bits of the adder",
      range: [10, 40],
      initial: h800Design.adderBits,
      report: true,
      secondary: true,
    }),
    appliesScales: toggle({ label: "Matrix units apply scales", initial: false, report: true, secondary: true }),
    valuesPerScale: integer({
      label: "Values that share a scale",
      range: [32, 256],
      step: 32,
      initial: h800Design.valuesPerScale,
      report: true,
      inView: true,
    }),
    peakFp32: number({
      label: "FP32 beside the matrix units",
      range: [1e12, 1e15],
      scale: "log",
      shown: ["si", 3, "FLOP/s"],
      initial: h800Design.peakFp32,
      inView: true,
    }),
    watts: number({
      label: "Power",
      unit: "W",
      range: [50, 5000],
      scale: "log",
      initial: h800Design.watts,
      secondary: true,
    }),
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
    const error = (of: { adderBits: number; appliesScales: boolean; valuesPerScale: number }) => ({
      ...hopperAdder,
      bits: of.adderBits,
      registerBits: Math.min(24, of.adderBits),
      promotionInterval: of.appliesScales ? 0 : of.valuesPerScale,
    });
    const [mine, reference] = accumulationErrors([error(design), error(h800Design)], {
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
        <Legend
          items={[
            ["This design", "accent"],
            ["Chips with published figures", "neutral"],
          ]}
        />
        <Doubled doubled={doubled} />
        <Legend
          items={[
            ["Training, hours saved", "series-1"],
            ["Decoding, tokens gained", "series-2"],
          ]}
        >
          Each alone, the others as they are.
        </Legend>
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
      ...(
        [
          ["GPU-hours of pre-training", "gpuHours", "GPU-hours"],
          ["Days", "days", "days"],
          ["Price", "usd", "US dollars"],
          ["Energy of the accelerators", "kilowattHours", "kWh"],
        ] as const
      ).map(([quantity, key, unit]) => ({
        quantity,
        value: training[key],
        h800: h800.training[key],
        unit,
        source: "computed",
      })),
      ...(
        [
          ["Decoding step", "seconds", "s"],
          ["… computing and reading", "computeSeconds", "s"],
          ["… all-to-all", "exchangeSeconds", "s"],
          ["Tokens for a user", "tokensPerSecondPerUser", "tokens/s"],
          ["Tokens on each chip", "tokensPerSecondPerGpu", "tokens/s"],
        ] as const
      ).map(([quantity, key, unit]) => ({
        quantity,
        value: decoding[key],
        h800: h800.decoding[key],
        unit,
        source: "computed",
      })),
      ...doubled.flatMap(({ name, hoursSaved, decodeGained }) => [
        { quantity: `${name} doubled: hours saved`, value: hoursSaved, h800: null, unit: "share", source: "computed" },
        {
          quantity: `${name} doubled: tokens gained`,
          value: decodeGained,
          h800: null,
          unit: "share",
          source: "computed",
        },
      ]),
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
