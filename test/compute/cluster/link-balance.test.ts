import { describe, expect, it } from "vitest";
import { busBandwidth, linkBalance, linkTimesPerToken, rateOnTheWire, v3Cluster } from "../../../src/compute/index.ts";

describe("linkBalance(options)", () => {
  it("gives the report's 3.2 experts per node, and 12.8 where it prints 13", () => {
    // By hand: 160 / 50; × 4; 8 / 12.8.
    expect(linkBalance({ ...v3Cluster, limitedNodes: 4, activatedExperts: 8 })).toEqual({
      expertsPerNode: 3.2,
      experts: 12.8,
      nvlinkShare: 0.625,
    });
    // With 40 of 50 GB/s on InfiniBand: 160 / 40.
    expect(
      linkBalance({ ...v3Cluster, infinibandBytesPerSecond: 40e9, limitedNodes: 4, activatedExperts: 8 })
        .expertsPerNode,
    ).toBe(4);
  });
  it("refuses a rate below 0", () => {
    expect(() => linkBalance({ ...v3Cluster, nvlinkBytesPerSecond: -1, limitedNodes: 4, activatedExperts: 8 })).toThrow(
      new RangeError("nvlinkBytesPerSecond must be a finite number above 0 (got -1)"),
    );
  });
});

describe("linkTimesPerToken(options)", () => {
  it("is copies times bytes over the rate, and both links take as long where experts come free", () => {
    // By hand: 4 × 1,000 / 50 GB/s = 80 ns; 8 × 1,000 / 160 GB/s = 50 ns, 0.625 as long.
    const times = linkTimesPerToken({ ...v3Cluster, nodes: 4, activatedExperts: 8, bytesPerCopy: 1000 });
    expect(times).toEqual({ infiniband: 80e-9, nvlink: 50e-9 });
    expect(times.nvlink / times.infiniband).toBe(
      linkBalance({ ...v3Cluster, limitedNodes: 4, activatedExperts: 8 }).nvlinkShare,
    );
  });
  it("refuses no experts", () => {
    expect(() => linkTimesPerToken({ ...v3Cluster, nodes: 4, activatedExperts: 0, bytesPerCopy: 1000 })).toThrow(
      new RangeError("activatedExperts must be a finite number above 0 (got 0)"),
    );
  });
});

describe("rateOnTheWire(options)", () => {
  it("takes off what stays at home", () => {
    // DeepEP prints 58 GB/s for 32 GPUs, four nodes: 58 × 3/4 = 43.5; two nodes at the link's 50 measure 100.
    expect(rateOnTheWire({ measuredBytesPerSecond: 58e9, nodes: 4 })).toBe(43.5e9);
    expect(rateOnTheWire({ measuredBytesPerSecond: 100e9, nodes: 2 })).toBe(50e9);
    expect(rateOnTheWire({ measuredBytesPerSecond: 51e9, nodes: 8 })).toBeCloseTo(44.625e9, 3);
  });
});

describe("busBandwidth(options)", () => {
  it("is (n − 1)/n of the algorithm's, twice that for all-reduce", () => {
    expect(busBandwidth({ algorithmBytesPerSecond: 80, gpus: 8 })).toBe(70);
    expect(busBandwidth({ algorithmBytesPerSecond: 80, gpus: 8, allReduce: true })).toBe(140);
  });
});
