import { describe, expect, it } from "vitest";
import {
  compareSpeeds,
  deepseekV3,
  layerParameters,
  layerParts,
  assumeStep,
  measuredStep,
  partTimes,
  publishedHoursPerTrillion,
  scaleUp,
  stepAssumptions,
  stepSensitivity,
  trainingStep,
  v3Layout,
} from "../../../src/compute/index.ts";

describe("layerParts(model, counts, layer, traffic, assumptions)", () => {
  it("is work over rates, by hand", () => {
    // Rates of 1 TFLOP/s, memory so fast that it does not count, one copy of 7,392 or 14,336 bytes at 1 GB/s.
    const assumed = assumeStep({
      attentionProductFlopPerSecond: 1e12,
      ffnProductFlopPerSecond: 1e12,
      bf16ProductFlopPerSecond: 1e30,
      attentionForwardFlopPerSecond: 1e12,
      attentionBackwardFlopPerSecond: 1e12,
      memoryBytesPerSecond: 1e30,
      infinibandBytesPerSecond: 1e9,
      expertImbalance: 1,
    });
    const { seconds, bytes } = layerParts(
      deepseekV3,
      layerParameters(deepseekV3),
      "moe",
      { tokens: 1, sequenceLength: 1, ibPerToken: 1, nvlinkPerToken: 1, expertRanks: 64, recompute: false },
      assumed,
    );
    // Attention: 2 × 187,107,328, and for its one token 2 × 128 × (192 + 128). Experts: 2 × 9 × 44,040,192.
    expect(seconds.attentionForward * 1e12).toBeCloseTo(374_214_656 + 81_920, 3);
    expect(seconds.attentionBackward * 1e12).toBeCloseTo(374_214_656 + 2.5 * 81_920, 3);
    expect(seconds.attentionWeights * 1e12).toBeCloseTo(374_214_656, 3);
    expect(seconds.mlpForward * 1e12).toBeCloseTo(792_723_456, 3);
    expect(bytes).toEqual({
      dispatchForward: 7392,
      combineForward: 14_336,
      combineBackward: 7392,
      dispatchBackward: 14_336,
      pipelineSend: 0,
    });
  });
  it("of a pair alone are sums, and overlapped are shorter", () => {
    const assumed = assumeStep();
    const parts = layerParts(
      deepseekV3,
      layerParameters(deepseekV3),
      "moe",
      { tokens: 4096, sequenceLength: 4096, ibPerToken: 3.5, nvlinkPerToken: 6, expertRanks: 64, recompute: true },
      assumed,
    );
    const { forward, backward, backwardForWeights, overlapped } = partTimes(parts, assumed);
    expect(overlapped).toBeLessThan(forward + backward);
    expect(backwardForWeights).toBeLessThan(backward);
  });
});

describe("trainingStep(model, layout)", () => {
  const estimate = trainingStep(deepseekV3, v3Layout);
  it("of V3 comes within a tenth of the report's 180K GPU-hours, from assumptions that do not use them", () => {
    expect(Math.abs(estimate.gpuHoursPerTrillion / publishedHoursPerTrillion - 1)).toBeLessThan(0.1);
  });
  it("is consistent with itself", () => {
    const { seconds, tokensPerSecondPerGpu, gpuHoursPerTrillion, daysPerTrillion, pipelineSeconds, optimizerSeconds } =
      estimate;
    expect(seconds).toBe(pipelineSeconds + optimizerSeconds);
    expect(tokensPerSecondPerGpu * seconds * 2048).toBeCloseTo(15_360 * 4096, 3);
    expect(daysPerTrillion * 24 * 2048).toBeCloseTo(gpuHoursPerTrillion, 6);
  });
  it("has parts of the size that DeepSeek measured: bubble and optimizer within half", () => {
    expect(Math.abs(estimate.idleSeconds / measuredStep.bubble - 1)).toBeLessThan(0.5);
    expect(Math.abs(estimate.optimizerSeconds - measuredStep.optimizer)).toBeLessThan(0.3);
  });
  it("balances stages: the last one has the head, the prediction module and a single layer", () => {
    expect([...estimate.firstLayerOfStage]).toEqual([...Array.from({ length: 16 }, (_, stage) => 4 * stage), 61]);
  });
  it("by formula is within a twentieth of the simulation, for every schedule", () => {
    for (const schedule of ["GPipe", "1F1B", "ZB1P", "DualPipe"] as const) {
      const layout = { ...v3Layout, schedule };
      expect(
        Math.abs(
          trainingStep(deepseekV3, layout, { how: "formula" }).seconds / trainingStep(deepseekV3, layout).seconds - 1,
        ),
      ).toBeLessThan(0.05);
    }
    const folded = { ...v3Layout, schedule: "DualPipeV", pipelineRanks: 8 } as const;
    expect(
      Math.abs(
        trainingStep(deepseekV3, folded, { how: "formula" }).seconds / trainingStep(deepseekV3, folded).seconds - 1,
      ),
    ).toBeLessThan(0.05);
  });
  it("is slower without overlap, without a node limit, and on slower links", () => {
    expect(trainingStep(deepseekV3, { ...v3Layout, schedule: "1F1B" }).seconds).toBeGreaterThan(estimate.seconds);
    expect(trainingStep(deepseekV3, v3Layout, { limitedNodes: 8 }).seconds).toBeGreaterThan(estimate.seconds);
    expect(trainingStep(deepseekV3, v3Layout, { assume: { infinibandBytesPerSecond: 10e9 } }).seconds).toBeGreaterThan(
      estimate.seconds,
    );
  });
  it("names what it refuses", () => {
    expect(() => trainingStep(deepseekV3, v3Layout, { assume: { memoryBytesPerSecond: -1 } })).toThrow(
      new RangeError("memoryBytesPerSecond must be a finite number above 0 (got -1)"),
    );
    expect(() => trainingStep(deepseekV3, v3Layout, { assume: { communicationSms: 132 } })).toThrow(
      new RangeError("communicationSms must be an integer from 0 to 131 (got 132)"),
    );
    expect(() => trainingStep(deepseekV3, v3Layout, { assume: { expertImbalance: 0.9 } })).toThrow(RangeError);
  });
});

describe("stepAssumptions", () => {
  it("name a source each, and cover all that a step assumes", () => {
    expect(new Set(stepAssumptions.map(({ key }) => key)).size).toBe(Object.keys(assumeStep()).length);
    for (const { source } of stepAssumptions) expect(source.length).toBeGreaterThan(5);
  });
  it("are means by work where several speeds were printed", () => {
    // By hand, Σ work / Σ (work / speed): attention (2112×7168, 24576×1536, 32768×512, 7168×16384), experts (4096×7168, 7168×2048).
    const mean = (shapes: number[][]): number =>
      shapes.reduce((sum, [n, k]) => sum + n * k, 0) / shapes.reduce((sum, [n, k, speed]) => sum + (n * k) / speed, 0);
    expect(
      mean([
        [2112, 7168, 1058],
        [24576, 1536, 990],
        [32768, 512, 590],
        [7168, 16384, 1358],
      ]),
    ).toBeCloseTo(1118, 0);
    expect(
      mean([
        [4096, 7168, 1297],
        [7168, 2048, 1099],
      ]),
    ).toBeCloseTo(1224, 0);
    expect(assumeStep().attentionProductFlopPerSecond).toBe(1118e12);
    expect(assumeStep().ffnProductFlopPerSecond).toBe(1224e12);
  });
});

describe("stepSensitivity(model, layout)", () => {
  it("moves each assumption by a fifth: no result leaves ±15% of the report's, and faster hardware costs fewer hours", () => {
    const rows = stepSensitivity(deepseekV3, v3Layout);
    expect(rows.length).toBe(stepAssumptions.length);
    for (const { low, high } of rows) {
      expect(Math.abs(low / publishedHoursPerTrillion - 1)).toBeLessThan(0.15);
      expect(Math.abs(high / publishedHoursPerTrillion - 1)).toBeLessThan(0.15);
    }
    for (const key of [
      "ffnProductFlopPerSecond",
      "attentionProductFlopPerSecond",
      "memoryBytesPerSecond",
      "bf16ProductFlopPerSecond",
      "infinibandBytesPerSecond",
    ]) {
      const row = rows.find((candidate) => candidate.key === key);
      expect(row?.low).toBeGreaterThan(row?.high ?? Infinity);
    }
  });
});

describe("compareSpeeds()", () => {
  it("finds 1,984 tokens a second in the trace, 1,543 in Table 1, 78% between them", () => {
    // By hand: 4096 / 0.129012 / 16 = 1984.3; 10¹² / (180,000 × 3600) = 1543.2; their ratio 0.7777.
    const { steadyState, published, share, overlappedShare } = compareSpeeds();
    expect(steadyState).toBeCloseTo(1984.3, 1);
    expect(published).toBeCloseTo(1543.2, 1);
    expect(share).toBeCloseTo(0.778, 3);
    expect(overlappedShare).toBeCloseTo(0.7, 2); // 13.95 / 19.926
  });
});

describe("scaleUp(model, layout, options)", () => {
  it("keeps its speed if the batch grows along, and has no place where micro-batches run out", () => {
    const gpuCounts = [1024, 2048, 4096, 8192, 16_384];
    const grown = scaleUp(deepseekV3, v3Layout, { gpuCounts });
    expect(grown.map(({ batchSequences }) => batchSequences)).toEqual([7680, 15_360, 30_720, 61_440, 122_880]);
    for (const { tokensPerSecondPerGpu } of grown)
      expect((tokensPerSecondPerGpu ?? 0) / (grown[1].tokensPerSecondPerGpu ?? 1)).toBeCloseTo(1, 1);
    const fixed = scaleUp(deepseekV3, v3Layout, { gpuCounts, fixedBatch: true });
    expect(fixed.map(({ tokensPerSecondPerGpu }) => tokensPerSecondPerGpu === null)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]); // 240, 120, 60, 30, 15 micro-batches; 32 are needed
    expect(fixed[2].tokensPerSecondPerGpu).toBeLessThan(fixed[0].tokensPerSecondPerGpu ?? 0);
  });
});
