import { describe, expect, it } from "vitest";
import {
  assumeStep,
  deepseekV3,
  layerAsChunks,
  llama31_405B,
  overlapChunks,
  publishedTrace,
  traceAsChunks,
  v3Layout,
} from "../../../src/compute/index.ts";

describe("layerAsChunks(model, layout, changed)", () => {
  const chunks = layerAsChunks(deepseekV3, v3Layout);
  it("computes for as long as the trace does, within 10%, without knowing it", () => {
    const { computeBusy } = overlapChunks(chunks);
    expect(Math.abs(computeBusy / publishedTrace.computeBusy - 1)).toBeLessThan(0.1); // the claim of the chapter, not a rounding
  });
  it("communicates for less than half of that: the trace's communication also waits", () => {
    const { computeBusy, communicationBusy } = overlapChunks(chunks);
    expect(communicationBusy / computeBusy).toBeCloseTo(0.453, 3); // as `trainingStep` reports for the whole model
    expect(overlapChunks(traceAsChunks()).communicationBusy).toBeGreaterThan(2 * communicationBusy);
  });
  // By hand: of 4 allowed nodes, one stays without any of 8 experts with probability C(96, 8)/C(128, 8) = 0.0927, so a token
  // uses 3.63; 7 of 8 nodes are not its own: 3.1754 copies. Each has 7,168 + 56 × 4 = 7,392 bytes, for 4,096 tokens.
  it("dispatches 3.18 copies of each token, each with its scales", () => {
    expect(chunks.bytes.dispatchForward / (4096 * 7392)).toBeCloseTo(3.1754, 4);
  });
  it("takes assumptions that differ", () => {
    const slow = layerAsChunks(deepseekV3, v3Layout, {
      infinibandBytesPerSecond: assumeStep().infinibandBytesPerSecond / 2,
    });
    expect(overlapChunks(slow).communicationBusy).toBeCloseTo(2 * overlapChunks(chunks).communicationBusy, 12);
  });
  it("needs experts", () => {
    expect(() => layerAsChunks(llama31_405B, { ...v3Layout, expertRanks: 1 })).toThrow(
      new RangeError('model must have experts (got "Llama 3.1 405B")'),
    );
  });
});
