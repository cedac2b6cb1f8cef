import { describe, expect, it } from "vitest";
import {
  allToAllTime,
  compareSpeeds,
  dispatchTraffic,
  doubleEach,
  gateOf,
  h800Design,
  overlapChunks,
  publishedRun,
  route,
  servedUnit,
  suggestionGain,
  suggestionIds,
  suggestions,
  syntheticLogits,
  traceAsChunks,
  traceTimeByKind,
  trainingStep,
  deepseekV3,
  designAssumptions,
  v3Layout,
  uptakeOfSuggestions,
  type SuggestionGain,
} from "../../../src/compute/index.ts";

const gains = new Map<string, SuggestionGain>(suggestionIds.map((id) => [id, suggestionGain(id)]));
const gain = (id: string): SuggestionGain => gains.get(id)!;
const unchanged = ({ before, after }: { before: number; after: number }): boolean => before === after;

describe("suggestionGain(id)", () => {
  it("starts from the simulators of the earlier chapters, bit for bit", () => {
    const { hours, traceSeconds } = gain("communication");
    expect(hours.before).toBe((trainingStep(deepseekV3, v3Layout).gpuHoursPerTrillion * publishedRun.tokens) / 1e12);
    expect(traceSeconds.before).toBe(overlapChunks(traceAsChunks()).span);
  });
  it("gives communication's SMs back: computing alone is at most 112/132 of what it was", () => {
    const { hours, traceSeconds } = gain("communication");
    for (const { before, after } of [hours, traceSeconds]) {
      expect(after).toBeLessThan(before);
      expect(after / before).toBeGreaterThanOrEqual(112 / 132);
    }
  });
  it("finds that switches that copy leave the busiest direction of a link as busy", () => {
    expect(unchanged(gain("multicast").allToAllSeconds)).toBe(true);
  });
  it("wins no time with a wider adder, nor with scales that hide today", () => {
    for (const id of ["adder", "scales"])
      expect(
        Object.values(gain(id))
          .slice(1)
          .every((each) => each === null || id === "scales" || unchanged(each as never)),
        id,
      ).toBe(true);
    expect(unchanged(gain("scales").hours)).toBe(true);
    const { before, after } = gain("scales").hoursIfExposed!;
    expect(after).toBeLessThan(before);
  });
  it("wins more with a cast beside the memory than with one on the way", () => {
    expect(gain("near-memory-cast").hours.after).toBeLessThan(gain("fused-cast").hours.after);
    expect(gain("fused-cast").hours.after).toBeLessThan(gain("fused-cast").hours.before);
  });
  it("takes cast kernels out of the trace: not more than the time they had", () => {
    const { before, after } = gain("fused-cast").traceSeconds;
    const casts = traceTimeByKind(({ stream }) => stream === "compute").find(
      ({ kind }) => kind === "FP8 cast",
    )!.seconds;
    expect(before - after).toBeGreaterThan(0);
    expect(before - after).toBeLessThanOrEqual(casts * (1 + 1e-9));
  });
  it("sends each token's 7,168 values with 56 scales, and back in BF16, among 64 GPUs of eight nodes", () => {
    const slots = route(
      syntheticLogits({ tokens: 4096, routedExperts: 256, skew: 0 }),
      null,
      gateOf(deepseekV3.moe!),
    ).expertOfSlot;
    const traffic = dispatchTraffic(slots, { activatedExperts: 8, routedExperts: 256, gpus: 64, gpusPerNode: 8 });
    const { nvlinkBytesPerSecond, infinibandBytesPerSecond } = designAssumptions(h800Design);
    const time = (bytes: number): number =>
      allToAllTime(traffic, { bytesPerCopy: bytes, nvlinkBytesPerSecond, infinibandBytesPerSecond }).total;
    expect(gain("communication").allToAllSeconds.before).toBe(time(7168 + 56 * 4) + time(2 * 7168));
  });
  it("leaves training as it was where only latency falls", () => {
    expect(unchanged(gain("low-latency").hours)).toBe(true);
  });
  it("makes nothing worse", () => {
    for (const { hours, traceSeconds, decodeSpeed, allToAllSeconds } of gains.values()) {
      for (const { before, after } of [hours, traceSeconds, allToAllSeconds]) expect(after).toBeLessThanOrEqual(before);
      expect(decodeSpeed.after).toBeGreaterThanOrEqual(decodeSpeed.before);
    }
  });
  it("refuses what is not wished for", () => {
    expect(() => suggestionGain("more")).toThrow(RangeError);
  });
});

describe("suggestions", () => {
  it("change what their names say, and nothing else", () => {
    expect(suggestions.map(({ id, change, dropsKernels }) => [id, change, dropsKernels])).toEqual([
      ["communication", { communicationSms: 0 }, []],
      ["multicast", {}, []],
      ["adder", { adderBits: 34 }, []],
      ["scales", { appliesScales: true }, []],
      ["fused-cast", { cast: "fused" }, ["FP8 cast"]],
      ["near-memory-cast", { cast: "near-memory" }, ["FP8 cast"]],
      ["transposed-reads", { transposedReads: true }, ["transpose"]],
      ["one-domain", { scaleUpSize: 64 }, []],
      ["low-latency", { latency: h800Design.latency / 2 }, []],
    ]);
  });
  it("say where they are wished for, what they rest on, and what became of each", () => {
    for (const { id, source, note } of suggestions) {
      expect(source, id).toMatch(/§/);
      expect(note.length, id).toBeGreaterThan(20);
      expect(
        uptakeOfSuggestions.some(({ suggestion }) => suggestion === id),
        id,
      ).toBe(true);
    }
  });
});

describe("uptakeOfSuggestions", () => {
  it("have words and place wherever something was taken up", () => {
    for (const { suggestion, state, quote, source, by, read } of uptakeOfSuggestions) {
      expect(suggestionIds).toContain(suggestion);
      expect(quote !== null && source !== null && by !== "", suggestion).toBe(state !== "not read of");
      expect(read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe("doubleEach(design, decode)", () => {
  const { doubled, bindsTraining, bindsDecoding } = doubleEach(h800Design, servedUnit);
  it("says what binds: what wins most if doubled", () => {
    expect([bindsTraining, bindsDecoding]).toEqual(["peakFp8", "memoryBytesPerSecond"]);
    const top = Math.max(...doubled.map(({ hoursSaved }) => hoursSaved));
    expect(doubled.find(({ key }) => key === bindsTraining)!.hoursSaved).toBe(top);
  });
  it("wins nothing in training by what no part of the step waits for", () => {
    for (const key of ["peakFp32", "scaleUpBytesPerSecond", "latency"])
      expect(doubled.find((each) => each.key === key)!.hoursSaved, key).toBe(0);
  });
});

describe("traceAsChunks(without)", () => {
  it("drops kernels from computing parts alone", () => {
    const all = traceAsChunks();
    const fewer = traceAsChunks(["FP8 cast"]);
    expect(fewer.bytes).toEqual(all.bytes);
    for (const part of ["mlpForward", "mlpBackward", "attentionForward", "attentionBackward", "mlpWeights"] as const)
      expect(fewer.seconds[part], part).toBeLessThan(all.seconds[part]);
    expect(traceAsChunks(["no such kernel"])).toEqual(all);
    expect(compareSpeeds().steadyState).toBeGreaterThan(0);
  });
});
