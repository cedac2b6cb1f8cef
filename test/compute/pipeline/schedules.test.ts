import { describe, expect, it } from "vitest";
import {
  bubbleFormula,
  bubbleFormulaHolds,
  bubbleTime,
  describeOperation,
  indexOperations,
  needsOf,
  pipelineIntervals,
  pipelineMemory,
  pipelineSchedule,
  readSchedule,
  scheduleExists,
  scheduleNames,
  simulate,
  unitTimes,
  writeSchedule,
} from "../../../src/compute/index.ts";

describe("pipelineSchedule(name, size)", () => {
  // By hand, from the definitions: arXiv:1811.06965 Figure 2; arXiv:2104.04473 Figure 4; arXiv:2401.10241 Figure 3.
  it.each([
    ["GPipe", 2, 3, "F0 F1 F2 B2 B1 B0\nF0 F1 F2 B2 B1 B0"],
    ["1F1B", 3, 3, "F0 F1 F2 B0 B1 B2\nF0 F1 B0 F2 B1 B2\nF0 B0 F1 B1 F2 B2"],
    ["1F1B", 3, 1, "F0 B0\nF0 B0\nF0 B0"],
    ["ZB1P", 2, 3, "F0 F1 I0 W0 F2 I1 W1 I2 W2\nF0 I0 F1 I1 W0 F2 I2 W1 W2"],
    ["Interleaved", 2, 2, "F0 F1 F0.1 F1.1 B0.1 B1.1 B0 B1\nF0 F1 F0.1 B0.1 F1.1 B1.1 B0 B1"],
  ] as const)("%s, %d ranks, %d micro-batches", (name, ranks, microBatches, text) => {
    const made = writeSchedule(pipelineSchedule(name, { ranks, microBatches, chunks: 2 }));
    expect(made).toBe(text);
  });
  it("says what is allowed", () => {
    const refusal = (name: (typeof scheduleNames)[number], ranks: number, microBatches: number, chunks?: number) => {
      try {
        pipelineSchedule(name, { ranks, microBatches, chunks });
      } catch (error) {
        return error instanceof RangeError ? error.message : error;
      }
      return null;
    };
    expect(refusal("DualPipe", 7, 20)).toBe("ranks must be even for DualPipe (got 7)");
    expect(refusal("DualPipe", 8, 21)).toBe("microBatches must be even for DualPipe, half for each direction (got 21)");
    expect(refusal("DualPipe", 8, 14)).toBe(
      "microBatches must be at least 16 for DualPipe, two for each rank (got 14)",
    );
    expect(refusal("DualPipeV", 7, 13)).toBe(
      "microBatches must be at least 14 for DualPipeV, two for each rank (got 13)",
    );
    expect(refusal("Interleaved", 8, 20)).toBe(
      "microBatches must be a multiple of the 8 ranks for Interleaved (got 20)",
    );
    expect(refusal("Interleaved", 8, 16, 1)).toBe("chunks must be an integer from 2 to 255 (got 1)");
    expect(refusal("1F1B", 0, 4)).toBe("ranks must be a positive integer (got 0)");
    expect(refusal("1F1B", 4, 2 ** 19)).toBe("microBatches must be at most 262144 for 4 ranks (got 524288)");
    expect(scheduleExists("DualPipe", { ranks: 7, microBatches: 20 })).toBe(false);
    expect(scheduleExists("DualPipe", { ranks: 8, microBatches: 20 })).toBe(true);
  });
});

describe("readSchedule(text)", () => {
  it("is the inverse of writeSchedule where ranks hold one stage", () => {
    const text = writeSchedule(pipelineSchedule("ZB1P", { ranks: 4, microBatches: 9 }));
    expect(writeSchedule(readSchedule(text))).toBe(text);
    expect(writeSchedule(readSchedule("  F0  F1&B0 B1 \n\n"))).toBe("F0 F1&B0 B1");
  });
  it("says which word is none", () => {
    expect(() => readSchedule("F0 B0\nF0 X0")).toThrow(
      new RangeError('text must have operations like F0, B0, I0, W0 or F1&B0 on rank 1 (got "X0")'),
    );
    expect(() => readSchedule(" ")).toThrow(RangeError);
  });
});

describe("needsOf(schedule, index, op)", () => {
  const schedule = pipelineSchedule("DualPipe", { ranks: 4, microBatches: 10 });
  const index = indexOperations(schedule);
  it("of an overlapped pair are what its two halves need", () => {
    // Rank 1 of the released order: F0 F5.1 F1 F6.1 F2 B5.1 F7.1&B0 …: F7 comes from rank 2, B0 needs rank 2's and the own forward.
    const op = schedule.firstOfRank[1] + 6;
    expect(describeOperation(schedule, index, op)).toBe(
      "forward of micro-batch 7 with backward of micro-batch 0 on rank 1",
    );
    expect(needsOf(schedule, index, op).map(({ op: needed }) => describeOperation(schedule, index, needed))).toEqual([
      "forward of micro-batch 7, chunk 1, on rank 2",
      "forward of micro-batch 0, chunk 0, on rank 1",
      "backward of micro-batch 0, chunk 0, on rank 2",
    ]);
  });
  it("of a first forward is nothing", () => {
    expect(needsOf(schedule, index, 0)).toEqual([]);
  });
});

describe("pipelineIntervals(schedule, timeline)", () => {
  it("has an interval for each operation, or two for each pair, which then meet at F's part of the time", () => {
    const schedule = pipelineSchedule("DualPipe", { ranks: 2, microBatches: 4 });
    const timeline = simulate(schedule, { ...unitTimes, overlapped: 2.25 });
    const whole = pipelineIntervals(schedule, timeline);
    expect([...whole.start]).toEqual([...timeline.startOfOp]);
    expect([...whole.lane]).toEqual([...timeline.index.rankOfOp]);
    const { op, start, end, kind, microBatch, chunk } = pipelineIntervals(schedule, timeline, {
      splitPairs: unitTimes,
    });
    const at = op.indexOf(4); // F3.1&B0 of rank 0; a third of 2.25 is the forward's
    expect([op[at + 1], kind[at], kind[at + 1], microBatch[at], microBatch[at + 1], chunk[at], chunk[at + 1]]).toEqual([
      4, 0, 1, 3, 0, 1, 0,
    ]);
    expect(end[at] - start[at]).toBeCloseTo(0.75, 12);
    expect([end[at], end[at + 1]]).toEqual([start[at + 1], timeline.endOfOp[4]]);
  });
});

describe("bubbleTime(schedule, size, times)", () => {
  it("is Table 2 at 16 ranks, F = 1, B = 2, W = 1, F&B = 3", () => {
    // By hand: 15 × 3, 15 × (3 − 2), 7 × (3 + 2 − 3).
    expect((["1F1B", "ZB1P", "DualPipe"] as const).map((name) => bubbleTime(name, { ranks: 16 }, unitTimes))).toEqual([
      45, 15, 14,
    ]);
  });
  it("says for ZB1P the same with B or with the backward for input: F + B − 2W = F + (B − W) − W", () => {
    const { forward: F, backward: B, backwardForWeights: W } = { forward: 3, backward: 7, backwardForWeights: 2 };
    expect(bubbleTime("ZB1P", { ranks: 5 }, { forward: F, backward: B, backwardForWeights: W, overlapped: 10 })).toBe(
      4 * (F + (B - W) - W),
    );
  });
  it("names what it refuses", () => {
    expect(() => bubbleTime("DualPipe", { ranks: 7 }, unitTimes)).toThrow(
      new RangeError("ranks must be even for DualPipe (got 7)"),
    );
    expect(() => bubbleTime("ZB1P", { ranks: 8 }, { ...unitTimes, backwardForWeights: 1.75 })).toThrow(
      new RangeError("backwardForWeights must be short enough for the formula of ZB1P to give 0 or more (got 1.75)"),
    );
  });
});

describe("bubbleFormula(schedule, size, times)", () => {
  it("goes below nothing where W is too long to be true", () => {
    // By hand, 8 ranks, F = 1, B = 2, W = 1.75: 7 × (1 + 2 − 3.5).
    expect(bubbleFormula("ZB1P", { ranks: 8 }, { ...unitTimes, backwardForWeights: 1.75 })).toBe(-3.5);
    expect(bubbleFormula("DualPipe", { ranks: 8 }, unitTimes)).toBe(6);
  });
});

describe("bubbleFormulaHolds(schedule, times)", () => {
  const holding = (times: typeof unitTimes): string[] =>
    scheduleNames.filter((name) => bubbleFormulaHolds(name, times));
  it("holds for all schedules at Figure 5's times, and for fewer elsewhere", () => {
    expect(holding(unitTimes)).toEqual([...scheduleNames]);
    expect(holding({ ...unitTimes, overlapped: 2.5 })).toEqual(["GPipe", "1F1B", "Interleaved", "ZB1P"]);
    expect(holding({ ...unitTimes, backwardForWeights: 1.5 })).toEqual(["GPipe", "1F1B", "Interleaved"]);
  });
  it("refuses a schedule that is none", () => {
    expect(() => bubbleFormulaHolds("ZB-V" as "ZB1P", unitTimes)).toThrow(/^schedule must be one of /);
  });
  it("bears sums of decimal fractions: F = 0.1, W = 0.1, B = 0.2, F&B = 0.1 + 0.2", () => {
    expect(holding({ forward: 0.1, backward: 0.2, backwardForWeights: 0.1, overlapped: 0.1 + 0.2 })).toEqual([
      ...scheduleNames,
    ]);
  });
  it("holds nowhere else: outside of it a rank idles other than the formula says, F = 1, B = 2, W = 1.25 for ZB1P", () => {
    const times = { ...unitTimes, backwardForWeights: 1.25 };
    const { idleOfRank } = simulate(pipelineSchedule("ZB1P", { ranks: 8, microBatches: 20 }), times);
    expect(bubbleFormulaHolds("ZB1P", times)).toBe(false);
    expect(Math.max(...idleOfRank)).toBeGreaterThan(bubbleFormula("ZB1P", { ranks: 8 }, times));
  });
});

describe("pipelineMemory(schedule, size)", () => {
  it("is Table 2, and the number of micro-batches where there are fewer", () => {
    expect(
      scheduleNames.map((name) => pipelineMemory(name, { ranks: 8, microBatches: 20, chunks: 4 }).activations),
    ).toEqual([20, 8, 8 + 7 / 4, 8, 9, 8.5]);
    expect(scheduleNames.map((name) => pipelineMemory(name, { ranks: 8, microBatches: 20 }).parameters)).toEqual([
      1, 1, 1, 1, 2, 1,
    ]);
    expect(pipelineMemory("1F1B", { ranks: 8, microBatches: 3 }).activations).toBe(3);
  });
});
