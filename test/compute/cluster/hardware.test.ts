import { describe, expect, it } from "vitest";
import {
  deviceById,
  deviceIds,
  deviceMemories,
  devices,
  h800,
  v3Cluster,
  v3Links,
} from "../../../src/compute/index.ts";

describe("devices", () => {
  it("are those of the calculator, each with an id of its own", () => {
    expect(deviceIds).toEqual([
      "a100",
      "h100",
      "h200",
      "h800",
      "h20",
      "b200",
      "gb200",
      "mi300x",
      "tpu-v5p",
      "ascend-910b",
      "ascend-910c",
    ]);
  });
  it("give words, place and day for every figure that they have", () => {
    for (const { id, name: _, ...figures } of devices) {
      for (const [field, figure] of Object.entries(figures)) {
        if (figure === null) continue;
        expect(figure.value, `${id}.${field}`).toBeGreaterThan(0);
        expect(figure.quote.length, `${id}.${field}`).toBeGreaterThan(0);
        expect(figure.source.length, `${id}.${field}`).toBeGreaterThan(0);
        expect(figure.read, `${id}.${field}`).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
    }
  });
  it("have the digits of the words that they quote, or what follows from them", () => {
    // By hand from the quotes: links count both directions, so half of it is one; 200 and 400 Gbit/s are 25 and 50 GB/s.
    const derived: Record<string, Record<string, number>> = {
      a100: { scaleUpSize: 8, scaleOutBytesPerSecond: 25e9 },
      h100: { scaleUpBytesPerSecond: 900e9 / 2, peakFp32: 66.9e12, scaleUpSize: 8, scaleOutBytesPerSecond: 50e9 },
      h200: {
        scaleUpBytesPerSecond: 900e9 / 2,
        peakFp32: 66.9e12,
        scaleUpSize: 8,
        scaleOutBytesPerSecond: 50e9,
        watts: 700, // "same TDP" as the H100
      },
      h800: { scaleUpBytesPerSecond: 400e9 / 2, peakFp32: 66.9e12 },
      h20: { scaleUpBytesPerSecond: 900e9 / 2 },
      b200: { scaleOutBytesPerSecond: 50e9, adderBits: 25 + 1 },
      gb200: { adderBits: 25 + 1, usdPerHour: 9.08 / 2 },
      "tpu-v5p": { memoryBytes: 95 * 2 ** 30, scaleUpBytesPerSecond: 1200e9 / 2 },
      "ascend-910c": { peakBf16: 289e15 / 384, memoryBytes: 8 * 16e9, scaleUpBytesPerSecond: 784e9 / 2 },
    };
    const digits = (value: number): string => value.toExponential().replace(/e.*/, "").replace(".", "");
    for (const { id, name: _, ...figures } of devices) {
      for (const [field, figure] of Object.entries(figures)) {
        if (figure === null) continue;
        const byHand = derived[id]?.[field];
        if (byHand !== undefined) expect(figure.value, `${id}.${field}`).toBe(byHand);
        else {
          const plain = figure.quote.replace(/(\d)[, _](?=\d{3})/g, "$1");
          const quoted = [...plain.matchAll(/\d+(?:\.\d+)?/g)].map(([numeral]) => digits(Number(numeral)));
          expect(quoted, `${id}.${field}`).toContain(digits(figure.value));
        }
      }
    }
  });
  it("say of the H800 what the cost chapter and the report's cluster say", () => {
    const device = deviceById("h800");
    expect(device.peakBf16?.value).toBe(h800.peakBf16);
    expect(device.peakFp8?.value).toBe(h800.peakFp8);
    expect(device.sms?.value).toBe(v3Cluster.sms);
    expect(v3Cluster.nvlinkBytesPerSecond).toBe(v3Links.nvlinkBytesPerSecond);
    expect(v3Cluster.infinibandBytesPerSecond).toBe(v3Links.infinibandBytesPerSecond);
    expect(device.scaleUpBytesPerSecond?.value).toBeGreaterThan(v3Cluster.nvlinkBytesPerSecond); // the link, and what is reached of it
  });
  it("have all fields: what was not read is null, never left out", () => {
    const fields = Object.keys(deviceById("h800")).sort();
    for (const device of devices) expect(Object.keys(device).sort(), device.id).toEqual(fields);
  });
  it("are where the figures on attention have their memories from", () => {
    expect(deviceMemories.map(({ id, bytes, bytesPerSecond }) => [id, bytes, bytesPerSecond])).toEqual([
      ["h800", 80e9, 3.35e12],
      ["h20", 96e9, 4e12],
      ["h200", 141e9, 4.8e12],
    ]);
  });
  it("are in base units: peaks, memories, rates and watts lie where such chips do", () => {
    const ranges: Record<string, [number, number]> = {
      sms: [50, 500],
      peakBf16: [1e14, 1e16],
      peakFp8: [1e14, 1e16],
      memoryBytes: [2e10, 5e11],
      memoryBytesPerSecond: [1e12, 2e13],
      scaleUpBytesPerSecond: [1e11, 2e12],
      scaleUpSize: [8, 1e4],
      scaleOutBytesPerSecond: [1e10, 2e11],
      peakFp32: [1e13, 3e14],
      adderBits: [10, 40],
      valuesPerScale: [16, 256],
      watts: [200, 2500],
      usdPerHour: [0.5, 20],
    };
    for (const { id, name: _, ...figures } of devices) {
      for (const [field, figure] of Object.entries(figures)) {
        if (figure === null) continue;
        expect(figure.value, `${id}.${field}`).toBeGreaterThanOrEqual(ranges[field][0]);
        expect(figure.value, `${id}.${field}`).toBeLessThanOrEqual(ranges[field][1]);
      }
    }
  });
  it("cannot be changed, nor asked for by another name", () => {
    expect(Object.isFrozen(devices[0].peakBf16)).toBe(true);
    expect(() => deviceById("h900")).toThrow(RangeError);
  });
});
