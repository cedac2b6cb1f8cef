import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allToAllTime,
  assumeServing,
  bytesPerCopy,
  closingOverhead,
  createRandom,
  decodeServing,
  deepseekV3,
  deploymentUnit,
  dispatchTraffic,
  layerStages,
  overlapWays,
  prefillServing,
  runMicroBatches,
  servingAssumptions,
  servingParts,
  usdPerMillionTokens,
  type ServingPart,
} from "../../../src/compute/index.ts";

const decode = deploymentUnit("decode-overview");
const prefill = deploymentUnit("prefill-overview");
const work = { perGpu: 44, context: 4989 };
const none: Record<ServingPart, number> = {
  attentionProjections: 0,
  attentionCore: 0,
  dispatch: 0,
  shared: 0,
  experts: 0,
  combine: 0,
};

describe("layerStages(model, unit, work, changed)", () => {
  it("reads caches and weights, or computes, whichever is longer", () => {
    // By hand, 44 requests of 4,989 tokens: 44 × 4989 × 128 heads × 2,176 FLOP at 580 TFLOP/s = 105 µs; 44 × 4989 × 1,152 bytes at 3 TB/s = 84 µs.
    const { seconds, bounds } = layerStages(deepseekV3, decode, work);
    expect(seconds.attentionCore).toBeCloseTo((44 * 4989 * 128 * 2176) / 580e12, 12);
    expect(bounds.attentionCore.bound).toBe("compute");
    expect(bounds.attentionCore.memorySeconds).toBeCloseTo((44 * 4989 * 1152) / 3e12, 12);
    // Two experts of 44 M bytes, with scales, at 3 TB/s: memory bounds, as §3.4.2 says.
    expect(bounds.experts.bound).toBe("memory");
    expect(seconds.experts).toBeCloseTo((2 * 44_040_192 * (1 + 4 / 16_384)) / 3e12, 12);
  });
  it("gives an expert of the report's decode unit fewer than 256 tokens, as §3.4.2 says, at the requests that fit", () => {
    // By hand: 22 requests × 320 GPUs × 8 / 256.
    expect(
      layerStages(deepseekV3, deploymentUnit("decode-report"), { perGpu: 22, context: 4989 }).tokensPerExpert,
    ).toBe(220);
  });
  it("takes as long to dispatch as the all-to-all of a batch whose experts are drawn by chance", () => {
    // 32 GPUs of 4 nodes, 256 experts, each token straight to its experts: `allToAllTime` for the busiest GPU of a drawn batch.
    const gpus = 32;
    const random = createRandom(5);
    const tokensPerGpu = 2048;
    const expertOfSlot = new Uint16Array(gpus * tokensPerGpu * 8);
    for (let token = 0; token < gpus * tokensPerGpu; token++) {
      const chosen = new Set<number>();
      while (chosen.size < 8) chosen.add(random.integer(256));
      expertOfSlot.set([...chosen], token * 8);
    }
    const traffic = dispatchTraffic(expertOfSlot, {
      activatedExperts: 8,
      routedExperts: 256,
      gpus,
      gpusPerNode: 8,
      copies: "expert",
    });
    const links = { nvlinkBytesPerSecond: 160e9, infinibandBytesPerSecond: 40e9 };
    const drawn = allToAllTime(traffic, {
      ...links,
      bytesPerCopy: bytesPerCopy({ hiddenDim: 7168, bytesPerValue: 1, bytesPerScale: 4 }),
    }).total;
    const unit = { ...decode, nodes: 4, attentionDataRanks: 32, expertRanks: 32 };
    const { dispatch } = layerStages(
      deepseekV3,
      unit,
      { perGpu: tokensPerGpu, context: 4989 },
      { allToAllLatency: 0 },
    ).seconds;
    // The busiest of 32 GPUs with 12,288 ± 110 copies: within three standard deviations, 2.7%, above the mean.
    expect(drawn / dispatch).toBeGreaterThan(1);
    expect(drawn / dispatch).toBeLessThan(1.03);
  });
  it("never gets slower by a faster rate, nor faster by more work", () => {
    const rates = servingAssumptions.filter(({ key }) => key.endsWith("PerSecond")).map(({ key }) => key);
    const anyUnit = fc.constantFrom(decode, prefill, deploymentUnit("decode-report"), deploymentUnit("prefill-report"));
    fc.assert(
      fc.property(
        anyUnit,
        fc.constantFrom(...rates),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 512 }),
        (unit, rate, factor, perGpu) => {
          const total = (changed: object, more = 0): number => {
            const { seconds } = layerStages(deepseekV3, unit, { perGpu: perGpu + more, context: 4096 }, changed);
            return servingParts.reduce((sum, part) => sum + seconds[part], 0);
          };
          const before = total({});
          expect(total({ [rate]: assumeServing()[rate] * factor })).toBeLessThanOrEqual(before * (1 + 1e-12)); // sums of six rounded terms
          expect(total({}, 1)).toBeGreaterThanOrEqual(before * (1 - 1e-12));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("runMicroBatches(seconds, options)", () => {
  const seconds = { attentionProjections: 2, attentionCore: 3, dispatch: 4, shared: 1, experts: 2, combine: 5 };
  it("takes both micro-batches one after the other without overlap", () => {
    const { span, serial, perLayer, computing } = runMicroBatches(seconds, { layers: 3, way: "none" });
    expect([span, serial, perLayer, computing]).toEqual([2 * 3 * 17, 102, 34, 48]);
  });
  it("hides communication behind computation where that is longer", () => {
    // By hand, five stages: computation takes 2 × 10 a layer, communication 2 × 2; only the last combine is seen.
    const quick = { attentionProjections: 3, attentionCore: 3, dispatch: 1, shared: 2, experts: 2, combine: 1 };
    const run = runMicroBatches(quick, { layers: 10, way: "five-stages" });
    expect(run.perLayer).toBe(20);
    expect(run.span).toBeLessThanOrEqual(10 * 20 + 2);
  });
  it("is bound by the links where they are longer: the bound of the follow-up paper", () => {
    // Dispatch and combine alone: 2 × (4 + 5) a layer.
    for (const way of ["prefill", "five-stages"] as const)
      expect(runMicroBatches({ ...none, dispatch: 4, combine: 5 }, { layers: 20, way }).perLayer).toBeCloseTo(18, 9);
  });
  it("does each thing once, one at a time in a lane, after what it needs, and never slower than without overlap", () => {
    const time = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(
        fc.tuple(time, time, time, time, time, time),
        fc.constantFrom(...overlapWays),
        fc.integer({ min: 1, max: 5 }),
        (times, way, layers) => {
          const given = Object.fromEntries(servingParts.map((part, i) => [part, times[i]])) as Record<
            ServingPart,
            number
          >;
          const run = runMicroBatches(given, { layers, way });
          expect(run.start.length).toBe(2 * 6 * layers);
          const endOf = (part: ServingPart, microBatch: number, layer: number): number =>
            run.end[
              run.part.findIndex(
                (p, i) =>
                  p === servingParts.indexOf(part) && run.microBatch[i] === microBatch && run.layer[i] === layer,
              )
            ];
          for (let i = 0; i < run.start.length; i++) {
            const part = servingParts[run.part[i]];
            expect(run.end[i]).toBe(run.start[i] + given[part]);
            if (part === "combine")
              expect(run.start[i]).toBeGreaterThanOrEqual(endOf("experts", run.microBatch[i], run.layer[i]));
            if (part === "experts")
              expect(run.start[i]).toBeGreaterThanOrEqual(endOf("dispatch", run.microBatch[i], run.layer[i]));
            if (part === "attentionProjections" && run.layer[i] > 0)
              expect(run.start[i]).toBeGreaterThanOrEqual(endOf("combine", run.microBatch[i], run.layer[i] - 1));
          }
          for (const lane of [0, 1]) {
            let free = 0;
            for (let i = 0; i < run.start.length; i++) {
              if (run.lane[i] !== lane) continue;
              expect(run.start[i]).toBeGreaterThanOrEqual(free);
              free = run.end[i];
            }
          }
          expect(run.span).toBeLessThanOrEqual(run.serial + 1e-9);
          expect(run.span).toBeGreaterThanOrEqual(run.computing - 1e-9);
        },
      ),
    );
  });
  it("names what it refuses", () => {
    expect(() => runMicroBatches({ ...none, dispatch: -1 }, { layers: 1, way: "none" })).toThrow(
      new RangeError("seconds.dispatch must be a finite number, 0 or above (got -1)"),
    );
  });
});

describe("decodeServing(model, unit, options, changed)", () => {
  const options = { requestsPerGpu: 88, context: 4989 };
  it("is faster than the published day, whose speed it does not know: 14.8K tokens/s a node at 20 to 22 a request", () => {
    const { tokensPerSecondPerNode, tokensPerSecondPerRequest, fits, secondsPerToken } = decodeServing(
      deepseekV3,
      decode,
      options,
    );
    expect(fits).toBe(true);
    expect(tokensPerSecondPerNode).toBeCloseTo(8 * 88 * tokensPerSecondPerRequest, 6);
    expect(tokensPerSecondPerNode / 14_800).toBeGreaterThan(1);
    expect(tokensPerSecondPerNode / 14_800).toBeLessThan(2); // a bound that is off by less than two
    expect(secondsPerToken).toBeLessThan(1 / 22);
  });
  it("is as slow as published if every layer takes so much longer as `closingOverhead` says", () => {
    const { stepSeconds } = decodeServing(deepseekV3, decode, { ...options, way: "none" });
    const layerOverhead = closingOverhead({
      publishedStepSeconds: 0.06,
      estimatedStepSeconds: stepSeconds,
      layers: deepseekV3.layers,
    });
    expect(decodeServing(deepseekV3, decode, { ...options, way: "none" }, { layerOverhead }).stepSeconds).toBeCloseTo(
      0.06,
      9,
    );
  });
  it("writes more for each step with drafts, and pays for them", () => {
    const few = { requestsPerGpu: 4, context: 1024 };
    const plain = decodeServing(deepseekV3, decode, few);
    const drafted = decodeServing(deepseekV3, decode, { ...few, acceptance: 0.85 });
    expect(drafted.tokensPerStep).toBe(1.85);
    expect(drafted.stepSeconds).toBeGreaterThan(plain.stepSeconds);
    expect(drafted.tokensPerSecondPerRequest / plain.tokensPerSecondPerRequest).toBeGreaterThan(1.5); // few requests: memory bounds
    expect(drafted.tokensPerSecondPerRequest / plain.tokensPerSecondPerRequest).toBeLessThan(1.85);
  });
  it("gains throughput and loses speed with requests", () => {
    const points = [2, 8, 32, 128].map((requestsPerGpu) =>
      decodeServing(deepseekV3, decode, { requestsPerGpu, context: 4989 }),
    );
    for (let i = 1; i < points.length; i++) {
      expect(points[i].tokensPerSecondPerGpu).toBeGreaterThan(points[i - 1].tokensPerSecondPerGpu);
      expect(points[i].tokensPerSecondPerRequest).toBeLessThan(points[i - 1].tokensPerSecondPerRequest);
      expect(points[i].usdPerMillion).toBeLessThan(points[i - 1].usdPerMillion);
    }
  });
  it("names what it refuses", () => {
    expect(() => decodeServing(deepseekV3, prefill, options)).toThrow(
      new RangeError('stage must be decode (got "prefill")'),
    );
    expect(() => decodeServing(deepseekV3, decode, { ...options, requestsPerGpu: 3 })).toThrow(
      new RangeError("requestsPerGpu must be even: half of them are in each micro-batch (got 3)"),
    );
    expect(() => decodeServing(deepseekV3, decode, options, { memoryBytesPerSecond: 0 })).toThrow(
      new RangeError("memoryBytesPerSecond must be a finite number above 0 (got 0)"),
    );
  });
});

describe("prefillServing(model, unit, options, changed)", () => {
  const options = { tokensPerGpu: 16_384, promptLength: 4096 };
  it("is faster than the published day: 73.7K input tokens/s a node, 56.3% of them cached", () => {
    const { inputTokensPerSecondPerNode, tokensPerSecondPerNode } = prefillServing(deepseekV3, prefill, {
      ...options,
      hitShare: 0.5625,
    });
    expect(inputTokensPerSecondPerNode).toBeCloseTo(tokensPerSecondPerNode / (1 - 2304 / 4096), 6);
    expect(inputTokensPerSecondPerNode / 73_700).toBeGreaterThan(1);
    expect(inputTokensPerSecondPerNode / 73_700).toBeLessThan(2.5);
  });
  it("computes longer for longer prompts, and shorter where more is cached", () => {
    const first = (change: object): number =>
      prefillServing(deepseekV3, prefill, { ...options, ...change }).timeToFirstToken;
    expect(first({ promptLength: 65_536 })).toBeGreaterThan(first({}));
    expect(first({ promptLength: 65_536, hitShare: 0.9 })).toBeLessThan(first({ promptLength: 65_536 }));
  });
  it("gains by overlap", () => {
    const step = (way: "none" | "prefill"): number =>
      prefillServing(deepseekV3, prefill, { ...options, way }).stepSeconds;
    expect(step("prefill")).toBeLessThan(step("none"));
  });
});

describe("usdPerMillionTokens(options)", () => {
  it("is $0.30 at 1,850 tokens/s and $2 an hour", () => {
    // By hand: 10⁶ / 1850 / 3600 × 2 = 0.3003.
    expect(usdPerMillionTokens({ tokensPerSecondPerGpu: 1850, usdPerGpuHour: 2 })).toBeCloseTo(0.3003, 4);
  });
});
