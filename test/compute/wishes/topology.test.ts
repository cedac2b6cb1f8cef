import { describe, expect, it } from "vitest";
import {
  dragonfly,
  fatTree,
  impliedPrices,
  isPrimePower,
  largestDragonfly,
  largestSlimFly,
  networkUsd,
  publishedTopologies,
  slimFly,
} from "../../../src/compute/index.ts";

describe("publishedTopologies", () => {
  it.each(publishedTopologies.map((each) => [each.name, each] as const))(
    "are computed as printed: %s",
    (_, { topology, printed }) => {
      const { endpoints, switches, links } = topology;
      expect({ endpoints, switches, links }).toEqual(printed);
    },
  );
  it("use no more than 64 ports", () => {
    for (const { topology } of publishedTopologies) expect(topology.portsUsed).toBeLessThanOrEqual(64);
  });
});

describe("fatTree(options)", () => {
  it("counts four ports by hand", () => {
    // Two layers: 4 leaves with 2 endpoints and 2 links up, 2 spines. Three: 4 pods of 2 + 2 switches and 4 endpoints, 4 cores.
    expect(fatTree({ ports: 4, layers: 2 })).toMatchObject({ endpoints: 8, switches: 6, links: 8, switchesPassed: 3 });
    expect(fatTree({ ports: 4, layers: 3 })).toMatchObject({
      endpoints: 16,
      switches: 20,
      links: 32,
      switchesPassed: 5,
    });
    expect(fatTree({ ports: 4, layers: 2, planes: 3 })).toMatchObject({ endpoints: 24, switches: 18, links: 24 });
  });
  it("uses every port: links twice and endpoints once", () => {
    for (const ports of [2, 8, 36, 64, 128])
      for (const layers of [2, 3] as const) {
        const { endpoints, switches, links } = fatTree({ ports, layers });
        expect(2 * links + endpoints).toBe(switches * ports);
      }
  });
  it("refuses odd ports and other layers", () => {
    expect(() => fatTree({ ports: 5, layers: 2 })).toThrow(new RangeError("ports must be even (got 5)"));
    expect(() => fatTree({ ports: 4, layers: 4 as 3 })).toThrow(RangeError);
  });
});

describe("slimFly(q)", () => {
  it("is the Hoffman–Singleton graph for q = 5: 50 switches with 7 links each", () => {
    expect(slimFly(5)).toMatchObject({ switches: 50, links: 175, endpoints: 200, portsUsed: 11 });
  });
  it("stays within Moore's bound of two hops, 1 + k + k(k − 1)", () => {
    for (const q of [3, 4, 5, 7, 8, 9, 11, 13, 27]) {
      const { switches, links } = slimFly(q);
      const degree = (2 * links) / switches;
      expect(Number.isInteger(degree)).toBe(true);
      expect(switches).toBeLessThanOrEqual(1 + degree * degree);
    }
  });
  it("has 62 ports for 27, the largest prime power that 64 ports allow", () => {
    expect([27, 28, 29].map(isPrimePower)).toEqual([true, false, true]);
    expect(slimFly(27).portsUsed).toBe(62);
    expect(slimFly(29).portsUsed).toBeGreaterThan(64);
  });
  it("refuses a q that no δ fits", () => {
    expect(() => slimFly(6)).toThrow(RangeError);
  });
});

describe("dragonfly(options)", () => {
  it("counts nine groups of four switches by hand", () => {
    // h = 2: 9 groups of 4 switches, 2 endpoints each; 6 links in a group, and 9 · 8 / 2 between groups.
    expect(dragonfly({ globalLinks: 2 })).toMatchObject({ endpoints: 72, switches: 36, links: 54 + 36, portsUsed: 7 });
  });
  it("is full with two groups more than the table has", () => {
    expect(dragonfly({ globalLinks: 16 }).switches - dragonfly({ globalLinks: 16, groups: 511 }).switches).toBe(2 * 32);
  });
  it("refuses more groups than links reach", () => {
    expect(() => dragonfly({ globalLinks: 2, groups: 10 })).toThrow(RangeError);
  });
});

describe("impliedPrices(a, b)", () => {
  it("gives back the two costs it was read from", () => {
    const [, planes, three] = publishedTopologies;
    const prices = impliedPrices({ ...planes.printed, usd: planes.usd }, { ...three.printed, usd: three.usd });
    expect(networkUsd(planes.topology, prices)).toBeCloseTo(72e6, 0);
    expect(networkUsd(three.topology, prices)).toBeCloseTo(491e6, 0);
    // 72e6 = 768 s + 16,384 l and 491e6 = 5,120 s + 131,072 l: 85e6 = 1,024 s.
    expect(prices.usdPerSwitch).toBeCloseTo(85e6 / 1024, 6);
  });
  it("prices the other two within two percent", () => {
    const [, planes, three, ...others] = publishedTopologies;
    const prices = impliedPrices({ ...planes.printed, usd: planes.usd }, { ...three.printed, usd: three.usd });
    for (const { topology, usd } of others) expect(Math.abs(networkUsd(topology, prices) / usd - 1)).toBeLessThan(0.02);
  });
  it("refuses two sizes of one network", () => {
    expect(() => impliedPrices({ switches: 1, links: 2, usd: 3 }, { switches: 2, links: 4, usd: 6 })).toThrow(
      RangeError,
    );
  });
});

describe("largestSlimFly(ports), largestDragonfly(ports)", () => {
  it("fill 64 ports with q = 27 and h = 16", () => {
    expect(largestSlimFly(64)).toEqual({ q: 27, topology: slimFly(27) });
    expect(largestDragonfly(64)).toEqual({ globalLinks: 16, topology: dragonfly({ globalLinks: 16 }) });
  });
  it("use no port that a switch does not have", () => {
    for (const ports of [8, 32, 36, 128, 256]) {
      expect(largestSlimFly(ports).topology.portsUsed).toBeLessThanOrEqual(ports);
      expect(largestDragonfly(ports).topology.portsUsed).toBeLessThanOrEqual(ports);
    }
  });
});
