/**
 * Both ends of ranges that functions allow, by hand from their docstrings: the end itself is taken, the next value beyond it is refused by name. Arguments are
 * those of the function's sample with one of them replaced; a call that takes long at an end is only asked beyond it.
 */
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { samples } from "../../src/components/api/samples.ts";
import { finish } from "./junk.ts";

type Name = keyof typeof samples;
type Bound = {
  name: Name;
  /** Place in the sample's arguments, as in "0.clip". */
  at: string;
  least?: number;
  most?: number;
  /** What is allowed comes in whole numbers. */
  whole?: boolean;
  /** The largest value is not tried: that takes long. */
  long?: boolean;
  /** What has to change with it. */
  along?: Record<string, unknown>;
};

/** Real numbers from 0 to 1. */
const shares: readonly [Name, string][] = [
  ["clippedTerm", "0.clip"],
  ["groupObjective", "1.clip"],
  ["grpoRun", "1.clip"],
  ["rejectionSampling", "0.passRate"],
  ["rejectionSampling", "0.falsePositiveRate"],
  ["rejectionSampling", "0.falseNegativeRate"],
  ["tabularTask", "0.rightShare"],
  ["majorityAccuracy", "0.accuracy"],
  ["rightJudges", "0.correlation"],
  ["shareWithoutSignal", "0.passRate"],
  ["wilsonInterval", "0.share"],
  ["scoreDifference", "0.first"],
  ["scoreDifference", "0.second"],
  ["cosineRate", "0.progress"],
  ["drawMiddleCuts", "1.rate"],
  ["simulateSpeculation", "0.0"],
  ["expectedTokensPerStep", "0.1"],
  ["simulate", "2.keptForWeights"],
  ["driftingLoads", "0.drift"],
  ["serviceDay", "0.hitShare"],
  ["serviceDay", "0.paidShare"],
  ["balanceScope", "0.mixed"],
  ["createLaboratory", "0.taskPull"],
  ["exchangeTime", "0.outside"],
  ["decodeServing", "2.acceptance"],
  ["prefillServing", "2.hitShare"],
];

const bounds: readonly Bound[] = [
  ...shares.map(([name, at]): Bound => ({ name, at, least: 0, most: 1 })),
  // Alignment.
  { name: "grpoRun", at: "1.groupSize", least: 1, most: 65_536, whole: true, long: true },
  { name: "grpoRun", at: "1.updatesPerStep", least: 1, most: 1000, whole: true },
  { name: "tabularTask", at: "0.seed", least: 0, most: 2 ** 32 - 1, whole: true },
  { name: "majorityAccuracy", at: "0.judges", least: 1, most: 1000, whole: true },
  // Evaluation.
  { name: "rightAnswers", at: "0.percent", least: 0, most: 100 },
  { name: "rightAnswers", at: "0.decimals", least: 0, most: 6, whole: true },
  { name: "fittingAnswers", at: "0.0", least: 0, most: 100 },
  { name: "fittingAnswers", at: "1.mostAnswers", least: 1, most: 100_000, whole: true },
  { name: "judgeStatement", at: "1.correlation", least: 0, most: 0.99 },
  { name: "wilsonInterval", at: "0.z", least: 0, most: 40 },
  { name: "scoreDifference", at: "0.correlation", least: -1, most: 1 },
  { name: "signTest", at: "0.wins", least: 0, most: 998, whole: true },
  { name: "leadOf", at: "1", least: 0, most: 3, whole: true },
  // Training.
  { name: "sampleDocumentLengths", at: "0.median", least: 1, most: 1e6 },
  { name: "sampleDocumentLengths", at: "0.spread", least: 0, most: 3 },
  { name: "sampleDocumentLengths", at: "0.documents", least: 1, whole: true },
  { name: "adamWStep", at: "0.steps", least: 0, most: 2 ** 31, whole: true },
  { name: "stepAt", at: "0", least: 0, most: 14.8e12 },
  { name: "batchSizeAt", at: "0", least: 0, most: 14.8e12 },
  { name: "learningRateAt", at: "0", least: 0, most: 14.8e12 },
  { name: "biasUpdateSpeedAt", at: "0", least: 0, most: 14.8e12 },
  { name: "runMoment", at: "0", least: 0, most: 14.8e12 },
  { name: "predictionLossWeight", at: "0", least: 0 },
  { name: "tokensPerSecondPerGpu", at: "0.utilization", most: 1 },
  // Attention.
  { name: "attentionVariants", at: "1.keyValueHeads", least: 1, most: 128, whole: true },
  { name: "ropeAngles", at: "0.width", least: 2 },
  { name: "yarnFrequencies", at: "0.ropeHeadDim", most: 65_536, whole: true },
  // Precision.
  { name: "delayedScale", at: "1.window", least: 1, most: 1024, whole: true },
  { name: "scalingUnderDrift", at: "0.steps", least: 1, most: 512, whole: true },
  { name: "scalingUnderDrift", at: "0.window", least: 1, most: 1024, whole: true },
  { name: "scalingUnderDrift", at: "0.spikeStep", least: 0, most: 512, whole: true },
  { name: "accumulationError", at: "0.size", least: 1, most: 256, whole: true, long: true },
  { name: "decode", at: "1", least: 0, most: 255, whole: true },
  { name: "newCodes", at: "1", least: 0, most: 2 ** 28, whole: true, long: true },
  {
    name: "numberFormat",
    at: "0.exponentBits",
    least: 1,
    most: 11,
    whole: true,
    along: { "0.special": "none", "0.bias": 1 },
  },
  { name: "numberFormat", at: "0.mantissaBits", least: 0, most: 10, whole: true, along: { "0.special": "none" } },
  // The largest exponent must stay below 2^1024, the smallest subnormal at or above 2^-1074: 15 − 1023, and 1074 − 3.
  { name: "numberFormat", at: "0.bias", least: -1008, most: 1071, whole: true },
  { name: "tokenBytes", at: "0", least: 1, most: 2 ** 20, whole: true },
  { name: "tokenBytes", at: "1.valuesPerScale", least: 0, most: 2 ** 20, whole: true },
  { name: "tokenBytes", at: "1.scaleBits", least: 8, most: 32, whole: true },
  { name: "requireAccumulator", at: "0.bits", least: 2, whole: true },
  {
    name: "requireAccumulator",
    at: "0.groupSize",
    least: 1,
    most: 128,
    whole: true,
    along: { "0.promotionInterval": 0 },
  },
  {
    name: "requireAccumulator",
    at: "0.promotionInterval",
    least: 0,
    most: 2 ** 30,
    whole: true,
    along: { "0.groupSize": 1 },
  },
  { name: "inputThatTellsApart", at: "0.fewerBits", least: 2, most: 34, whole: true, along: { "0.moreBits": 35 } },
  { name: "inputThatTellsApart", at: "0.moreBits", least: 15, most: 35, whole: true },
  { name: "productRange", at: "0.products", least: 1, most: 2 ** 20, whole: true },
  { name: "outlierReach", at: "0.token", least: 0, most: 1, whole: true },
  { name: "outlierReach", at: "0.channel", least: 0, most: 7, whole: true },
  { name: "linearLayerTensors", at: "0.tokens", least: 1, whole: true },
  // Prediction.
  { name: "predictionTargets", at: "0.mtpDepth", least: 0, most: 3, whole: true },
  { name: "predictionDataflow", at: "1.depth", least: 1, most: 1, whole: true },
  { name: "samplePrediction", at: "0.depths", least: 1, most: 64, whole: true },
  { name: "simulateSpeculation", at: "1.tokens", least: 1, whole: true },
  // Pipeline.
  { name: "overlapChunks", at: "0.sms", least: 2, most: 4096, whole: true, along: { "0.communicationSms": 1 } },
  { name: "overlapChunks", at: "0.smsToFillLink", least: 0, most: 4096, whole: true },
  { name: "overlapChunks", at: "0.communicationSms", least: 1, whole: true },
  { name: "overlapChunks", at: "0.layers", least: 1, most: 255, whole: true },
  { name: "pipelineSchedule", at: "1.chunks", least: 2, most: 255, whole: true },
  { name: "needsOf", at: "2", least: 0, whole: true },
  { name: "describeOperation", at: "2", least: 0, whole: true },
  // Serving.
  { name: "driftingLoads", at: "0.experts", least: 1, most: 4096, whole: true },
  { name: "driftingLoads", at: "0.intervals", least: 1, most: 4096, whole: true },
  { name: "driftingLoads", at: "0.skew", least: 0, most: 4 },
  { name: "redundancyDay", at: "1.every", least: 1, most: 4096, whole: true },
  { name: "balanceExperts", at: "1.replicas", least: 4, whole: true },
  { name: "plainPlacement", at: "0.experts", least: 1, most: 65_535, whole: true, along: { "0.gpus": 1 } },
  { name: "plainPlacement", at: "0.layers", least: 1, most: 1024, whole: true },
  { name: "layerStages", at: "2.cached", least: 0, most: 4095, whole: true },
  { name: "smallestDeployment", at: "1.context", least: 1, most: 2 ** 31, whole: true },
  { name: "smallestDeployment", at: "1.requests", least: 1, most: 2 ** 31, whole: true },
  { name: "prefillServing", at: "2.tokensPerGpu", least: 2, most: 2 ** 24, whole: true },
  { name: "prefillServing", at: "2.promptLength", least: 1, most: 2 ** 24, whole: true },
  { name: "assumeServing", at: "0.expertImbalance", least: 1, most: 1e6 },
  { name: "serviceDay", at: "0.usdPerMillionHit", least: 0, most: 1e9 },
  { name: "serviceDay", at: "0.usdPerMillionMiss", least: 0, most: 1e9 },
  { name: "serviceDay", at: "0.usdPerMillionOutput", least: 0, most: 1e9 },
  { name: "runMicroBatches", at: "1.layers", least: 1, most: 1024, whole: true },
  // Experts.
  { name: "completeGate", at: "0.limitedGroups", least: 1, most: 2, whole: true },
  { name: "completeGate", at: "0.activatedExperts", least: 1, most: 2, whole: true },
  { name: "completeGate", at: "0.groupScoreTerms", least: 1, most: 2, whole: true },
  { name: "createLaboratory", at: "0.expertGroups", least: 1, whole: true },
  { name: "createLaboratory", at: "0.limitedGroups", least: 1, most: 2, whole: true },
  { name: "createLaboratory", at: "0.activatedExperts", least: 1, most: 2, whole: true },
  { name: "createLaboratory", at: "0.windowSteps", least: 1, most: 65_536, whole: true },
  { name: "routerBench", at: "0.seed", least: 0, most: 2 ** 32 - 1, whole: true },
  { name: "drawnExpertLoads", at: "0.layer", least: 1, most: 26, whole: true },
  { name: "balanceGradient", at: "1.activatedExperts", least: 1, most: 4, whole: true },
  { name: "balanceTerms", at: "1.activatedExperts", least: 1, most: 4, whole: true },
  { name: "sequenceBalanceLoss", at: "1.activatedExperts", least: 1, most: 4, whole: true },
  { name: "expertCombinations", at: "0.activatedExperts", least: 1, most: 256, whole: true },
  { name: "gateDeparture", at: "2.activatedExperts", least: 1, most: 4, whole: true },
  { name: "tokenStream", at: "0.domains", least: 1, most: 255, whole: true },
  { name: "tokenStream", at: "0.seed", least: 0, most: 2 ** 32 - 1, whole: true },
  { name: "syntheticLogits", at: "0.seed", least: 0, most: 2 ** 32 - 1, whole: true },
  { name: "syntheticLogits", at: "1", least: 0, most: 2 ** 32 - 2, whole: true },
  { name: "oneTokenThroughLayer", at: "0.seed", least: 0, most: 2 ** 32 - 1, whole: true },
  { name: "oneTokenThroughLayer", at: "0.limitedGroups", least: 1, most: 8, whole: true },
  { name: "oneTokenThroughLayer", at: "0.activatedExperts", least: 1, most: 32, whole: true },
  { name: "oneTokenThroughLayer", at: "0.token", least: 0, whole: true },
  { name: "oneTokenThroughLayer", at: "0.updates", least: 0, whole: true },
  { name: "createRandom", at: "0", least: 0, most: 2 ** 32 - 1, whole: true },
  { name: "batchBalanceLoss", at: "2.activatedExperts", least: 1, most: 4, whole: true },
  // Clusters.
  { name: "findLayouts", at: "2.simulate", least: 0, most: 1000, whole: true, long: true },
  { name: "assumeStep", at: "0.expertImbalance", least: 1, most: 1e6 },
  { name: "cutIntoStages", at: "1.rankOfStage.1", least: 0, most: 1, whole: true },
  { name: "nodesPerToken", at: "0.limitedNodes", least: 1, most: 4, whole: true },
  { name: "layoutSizes", at: "1.chunks", least: 1, most: 255, whole: true, along: { "1.schedule": "1F1B" } },
  { name: "tokenHops", at: "1", least: 0, most: 3, whole: true },
  { name: "tokenHops", at: "0.0", least: 0, most: 7, whole: true },
  // Wishes.
  { name: "exchangeTime", at: "0.latency", least: 0 },
  { name: "decodeOnDesign", at: "0.sms", least: 2, most: 4096, whole: true, along: { "0.communicationSms": 1 } },
  { name: "decodeOnDesign", at: "0.scaleUpSize", least: 1, most: 2 ** 20, whole: true },
  { name: "decodeOnDesign", at: "0.valuesPerScale", least: 1, most: 2 ** 20, whole: true },
  { name: "decodeOnDesign", at: "0.adderBits", least: 2, most: 64, whole: true },
  { name: "decodeOnDesign", at: "0.latency", least: 0, most: 1 },
  { name: "fatTree", at: "0.layers", least: 2, most: 3, whole: true },
  { name: "dragonfly", at: "0.globalLinks", least: 1, most: 256, whole: true },
  { name: "dragonfly", at: "0.groups", least: 1, most: 9, whole: true },
  { name: "isPrimePower", at: "0", least: 2, most: 2 ** 31, whole: true },
  { name: "largestDragonfly", at: "0", least: 8, most: 1023, whole: true },
  { name: "largestSlimFly", at: "0", least: 8, whole: true },
  { name: "slimFly", at: "0", least: 3, whole: true },
];

describe.each(bounds)("$name: $at, from $least to $most", ({ name, at, least, most, whole, long, along = {} }) => {
  const call = compute[name] as (...args: unknown[]) => unknown;
  const key = at.split(".").at(-1)!;
  const named = new RegExp(/^\d+$/.test(key) ? "^[\\w.[\\]]+ must " : `^(?:[\\w[\\]]+\\.)*${key} must `);
  const refused = (value: number): string | null => {
    let args: unknown = samples[name]();
    for (const [path, other] of Object.entries({ ...along, [at]: value }))
      args = withValue(args, path.split("."), other);
    try {
      finish(call(...(args as unknown[])));
      return null;
    } catch (error) {
      const { message } = error as Error;
      return named.test(message) ? message : null;
    }
  };
  if (least !== undefined) {
    it("takes its least value, and none below", () => {
      expect(refused(least)).toBeNull();
      expect(refused(whole ? least - 1 : below(least))).toMatch(named);
    });
  }
  if (most !== undefined) {
    it("takes its greatest value, and none above", () => {
      if (!long) expect(refused(most)).toBeNull();
      expect(refused(whole ? most + 1 : -below(-most))).toMatch(named);
    });
  }
});

/** The next double below. */
function below(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] += value > 0 ? -1n : 1n;
  return new Float64Array(bits.buffer)[0];
}

/** A copy with one place replaced. */
function withValue(part: unknown, [key, ...rest]: string[], value: unknown): unknown {
  const next = (old: unknown): unknown => (rest.length === 0 ? value : withValue(old, rest, value));
  if (ArrayBuffer.isView(part)) {
    const copy = Array.from(part as Uint16Array);
    copy[Number(key)] = next(copy[Number(key)]) as number;
    // Indices that are negative, or no integers, have no place in a typed array: those stay as they are.
    const typed = (part.constructor as Uint16ArrayConstructor).from(copy);
    return typed[Number(key)] === copy[Number(key)] ? typed : copy;
  }
  if (Array.isArray(part)) return part.map((old, i) => (i === Number(key) ? next(old) : old));
  const object = part as Record<string, unknown>;
  return { ...object, [key]: next(object[key]) };
}
