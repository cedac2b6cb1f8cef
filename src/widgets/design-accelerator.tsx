/** @file An accelerator of one's own: V3's training days and cost, decoding speed, what binds, and which single figure to double, against the H800. */
import * as Plot from "@observablehq/plot";
import {
  accumulationErrors,
  castPlaces,
  decodeOnDesign,
  designOf,
  deviceById,
  devices,
  doubleEach,
  h800Design,
  hopperAdder,
  servedUnit,
  trainOnDesign,
  type Design,
  type Device,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  Fold,
  formatAs,
  formatDays,
  formatNumber,
  formatPercent,
  formatRatio,
  formatSi,
  formatUsd,
  integer,
  Legend,
  number,
  Readout,
  Table,
  toggle,
  twoLines,
} from "../kit/index.ts";

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
    const bars = barsOf({ training, decoding }, h800);
    const reference = chips.find((each) => each.name === deviceById("h800").name)!;
    const others = chips.flatMap((each): Bar[] => barsOf(each, reference).map((bar) => ({ ...bar, chip: each.name })));
    const ratios = [...bars, ...others].map(({ ratio }) => ratio);
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
        <Chart
          label="This design against the H800"
          tips={({ what, ratio, chip: of }: Bar) =>
            `${of ?? "This design"}, ${what.toLowerCase()}: ${formatRatio(ratio)} the H800’s`
          }
          options={({ narrow }) => ({
            height: 138,
            marginLeft: narrow ? 130 : 190,
            marginRight: 44,
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
        <Legend
          items={[
            ["This design", "accent"],
            ["Chips with published figures", "neutral"],
          ]}
        />
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
              Plot.barX(gainsOf(doubled, "training"), {
                x: (gain: Gain) => 100 * gain.share,
                y: "name",
                fill: color("series-1"),
                insetTop: 2,
                insetBottom: 8,
              }),
              Plot.barX(gainsOf(doubled, "decoding"), {
                x: (gain: Gain) => 100 * gain.share,
                y: "name",
                fill: color("series-2"),
                insetTop: 8,
                insetBottom: 2,
              }),
              Plot.ruleX([0]),
            ],
          })}
        />
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

type Run = { training: ReturnType<typeof trainOnDesign>; decoding: ReturnType<typeof decodeOnDesign> };
type Bar = { what: string; ratio: number; chip?: string };
type Gain = { name: string; of: "training" | "decoding"; share: number };

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

const notRead = "not known; the H800’s";
const labels = {
  peakBf16: ["BF16 peak", "FLOP/s"],
  peakFp8: ["FP8 peak", "FLOP/s"],
  peakFp32: ["FP32 peak", "FLOP/s"],
  sms: ["SMs", ""],
  memoryBytes: ["Memory", "B"],
  memoryBytesPerSecond: ["Memory bandwidth", "B/s"],
  scaleUpSize: ["Scale-up domain", ""],
  scaleUpBytesPerSecond: ["Scale-up bandwidth", "B/s"],
  scaleOutBytesPerSecond: ["Scale-out bandwidth", "B/s"],
  adderBits: ["Bits of the adder", ""],
  watts: ["Power", "W"],
  usdPerHour: ["Price of an hour", "$"],
} as const satisfies Partial<Record<keyof Device & keyof Design, readonly [string, string]>>;

/** What is set, and where it is from: the chip's source, the H800's figure in its place, or the reader's hand. */
function figuresOf(design: Partial<Design>, id: string): { figure: string; value: string; source: string }[] {
  const device = deviceById(id);
  return (Object.keys(labels) as (keyof typeof labels)[]).map((key) => {
    const [figure, unit] = labels[key];
    const value = design[key]!;
    const quoted = device[key];
    const inherited = key === "peakFp8" && device.peakBf16 ? device.peakBf16.value : h800Design[key];
    const source =
      quoted && quoted.value === value
        ? `“${quoted.quote}”, ${quoted.source}${quoted.note ? `; ${quoted.note}` : ""}`
        : quoted || value !== inherited
          ? "set here"
          : key === "peakFp8"
            ? "no FP8 was read: BF16’s"
            : id === "h800"
              ? "not read; an H100’s"
              : notRead;
    return {
      figure,
      value: unit === "$" ? formatUsd(value, 3) : unit === "" ? formatNumber(value, 5) : formatSi(value, unit),
      source,
    };
  });
}
