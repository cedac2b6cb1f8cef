import { describe, expect, it } from "vitest";
import { deviceById, deviceIds, devices, h800, v3Cluster, v3Links } from "../../../src/compute/index.ts";

describe("devices", () => {
  it("are those of the calculator, each with an id of its own", () => {
    expect(deviceIds).toEqual(["a100", "h100", "h200", "h800", "b200", "gb200", "mi300x", "tpu-v5p"]);
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
  it("say of the H800 what the cost chapter and the report's cluster say", () => {
    const device = deviceById("h800");
    expect(device.peakBf16?.value).toBe(h800.peakBf16);
    expect(device.peakFp8?.value).toBe(h800.peakFp8);
    expect(device.sms?.value).toBe(v3Cluster.sms);
    expect(v3Cluster.nvlinkBytesPerSecond).toBe(v3Links.nvlinkBytesPerSecond);
    expect(v3Cluster.infinibandBytesPerSecond).toBe(v3Links.infinibandBytesPerSecond);
    expect(device.scaleUpBytesPerSecond?.value).toBeGreaterThan(v3Cluster.nvlinkBytesPerSecond); // the link, and what is reached of it
  });
  it("cannot be changed, nor asked for by another name", () => {
    expect(Object.isFrozen(devices[0].peakBf16)).toBe(true);
    expect(() => deviceById("h900")).toThrow(RangeError);
  });
});
