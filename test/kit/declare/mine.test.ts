import { describe, expect, it } from "vitest";
import { mineState, readMine, takesMine } from "../../../src/kit/declare/mine.ts";
import { choice, integer, text, type Params } from "../../../src/kit/declare/params.ts";

const params: Params = {
  gpus: choice({ label: "GPUs", mine: "gpus", options: [256, 2048], initial: 2048 }),
  nodes: integer({ label: "GPUs of a node", mine: "gpusPerNode", range: [1, 16], initial: 8 }),
  config: text({ label: "config.json", mine: "config", viewOnly: false }),
  other: integer({ label: "Other", range: [1, 9], initial: 1 }),
};

describe("mineState(params, mine)", () => {
  it("sets what fits, and names the rest with the reason", () => {
    expect(mineState(params, { gpus: 3000, gpusPerNode: 4, usdPerGpuHour: 2 })).toEqual({
      change: { nodes: 4 },
      taken: ["GPUs of a node 4"],
      misfits: ["GPUs must be one of 256 / 2,048 (got 3000)."],
      missing: [],
    });
  });
  it("names what was not said; a file is part of a model", () => {
    expect(mineState(params, {}).missing).toEqual(["number of GPUs", "GPUs of a node"]);
  });
  it("never sets what no parameter asks for", () => {
    expect(Object.keys(mineState(params, { gpus: 256, gpusPerNode: 2, config: "{}" }).change)).toEqual([
      "gpus",
      "nodes",
      "config",
    ]);
    expect([takesMine(params), takesMine({ other: params.other })]).toEqual([true, false]);
  });
});

describe("readMine(value)", () => {
  it("keeps known names with texts and numbers", () => {
    expect(readMine({ gpus: 8, device: "h100", price: 3, sms: null, usdPerGpuHour: Infinity })).toEqual({
      gpus: 8,
      device: "h100",
    });
    expect([readMine(null), readMine("x")]).toEqual([{}, {}]);
  });
});
