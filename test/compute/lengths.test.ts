/**
 * Arrays whose lengths follow from other arguments: one entry more is refused by the array's name. Arguments are those of the
 * function's sample. What the lengths must be says each docstring.
 */
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { samples } from "../../src/components/api/samples.ts";
import { finish } from "./junk.ts";

type Name = keyof typeof samples;

const latent = {
  kind: "latent",
  attentionHeads: 2,
  kvLoraRank: 4,
  qLoraRank: 4,
  nopeHeadDim: 4,
  ropeHeadDim: 2,
  valueHeadDim: 4,
} as const;
/** With the weights of norms, which the samples have not. */
const withNorms = (): unknown[] => [
  {
    ...compute.sampleLatentWeights(latent, { hiddenDim: 8, seed: 2 }),
    keyValueNorm: Float32Array.of(1, 1, 1, 1),
    queryNorm: Float32Array.of(1, 1, 1, 1),
  },
  compute.sampleHidden({ tokens: 2, hiddenDim: 8, seed: 1 }),
];

const fields = (name: Name, at: string, keys: string): [Name, string][] =>
  keys.split(" ").map((key) => [name, `${at}${key}`]);

const places: readonly [name: Name, at: string, args?: () => unknown[]][] = [
  ...fields("latentAttention", "0.", "keyValueDown keyUp ropeKey valueUp queryDown queryUp ropeQuery output"),
  ...fields("latentAttention", "0.", "keyValueNorm queryNorm").map(([name, at]): [Name, string, () => unknown[]] => [
    name,
    at,
    withNorms,
  ]),
  ...fields("groupedAttention", "0.", "query key value output"),
  ...fields("simulate", "0.", "stageOfChunk firstOfRank microBatchOfOp chunkOfOp pairedMicroBatchOfOp pairedChunkOfOp"),
  ...fields("simulate", "2.", "factorOfStage factorOfRank"),
  ...fields("expertLayer", "0.", "router"),
  ...fields("swiglu", "0.", "gate up down"),
  ...fields("groupObjective", "0.0.", "old reference"),
  ...fields("groupObjective", "1.", "advantages"),
  ...fields("klDivergence", "", "1"),
  ...fields("klEstimateGradient", "2.", "sampledFrom"),
  ...fields("grpoRun", "0.", "rewards reference"),
  ...fields("adamWStep", "0.", "first second"),
  ...fields("adamWStep", "", "1"),
  ...fields("standing", "0.rows.0.", "scores"),
  ["dotProduct", "1"],
  ["traceDotProduct", "1"],
  ["dequantize", "0.scaleOfValue"],
  ["encodeArray", "3"],
  ["encodeTiles", "0"],
  ["quantize", "0"],
  ["quantizeTwoLevel", "0"],
  ["float32Operand", "0"],
  ["errorMetrics", "0.restored"],
  ["errorByMagnitude", "0.restored"],
  ["encodedProduct", "0"],
  ["encodedProduct", "1"],
  ["rmsNorm", "1"],
  ["causalSoftmax", "0"],
  ["rope", "0"],
  ["route", "0"],
  ["route", "1"],
  ["traceToken", "0"],
  ["traceToken", "1"],
  ["brokenRoute", "1"],
  ["nodeLimitEffect", "1"],
  ["affinities", "0"],
  ["balanceTerms", "0"],
  ["sequenceBalanceLoss", "0"],
  ["batchBalanceLoss", "1"],
  ["balanceRun", "2.initialBias"],
  ["updateBias", "0"],
  ["groupsPerToken", "0"],
  ["loadDistance", "1"],
  ["relativeLoads", "0"],
  ["specialization", "0"],
  ["dispatchTraffic", "0"],
  ["tokenHops", "0"],
  ["gpuLoads", "0"],
  ["balanceExperts", "0"],
  ["dynamicRouting", "0"],
  ["dynamicRouting", "1.expertOfReplica"],
  ["redundancyDay", "0"],
  ["placeUnit", "2"],
  ["predictionLoss", "1"],
  ["verifyDrafts", "1"],
];

describe.each(places)("%s: %s", (name, at, args = samples[name] as () => unknown[]) => {
  const call = compute[name] as (...given: unknown[]) => unknown;
  const longer = (part: unknown, [key, ...rest]: string[]): unknown => {
    if (key === undefined) {
      const entries = Array.from(part as Float64Array);
      const all = [...entries, entries.at(-1)!];
      return Array.isArray(part) ? all : (part!.constructor as Float64ArrayConstructor).from(all);
    }
    if (Array.isArray(part)) return part.map((old, i) => (i === Number(key) ? longer(old, rest) : old));
    return { ...(part as object), [key]: longer((part as Record<string, unknown>)[key], rest) };
  };
  it("is taken as it is, and refused by its name with an entry more", () => {
    expect(() => finish(call(...args()))).not.toThrow();
    const key = at.split(".").at(-1)!;
    const name = /^\d+$/.test(key) ? "\\w+" : `(?:[\\w[\\]]+\\.)*${key}`;
    expect(() => finish(call(...(longer(args(), at.split(".")) as unknown[])))).toThrow(
      new RegExp(`^${name}(?:\\[\\d+\\])? must `),
    );
  });
});
