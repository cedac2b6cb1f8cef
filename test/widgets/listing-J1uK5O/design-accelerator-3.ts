import {
  accumulationErrors,
  decodeOnDesign,
  designOf,
  devices,
  doubleEach,
  h800Design,
  hopperAdder,
  trainOnDesign,
} from "v3-companion/compute";

const parameters = {
  peakFp8: 4500000000000000,
  peakBf16: 2250000000000000,
  communicationSms: 20,
  cast: "kernel",
  transposedReads: false,
  memoryBytesPerSecond: 8000000000000,
  scaleUpSize: 8,
  scaleUpBytesPerSecond: 900000000000,
  scaleOutBytesPerSecond: 50000000000,
  usdPerHour: 6.03,
  sms: 132,
  memoryBytes: 180000000000,
  latency: 0.0000037,
  adderBits: 26,
  appliesScales: true,
  valuesPerScale: 32,
  peakFp32: 80000000000000,
  watts: 1000,
  batch: 88,
  context: 4989,
  gpus: 144,
} as const;

const compute = ({ batch, context, gpus, ...design }: typeof parameters) => {
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
};

globalThis.print(compute(parameters));
