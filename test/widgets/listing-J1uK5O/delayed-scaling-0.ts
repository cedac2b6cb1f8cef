import { e4m3, e5m2, scalingUnderDrift } from "v3-companion/compute";

const parameters = {
  growth: 1.05,
  spikeFactor: 50,
  window: 16,
  spikeStep: 48,
  format: "e4m3",
  seed: 1,
} as const;

const compute = ({ growth, spikeFactor, window, spikeStep, format, seed }: typeof parameters) =>
  scalingUnderDrift({
    format: format === "e4m3" ? e4m3 : e5m2,
    steps: 96,
    window,
    growth,
    spikeStep,
    spikeFactor,
    seed,
  });

globalThis.print(compute(parameters));
