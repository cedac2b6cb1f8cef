import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  operationSlack,
  pipelineIntervals,
  pipelineSchedule,
  simulate,
  unitTimes,
  writeSchedule,
  type ScheduleName,
} from "../../../src/compute/index.ts";
import drawn from "../../reference/figure-5.json" with { type: "json" };
import released from "../../reference/dual-pipe-orders.json" with { type: "json" };

describe("the order of DualPipe and DualPipeV is that of the released code", () => {
  it.each(released.orders)(
    "$schedule, $ranks ranks, $microBatches micro-batches, operation by operation",
    ({ schedule, ranks, microBatches, lines }) => {
      expect(writeSchedule(pipelineSchedule(schedule as ScheduleName, { ranks, microBatches })).split("\n")).toEqual(
        lines,
      );
    },
  );
  it("for all sizes that were taken, by hash", () => {
    expect(released.hashes.length).toBe(2 * 16 * 6 + 8);
    for (const [schedule, ranks, microBatches, hash] of released.hashes as [ScheduleName, number, number, string][]) {
      const text = writeSchedule(pipelineSchedule(schedule, { ranks, microBatches }));
      expect(
        `${schedule} ${ranks} ${microBatches} ${createHash("sha256").update(text).digest("hex").slice(0, 16)}`,
      ).toBe(`${schedule} ${ranks} ${microBatches} ${hash}`);
    }
  });
});

describe("Figure 5", () => {
  const schedule = pipelineSchedule("DualPipe", { ranks: 8, microBatches: 20 });
  const timeline = simulate(schedule, unitTimes);
  const { lane, start, kind, microBatch, op } = pipelineIntervals(schedule, timeline, { splitPairs: unitTimes });
  const letters = ["F", "B", "I", "W"];
  const slack = operationSlack(schedule, timeline);

  it("has the same operations in the same order on all ranks; the second direction is drawn without numbers", () => {
    const cells = Array.from(drawn, () => [] as string[]);
    for (let i = 0; i < lane.length; i++)
      cells[lane[i]].push(letters[kind[i]] + (microBatch[i] < 10 ? microBatch[i] : ""));
    expect(cells.map((ofRank) => ofRank.join(" "))).toEqual(drawn.map((line) => line.replace(/@\d+/g, "")));
  });
  it("starts every operation when the simulation does, but for 36 whole backwards and what follows them, within their slack", () => {
    const starts = drawn.flatMap((line) => line.split(" ").map((cell) => Number(cell.split("@")[1])));
    expect(starts.length).toBe(lane.length);
    const later = starts.map((drawnStart, i) => drawnStart - start[i]);
    expect(later.filter((delay) => delay !== 0).length).toBe(36);
    for (const [i, delay] of later.entries()) {
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(Math.min(2, slack[op[i]]));
    }
  });
  // Read from the drawing: it ends after 66 forwards, every rank is idle for 6 of them and keeps 9 micro-batches at most.
  it("has the drawing's length, idle time and memory", () => {
    expect(timeline.makespan).toBe(66);
    expect([...timeline.idleOfRank]).toEqual(Array(8).fill(6));
    expect([...timeline.peakActivationsOfRank]).toEqual(Array(8).fill(9));
  });
});
