import { describe, expect, it } from "vitest";
import {
  bytesPerWeight,
  cacheFormats,
  deepseekV3,
  deploymentUnit,
  deploymentUnits,
  expertParameters,
  kvCacheBytesPerToken,
  llama31_405B,
  placeUnit,
  smallestDeployment,
  unitMemory,
  unitSizes,
  weightBytes,
  weightFormats,
} from "../../../src/compute/index.ts";
import { oneRankOf } from "../../../src/compute/serving/unit-memory.ts";

const even = new Float64Array(256).fill(1);
const h800 = 84_943_110_144;

describe("unitSizes(model, unit)", () => {
  // §3.4.1: 4 nodes, 32 GPUs, TP4 × DP8, EP32, 32 redundant experts, 8 + 1 on each GPU.
  it("gives the report's prefill unit 9 experts on each of 32 GPUs", () => {
    const unit = deploymentUnit("prefill-report");
    expect(unitSizes(deepseekV3, unit)).toEqual({
      gpus: 32,
      placesPerGpu: 9,
      redundantExperts: 32,
      destinations: 8,
      sharedOverMeanLoad: 32,
    });
    expect([unit.attentionTensorRanks, unit.attentionDataRanks, unit.expertRanks]).toEqual([4, 8, 32]);
  });
  // §3.4.2: 40 nodes, 320 GPUs, TP4 × DP80, EP320, one expert each, 64 GPUs for redundant and shared ones, 9 experts a token.
  it("gives its decode unit one expert on each of 320 GPUs, 64 of them redundant or shared", () => {
    const unit = deploymentUnit("decode-report");
    expect(unitSizes(deepseekV3, unit)).toEqual({
      gpus: 320,
      placesPerGpu: 1,
      redundantExperts: 32,
      destinations: 9,
      sharedOverMeanLoad: 32,
    });
    expect(unit.routedReplicas - 256 + unit.sharedReplicas).toBe(64);
    expect([unit.attentionTensorRanks, unit.attentionDataRanks]).toEqual([4, 80]);
  });
  // deepseek-ai/open-infra-index, day 6: 18 nodes, EP144, 32 redundant, 2 routed and 1 shared on a GPU. profile-data: EP128.
  it("gives the later decode units two places on each of 144 and 128 GPUs", () => {
    expect(unitSizes(deepseekV3, deploymentUnit("decode-overview"))).toMatchObject({
      gpus: 144,
      placesPerGpu: 2,
      redundantExperts: 32,
      destinations: 8,
    });
    expect(unitSizes(deepseekV3, deploymentUnit("decode-profile"))).toMatchObject({
      gpus: 128,
      placesPerGpu: 2,
      redundantExperts: 0,
    });
  });
  it("names what does not fit", () => {
    const unit = deploymentUnit("decode-overview");
    expect(() => unitSizes(llama31_405B, unit)).toThrow(RangeError);
    expect(() => unitSizes(deepseekV3, { ...unit, attentionDataRanks: 100 })).toThrow(
      new RangeError("attentionDataRanks must fill the 144 GPUs with groups of 1 (got 100)"),
    );
    expect(() => unitSizes(deepseekV3, { ...unit, routedReplicas: 255 })).toThrow(
      new RangeError("routedReplicas must be at least the 256 experts (got 255)"),
    );
    expect(() => deploymentUnit("training")).toThrow(/^id must be one of /);
  });
});

describe("placeUnit(model, unit, loads)", () => {
  it("gives the shared expert the copies whose load is a routed expert's: 32 of 320", () => {
    const { replicasOfExpert, experts } = placeUnit(deepseekV3, deploymentUnit("decode-report"), even);
    expect(experts).toBe(257);
    expect(replicasOfExpert[256]).toBe(32); // 32 times a routed expert's load; the 33rd copy would be worth less than a routed one's second
  });
  it("keeps routing groups on their nodes in prefill, and fills every unit", () => {
    for (const unit of deploymentUnits) {
      const placement = placeUnit(deepseekV3, unit, even);
      expect(placement.mode).toBe(unit.stage === "prefill" ? "hierarchical" : "global");
      expect(placement.expertOfReplica.length).toBe(unit.routedReplicas + unit.sharedReplicas);
    }
  });
});

describe("unitMemory(model, unit, options)", () => {
  it("counts nine experts of 58 layers and the shared one, in FP8", () => {
    // By hand: 9 × 58 × 44,040,192 × (1 + 4/16,384) bytes.
    const { routedExperts, sharedExperts, weights, free, cachePerRequest } = unitMemory(
      deepseekV3,
      deploymentUnit("prefill-overview"),
      { memoryBytes: h800, context: 4096 },
    );
    expect(routedExperts).toBeCloseTo(9 * 58 * 44_040_192 * (1 + 4 / 16_384), 0);
    expect(sharedExperts * 9).toBeCloseTo(routedExperts, 0);
    expect(weights).toBeLessThan(h800);
    expect(free).toBeCloseTo(h800 - 10e9 - weights, 0);
    expect(cachePerRequest).toBe(4096 * 70_272);
  });
  it("splits weights of attention among four GPUs, but no cache", () => {
    const options = { memoryBytes: h800, context: 4989 };
    const [split, whole] = ["prefill-report", "prefill-overview"].map((id) =>
      unitMemory(deepseekV3, deploymentUnit(id), options),
    );
    expect(split.attention).toBeLessThan(whole.attention);
    expect(split.attention).toBeGreaterThan(whole.attention / 4); // down-projections stay whole
    expect(split.cachePerRequest).toBe(whole.cachePerRequest);
    expect(split.requestsPerGpu).toBeLessThan(whole.requestsPerGpu / 2);
  });
  it("holds the requests that the published day has in flight in the overview's unit, and not in the report's", () => {
    // 88 requests of 4,989 tokens on a GPU: 1,850 tokens/s at 21 a request.
    const most = (id: string): number =>
      unitMemory(deepseekV3, deploymentUnit(id), { memoryBytes: h800, context: 4989 }).requestsPerGpu;
    expect(most("decode-overview")).toBeGreaterThan(88);
    expect(most("decode-report")).toBeLessThan(88);
  });
});

describe("oneRankOf(model, tensorRanks)", () => {
  it("has its share of the heads, and at least one key-value head", () => {
    expect(oneRankOf(deepseekV3, 4).attention.attentionHeads).toBe(32);
    expect(oneRankOf(llama31_405B, 16).attention).toMatchObject({ attentionHeads: 8, keyValueHeads: 1 });
    expect(() => oneRankOf(deepseekV3, 3)).toThrow(new RangeError("tensorRanks must divide the 128 heads (got 3)"));
  });
});

describe("weightBytes(count, format)", () => {
  it("has the scales in it, and two bytes for what is not quantized", () => {
    const count = {
      embedding: 1,
      attention: 16_384,
      denseFfn: 0,
      routedExperts: 0,
      sharedExperts: 0,
      router: 1,
      norms: 0,
      head: 1,
    };
    expect(weightFormats.map((format) => weightBytes(count, format))).toEqual([16_388 + 6, 32_768 + 6, 8192 + 256 + 6]);
    expect(bytesPerWeight(weightFormats[2])).toBe(0.515625); // 4.125 bits
  });
});

describe("smallestDeployment(model, need)", () => {
  const need = { context: 32_768, requests: 10, memoryBytes: 80e9, gpusPerNode: 8, weights: weightFormats[2] };
  // 671 G weights of 4.125 bits are 346 GB, and 2.8 GB more for what stays in BF16: 4 × 72 GB do not hold them, 8 × 72 do.
  it("answers: 4 bits, 32K, ten users: eight GPUs of 80 GB, because of the weights", () => {
    const found = smallestDeployment(deepseekV3, need)!;
    expect(found).toMatchObject({ gpus: 8, nodes: 1, binding: "weights", tooFew: 4 });
    expect(found.cachePerRequest).toBe(32_768 * kvCacheBytesPerToken(deepseekV3, { bytesPerValue: 2 }));
    expect(found.weightBytes).toBeCloseTo(348.9e9, -8);
    expect(found.mostRequests).toBeGreaterThanOrEqual(10);
  });
  it("needs two nodes in FP8 and four in BF16", () => {
    expect(smallestDeployment(deepseekV3, { ...need, weights: weightFormats[0] })).toMatchObject({
      gpus: 16,
      binding: "weights",
    });
    expect(smallestDeployment(deepseekV3, { ...need, weights: weightFormats[1] })).toMatchObject({
      gpus: 32,
      binding: "weights",
    });
  });
  it("is bound by caches where requests are many, sooner if each GPU keeps all of them", () => {
    expect(smallestDeployment(deepseekV3, { ...need, requests: 200 })).toMatchObject({ gpus: 16, binding: "cache" });
    expect(smallestDeployment(deepseekV3, { ...need, requests: 20, layout: "onEach" })).toMatchObject({
      gpus: 16,
      binding: "cache",
    });
    expect(smallestDeployment(deepseekV3, { ...need, requests: 20 })).toMatchObject({ gpus: 8 });
  });
  it("never needs more for a shorter context, fewer requests or more memory", () => {
    const gpus = (change: object): number =>
      smallestDeployment(deepseekV3, { ...need, requests: 100, ...change })?.gpus ?? Infinity;
    expect(gpus({ context: 4096 })).toBeLessThanOrEqual(gpus({}));
    expect(gpus({ requests: 10 })).toBeLessThanOrEqual(gpus({}));
    expect(gpus({ memoryBytes: 141e9 })).toBeLessThanOrEqual(gpus({}));
    expect(gpus({ cache: cacheFormats[1] })).toBeLessThanOrEqual(gpus({}));
  });
  it("says null where no number suffices", () => {
    expect(smallestDeployment(deepseekV3, { ...need, memoryBytes: 1e9 })).toBe(null);
    expect(expertParameters(deepseekV3)).toBe(44_040_192);
  });
});
