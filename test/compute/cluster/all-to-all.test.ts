import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allToAllTime,
  bytesPerCopy,
  dispatchTraffic,
  loadImbalance,
  nodesPerToken,
} from "../../../src/compute/index.ts";

/** Two nodes of two GPUs, eight experts, two on each GPU; one token on each GPU, three experts for each. */
const size = { activatedExperts: 3, routedExperts: 8, gpus: 4, gpusPerNode: 2 };
const expertOfSlot = Uint16Array.of(0, 4, 5, /**/ 0, 6, 4, /**/ 4, 5, 7, /**/ 0, 1, 2);

describe("dispatchTraffic(expertOfSlot, options)", () => {
  // By hand. Token 0: at home, and over IB to GPU 2, which has both others. Token 1: NVLink to GPU 0; IB to its counterpart
  // GPU 3, from there NVLink to GPU 2. Token 2: NVLink to GPU 3. Token 3: IB to its counterpart GPU 1, NVLink to GPU 0 for two experts.
  it("counts copies once per node", () => {
    const traffic = dispatchTraffic(expertOfSlot, size);
    expect([...traffic.ibSent]).toEqual([1, 1, 0, 1]);
    expect([...traffic.ibReceived]).toEqual([0, 1, 1, 1]);
    expect([...traffic.nvlinkSent]).toEqual([0, 2, 1, 1]);
    expect([...traffic.nvlinkReceived]).toEqual([2, 0, 1, 1]);
    expect([...traffic.ibOfNodes]).toEqual([0, 2, 1, 0]);
    expect([...traffic.slotsOfGpu]).toEqual([4, 1, 5, 2]);
    expect([traffic.ibPerToken, traffic.nvlinkPerToken, traffic.nodesPerToken]).toEqual([3 / 4, 1, 6 / 4]);
  });
  it("counts nothing where there is no token", () => {
    const { ibPerToken, nvlinkPerToken, nodesPerToken: nodes } = dispatchTraffic(new Uint16Array(), size);
    expect([ibPerToken, nvlinkPerToken, nodes]).toEqual([0, 0, 0]);
  });
  it("counts copies once per GPU, and once per expert", () => {
    // Once per GPU over IB: 1 + 2 + 0 + 2; NVLink at home: 0 + 1 + 1 + 0. Per expert over IB: 2 + 2 + 0 + 3.
    const perGpu = dispatchTraffic(expertOfSlot, { ...size, copies: "gpu" });
    expect([perGpu.ibPerToken, perGpu.nvlinkPerToken]).toEqual([5 / 4, 2 / 4]);
    const perExpert = dispatchTraffic(expertOfSlot, { ...size, copies: "expert" });
    expect([perExpert.ibPerToken, perExpert.nvlinkPerToken]).toEqual([7 / 4, 2 / 4]);
  });
  it("counts two experts on one GPU twice over NVLink if told so", () => {
    expect(dispatchTraffic(expertOfSlot, { ...size, nvlinkPerExpert: true }).nvlinkPerToken).toBe(5 / 4); // one more, for token 3
  });
  it("conserves copies, and sends the fewer the more is shared", () => {
    const routing = fc
      .array(fc.uniqueArray(fc.nat(7), { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 12 })
      .map((tokens) => Uint16Array.from(tokens.slice(0, tokens.length - (tokens.length % 4)).flat()));
    fc.assert(
      fc.property(routing, (slots) => {
        const [node, gpu, expert] = (["node", "gpu", "expert"] as const).map((copies) =>
          dispatchTraffic(slots, { ...size, copies }),
        );
        const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
        for (const traffic of [node, gpu, expert]) {
          expect(sum(traffic.ibSent)).toBe(sum(traffic.ibReceived));
          expect(sum(traffic.nvlinkSent)).toBe(sum(traffic.nvlinkReceived));
          expect(sum(traffic.ibOfNodes)).toBe(sum(traffic.ibSent));
          expect(sum(traffic.slotsOfGpu)).toBe(slots.length);
        }
        expect(node.ibPerToken).toBeLessThanOrEqual(gpu.ibPerToken);
        expect(gpu.ibPerToken).toBeLessThanOrEqual(expert.ibPerToken);
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => dispatchTraffic(expertOfSlot, { ...size, routedExperts: 6 })).toThrow(
      new RangeError("routedExperts must be a multiple of the 4 GPUs that share them (got 6)"),
    );
    expect(() => dispatchTraffic(expertOfSlot, { ...size, gpusPerNode: 3 })).toThrow(
      new RangeError("gpus must be a multiple of the 3 GPUs of a node (got 4)"),
    );
    expect(() => dispatchTraffic(Uint16Array.of(0, 1, 2), size)).toThrow(
      new RangeError("expertOfSlot must have a multiple of 12 entries, as many tokens on each GPU (got 3)"),
    );
    expect(() =>
      dispatchTraffic(
        expertOfSlot.map((expert) => expert + 2),
        size,
      ),
    ).toThrow(new RangeError("expertOfSlot must hold experts below 8 (got 8)"));
  });
});

describe("allToAllTime(traffic, options)", () => {
  it("is that of the busiest link", () => {
    // By hand: 1 copy of 10 bytes at 5 bytes/s; 2 at 20 bytes/s.
    const traffic = dispatchTraffic(expertOfSlot, size);
    expect(allToAllTime(traffic, { bytesPerCopy: 10, infinibandBytesPerSecond: 5, nvlinkBytesPerSecond: 20 })).toEqual({
      infiniband: 2,
      nvlink: 1,
      total: 2,
      binding: "infiniband",
    });
    expect(allToAllTime(traffic, { bytesPerCopy: 10, infinibandBytesPerSecond: 5, nvlinkBytesPerSecond: 4 })).toEqual({
      infiniband: 2,
      nvlink: 5,
      total: 5,
      binding: "nvlink",
    });
    expect(() =>
      allToAllTime(traffic, { bytesPerCopy: 10, infinibandBytesPerSecond: -5, nvlinkBytesPerSecond: 4 }),
    ).toThrow(new RangeError("infinibandBytesPerSecond must be a finite number above 0 (got -5)"));
  });
});

describe("bytesPerCopy(format)", () => {
  it("has a scale for each 128 values", () => {
    // By hand: 7168 + 56 × 4; 7168 × 2; 130 values in two tiles.
    expect(bytesPerCopy({ hiddenDim: 7168, bytesPerValue: 1, bytesPerScale: 4 })).toBe(7392);
    expect(bytesPerCopy({ hiddenDim: 7168, bytesPerValue: 2 })).toBe(14_336);
    expect(bytesPerCopy({ hiddenDim: 130, bytesPerValue: 1, bytesPerScale: 4 })).toBe(138);
  });
});

describe("loadImbalance(slotsOfGpu)", () => {
  it("is the busiest over the mean", () => {
    expect(loadImbalance(Float64Array.of(4, 1, 5, 2))).toBe(5 / 3);
    expect(loadImbalance(new Float64Array(3))).toBe(1);
  });
});

describe("nodesPerToken(options)", () => {
  const v3 = { routedExperts: 256, activatedExperts: 8 };
  it("is below the limit, the more the nearer the limit comes to the number of experts", () => {
    const eight = nodesPerToken({ ...v3, nodes: 8, limitedNodes: 3 });
    const sixteen = nodesPerToken({ ...v3, nodes: 16, limitedNodes: 6 });
    expect(eight.mean).toBeGreaterThan(2.99);
    expect(eight.mean).toBeLessThanOrEqual(3);
    expect(sixteen.mean).toBeGreaterThan(5.8);
    expect(sixteen.mean).toBeLessThan(5.9);
    expect(eight.tokensOfNodeCount.reduce((sum, tokens) => sum + tokens, 0)).toBe(4096);
  });
  it("without a limit is what chance gives: 8 × (1 − C(224, 8)/C(256, 8))", () => {
    let none = 1;
    for (let i = 0; i < 8; i++) none *= (224 - i) / (256 - i);
    // 4,096 tokens with a standard deviation below 1 node: three standard errors are below 0.05.
    expect(Math.abs(nodesPerToken({ ...v3, nodes: 8, limitedNodes: 8 }).mean - 8 * (1 - none))).toBeLessThan(0.05);
  });
  it("is remote for all but one of the nodes", () => {
    const { mean, remote } = nodesPerToken({ ...v3, nodes: 8, limitedNodes: 4 });
    expect(Math.abs(remote - (mean * 7) / 8)).toBeLessThan(0.03); // home nodes come by chance
  });
});
