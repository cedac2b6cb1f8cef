/** @file A call of each function for the wishes for hardware. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

export const wishesSamples = {
  decodeAtUserSpeed: () => [compute.h800Design, { context: 4096, gpus: 64, tokensPerSecondPerUser: 20 }],
  decodeOnDesign: () => [compute.h800Design, { batch: 32, context: 4096, gpus: 64 }],
  designAdder: () => [{ adderBits: 34, appliesScales: true, valuesPerScale: 32 }],
  designAssumptions: () => [compute.h800Design],
  designOf: () => ["b200"],
  doubleEach: () => [compute.h800Design, { batch: 32, context: 4096, gpus: 64 }],
  dragonfly: () => [{ globalLinks: 2, groups: 5 }],
  exchangeTime: () => [
    {
      tokens: 32,
      destinations: 9,
      outside: 0.9,
      bytesPerCopy: 21_728,
      scaleUpBytesPerSecond: 1.6e11,
      scaleOutBytesPerSecond: 4e10,
      latency: 3.7e-6,
    },
  ],
  fatTree: () => [{ ports: 8, layers: 2, planes: 2 }],
  impliedPrices: () => [
    { switches: 768, links: 16_384, usd: 72e6 },
    { switches: 5120, links: 131_072, usd: 491e6 },
  ],
  isPrimePower: () => [27],
  largestDragonfly: () => [64],
  largestSlimFly: () => [64],
  networkUsd: () => [
    { switches: 96, links: 2048 },
    { usdPerSwitch: 80_000, usdPerLink: 500 },
  ],
  scalingBound: () => [{ valuesPerScale: 128, peakFp32: 66.9e12 }],
  slimFly: () => [5],
  suggestionGain: () => ["communication", "formula"],
  trainOnDesign: () => [compute.h800Design, { how: "formula", assume: { expertImbalance: 1 } }],
} satisfies Samples;
