import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chunkParts,
  overlapBySms,
  overlapChunks,
  partDurations,
  publishedTrace,
  traceAsChunks,
  traceIntervals,
  traceSegments,
  traceTimeByKind,
  type OverlapOptions,
} from "../../../src/compute/index.ts";

/** Computing parts of 1 s each on 100 SMs, of which 20 communicate: 1.25 s. Communicating parts of 2 s. */
const even: OverlapOptions = {
  seconds: {
    mlpBackward: 1,
    mlpWeights: 1,
    mlpForward: 1,
    attentionBackward: 1,
    attentionWeights: 1,
    attentionForward: 1,
  },
  bytes: { dispatchForward: 20, dispatchBackward: 20, combineForward: 20, pipelineSend: 0, combineBackward: 20 },
  bytesPerSecond: 10,
  sms: 100,
  communicationSms: 20,
  smsToFillLink: 20,
  layers: 1,
};

describe("overlapChunks(options)", () => {
  // By hand. Computation: MLP(B) 0–1.25, MLP(W) –2.5, MLP(F) –3.75, after dispatch(F) 0–2. Dispatch(B) 2–4. Both streams
  // meet at 4. ATTN(B) 4–5.25, ATTN(W) –6.5, combine(F) 4–6; ATTN(F) 6.5–7.75; combine(B) 6–8.
  it("runs one layer as by hand", () => {
    const { lane, part, start, end, span, computeBusy, communicationBusy, exposed, serial } = overlapChunks(even);
    const timeOf = Object.fromEntries(Array.from(part, (i, at) => [chunkParts[i], [lane[at], start[at], end[at]]]));
    expect(timeOf).toEqual({
      mlpBackward: [0, 0, 1.25],
      mlpWeights: [0, 1.25, 2.5],
      mlpForward: [0, 2.5, 3.75],
      attentionBackward: [0, 4, 5.25],
      attentionWeights: [0, 5.25, 6.5],
      attentionForward: [0, 6.5, 7.75],
      dispatchForward: [1, 0, 2],
      dispatchBackward: [1, 2, 4],
      combineForward: [1, 4, 6],
      pipelineSend: [1, 6, 6],
      combineBackward: [1, 6, 8],
    });
    expect([span, computeBusy, communicationBusy, exposed]).toEqual([8, 7.5, 8, 0.5]); // exposed: 3.75 to 4, 7.75 to 8
    expect(serial).toBe(14); // 6 × 1 on all SMs, 4 × 2
  });
  it("lets MLP(F) wait for its tokens", () => {
    // Dispatch(F) takes 4 s, so MLP(F) runs 4–5.25, dispatch(B) 4–6.
    const { span } = overlapChunks({ ...even, bytes: { ...even.bytes, dispatchForward: 40 } });
    expect(span).toBe(10);
  });
  it("moves less with fewer SMs than fill the link, and computes more", () => {
    const [first] = partDurations({ ...even, communicationSms: 10 });
    expect(first).toBeCloseTo(100 / 90, 12);
    expect(partDurations({ ...even, communicationSms: 10 })[6]).toBe(4);
    expect(partDurations({ ...even, communicationSms: 40 })[6]).toBe(2);
  });
  it("is never longer than one after the other on the same SMs, never shorter than either stream, and the better without barriers", () => {
    const time = fc.integer({ min: 0, max: 50 });
    const options = fc
      .record({
        seconds: fc.record({
          mlpBackward: time,
          mlpWeights: time,
          mlpForward: time,
          attentionBackward: time,
          attentionWeights: time,
          attentionForward: time,
        }),
        bytes: fc.record({
          dispatchForward: time,
          dispatchBackward: time,
          combineForward: time,
          pipelineSend: time,
          combineBackward: time,
        }),
        layers: fc.integer({ min: 1, max: 5 }),
      })
      .map((parts): OverlapOptions => ({ ...even, ...parts, bytesPerSecond: 1 }));
    fc.assert(
      fc.property(options, (given) => {
        const { span, computeBusy, communicationBusy, exposed } = overlapChunks(given);
        const rounding = 1e-9; // sums of some fifty times below 100
        expect(span).toBeGreaterThanOrEqual(Math.max(computeBusy, communicationBusy) - rounding);
        expect(span).toBeLessThanOrEqual(computeBusy + communicationBusy + rounding);
        expect(exposed).toBeLessThanOrEqual(span - computeBusy + rounding);
        expect(overlapChunks({ ...given, barriers: false }).span).toBeLessThanOrEqual(span + rounding);
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => overlapChunks({ ...even, communicationSms: 100 })).toThrow(
      new RangeError("communicationSms must be an integer from 1 to 99 (got 100)"),
    );
    expect(() => overlapChunks({ ...even, bytesPerSecond: -50e9 })).toThrow(
      new RangeError("bytesPerSecond must be a finite number above 0 (got -50000000000)"),
    );
    expect(() => overlapChunks({ ...even, bytes: { ...even.bytes, combineBackward: NaN } })).toThrow(
      new RangeError("bytes.combineBackward must be a finite number, 0 or above (got NaN)"),
    );
  });
});

describe("the published trace", () => {
  const segments = traceSegments();
  it("has 44 segments in order, on streams that do one thing at a time", () => {
    expect(segments.length).toBe(44);
    for (const stream of ["compute", "compute-2", "communication"]) {
      const own = segments.filter((segment) => segment.stream === stream);
      for (let i = 1; i < own.length; i++) expect(own[i].start).toBeGreaterThanOrEqual(own[i - 1].end);
    }
    for (const { start, end, busy, busyByKind } of segments) {
      expect(busy).toBeLessThanOrEqual(end - start + 1e-6); // whole microseconds
      expect(Object.values(busyByKind).reduce((sum, time) => sum + time, 0)).toBeCloseTo(busy, 5); // rounded to microseconds each
    }
    expect(Math.max(...segments.map(({ end }) => end))).toBe(publishedTrace.span);
  });
  it("shares 132 SMs as 20 and 112", () => {
    expect(publishedTrace.communicationSms + publishedTrace.computeSms).toBe(publishedTrace.sms);
  });
  it("agrees with its sums: both + either = compute + communication", () => {
    const { computeBusy, communicationBusy, eitherBusy, bothBusy } = publishedTrace;
    expect(eitherBusy + bothBusy).toBeCloseTo(computeBusy + communicationBusy, 5); // each to a microsecond
    expect(
      segments.filter(({ stream }) => stream === "communication").reduce((sum, { busy }) => sum + busy, 0),
    ).toBeCloseTo(communicationBusy, 4); // 16 roundings
  });
  it("is as long as our two streams take with its mean times, but for 2%: a layer's times differ, and kernels wait to start", () => {
    const { span } = overlapChunks(traceAsChunks());
    expect(span).toBeLessThan(publishedTrace.span);
    expect(span / publishedTrace.span).toBeCloseTo(0.98, 2);
  });
  it("would gain little from another split of the SMs", () => {
    const splits = overlapBySms(traceAsChunks());
    const best = splits.reduce((a, b) => (b.span < a.span ? b : a));
    expect(splits.length).toBe(131);
    expect(best.communicationSms).toBe(19);
    expect(splits[19].span / best.span).toBeLessThan(1.01);
  });
  it("stands in arrays as it does in segments", () => {
    const { lane, start, end, part, layer } = traceIntervals();
    expect(
      Array.from(lane, (number, i) => [
        ["compute", "communication", "compute-2"][number],
        start[i],
        end[i],
        chunkParts[part[i]],
        layer[i],
      ]),
    ).toEqual(segments.map(({ stream, start: from, end: to, part: name, layer: of }) => [stream, from, to, name, of]));
  });
  it("adds up by kind of kernel to what its segments are busy, the longest first", () => {
    const kinds = traceTimeByKind();
    expect(kinds[0].kind).toBe("a2a combine");
    expect(kinds.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(
      segments.reduce((sum, { busy }) => sum + busy, 0),
      5,
    ); // some 250 roundings to a microsecond
    // By hand, the four segments of layer 0 that communicate: notify 1008 + 1381 + 753 + 1323 µs.
    expect(
      traceTimeByKind(({ stream, layer }) => stream === "communication" && layer === 0).find(
        ({ kind }) => kind === "a2a notify",
      )?.seconds,
    ).toBeCloseTo(0.004465, 9);
  });
});
