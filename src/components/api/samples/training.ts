/** @file A call of each function for training. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

export const trainingSamples = {
  achievedFlopPerSecond: () => [{ tokensPerSecond: 1000, flopPerToken: 2e11 }],
  batchSizeAt: () => [1e12, {}],
  adamWStep: () => [{ weights: [1, -2], first: [0, 0], second: [0, 0], steps: 0 }, [0.5, 0.1], 2.2e-4],
  biasUpdateSpeedAt: () => [1e12],
  checkTable1: () => [{ totalHours: 2_788_000, usd: 5_576_000 }],
  cosineRate: () => [{ from: 2.2e-4, to: 2.2e-5, progress: 0.5 }],
  crossDocumentShare: () => [compute.packDocuments([3, 9, 2], { sequenceLength: 4, rule: "concatenation" })],
  decodeBytePairs: () => [[257, 33], { merges: Uint32Array.of(108, 111, 256, 119) }],
  drawMiddleCuts: () => [[10, 20, 30], { rate: 0.5, seed: 1 }],
  encodeBytePairs: () => ["lower", { merges: Uint32Array.of(108, 111, 256, 119) }],
  estimateRun: () => [{ known: "hours", hours: 2_664_000, utilization: 0.5, tokensPerSecond: 1, tokens: 14.8e12, activatedParameters: 37e9, flopRule: "six", gpus: 2048, usdPerGpuHour: 2, laterHours: 0, peak: "bf16" }],
  fillInTheMiddle: () => ["a text", { from: 2, to: 4 }],
  gpuHours: () => [{ tokens: 1e12, tokensPerSecond: 1e3 }],
  learningRateAt: () => [1e12, {}],
  modelFlopUtilization: () => [{ flopPerSecond: 4e14, peakFlopPerSecond: 989e12 }],
  packDocuments: () => [[3, 9, 2], { sequenceLength: 4, rule: "best-fit" }],
  pretokenize: () => ["Answer:\n1234"],
  rateShares: () => [{ warmup: true }],
  rentalUsd: () => [{ hours: 10, usdPerGpuHour: 2 }],
  runMoment: () => [1e12, { ramp: "steps" }],
  sampleDocumentLengths: () => [{ documents: 5, median: 700, spread: 1.2, seed: 1 }],
  stepAt: () => [1e12, {}],
  tokensAtStep: () => [100, {}],
  tokensPerSecondFromHours: () => [{ tokens: 1e12, hours: 1e5 }],
  tokensPerSecondPerGpu: () => [{ utilization: 0.4, peakFlopPerSecond: 989e12, flopPerToken: 2e11 }],
  trainBytePairs: () => ["low lower lowest", { merges: 3 }],
  trainingDays: () => [{ hours: 180_000, gpus: 2048 }],
} satisfies Samples;
