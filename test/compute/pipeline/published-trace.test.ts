/** Every measured time of the trace, against the file that it was read from: test/reference/published-trace.md. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { publishedTrace, traceSegments } from "../../../src/compute/index.ts";

type Read = [
  name: string,
  layer: number,
  stream: string,
  start: number,
  end: number,
  busy: number,
  kernels: number,
  byKind: number[],
];
const read = JSON.parse(
  readFileSync(new URL("../../reference/published-trace.json", import.meta.url), "utf8"),
) as Read[];

/** What the trace calls each part. */
const names: Readonly<Record<string, string>> = {
  attentionForward: "attn(F)",
  attentionBackward: "attn(B)",
  attentionWeights: "attn(W)",
  mlpForward: "mlp(F)",
  mlpBackward: "mlp(B)",
  mlpWeights: "mlp(W)",
  dispatchForward: "dispatch(F)",
  dispatchBackward: "dispatch(B)",
  combineForward: "combine(F)",
  combineBackward: "combine(B)",
};

describe("traceSegments()", () => {
  const microseconds = (seconds: number): number => Math.round(seconds * 1e6);
  it("has layer, stream, times and kernels of every annotation", () => {
    const rows = traceSegments().map(({ part, layer, stream, start, end, busy, kernels, busyByKind }) => [
      names[part],
      layer,
      stream,
      microseconds(start),
      microseconds(end),
      microseconds(busy),
      kernels,
      Object.values(busyByKind).map(microseconds),
    ]);
    expect(rows).toEqual(read);
  });
});

describe("publishedTrace", () => {
  it("has the span of its segments, and busy times that fit into it", () => {
    const { span, computeBusy, communicationBusy, eitherBusy, bothBusy } = publishedTrace;
    expect(span).toBe(Math.max(...read.map(([, , , , end]) => end)) / 1e6);
    // Inclusion and exclusion; each is rounded to a microsecond.
    expect(Math.abs(computeBusy + communicationBusy - bothBusy - eitherBusy)).toBeLessThanOrEqual(2e-6);
  });
  it("lets communication and computing share all of the device's SMs", () => {
    const { sms, communicationSms, computeSms } = publishedTrace;
    // 20 + 112 = 132
    expect([communicationSms, computeSms, sms]).toEqual([20, 112, 132]);
  });
});
