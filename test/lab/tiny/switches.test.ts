/** Each switch of the laboratory changes the graph: what runs has the parameters and the FLOP that `compute` counts. */
import { describe, expect, it } from "vitest";
import { sumFlop, trainingFlop } from "../../../src/compute/index.ts";
import { createTinyRun, tinyConfig, tinyFlopPerStep, type TinySettings } from "../../../src/lab/index.ts";
import { tinyParameters, trainedParameters } from "../../../src/lab/tiny/network.ts";

const plain = tinyConfig();
const counted = (settings: Partial<TinySettings>) => {
  const run = createTinyRun(settings);
  const parameters = tinyParameters(run.network).reduce((sum, { values }) => sum + values.length, 0);
  return { parameters, flop: run.step().flop };
};

describe("a switch of the laboratory", () => {
  const unchanged = counted({});
  // By hand, with d = 32, three attentions (two layers and the module) and two layers with experts (one and the module's).
  it.each<[string, Partial<TinySettings>, number]>([
    // Keys and values from the latent: 2 · 4 · 8 rows less 6 columns, latent and its norm 6 rows of 33: 3 · (384 + 198).
    ["latent of 2", { kvLoraRank: 2 }, -3 * (6 * 64 + 6 * 33)],
    // 4 matrices of 32 × 32 in place of 3,200 + norms of 16 and 8.
    ["full heads", { attention: "full" }, 3 * (4 * 1024 - (512 + 16 + 512 + 256 + 256 + 8 + 256 + 256 + 128 + 1024))],
    // The module: 32 · 64 to join, three norms of 32, and a block as the layer with experts has it.
    ["no module", { mtpDepth: 0 }, -(2048 + 96 + (3224 + 64 + 256 + 9 * 3 * 32 * 16))],
    // Half as wide and twice as many: their weights are the same, the router has 8 rows more.
    ["sixteen half experts", { routedExperts: 16, activatedExperts: 4, expertDim: 8, sharedExperts: 2 }, 2 * 8 * 32],
    ["one expert less a token", { activatedExperts: 1 }, 0],
    ["node limit", { expertGroups: 4, limitedGroups: 1 }, 0],
    ["no bias", { biasUpdateSpeed: 0 }, 0],
  ])("%s", (_, settings, more) => {
    const { parameters, flop } = counted(settings);
    const config = tinyConfig(settings);
    expect(parameters - unchanged.parameters).toBe(more);
    expect(parameters).toBe(trainedParameters(config));
    expect(flop).toBe(8 * 32 * sumFlop(trainingFlop(config, { context: 32, mtp: true })));
    expect(flop).toBe(tinyFlopPerStep(settings));
  });
  it("changes the FLOP as it changes the weights that a token uses: six for each of them", () => {
    // By hand: an expert less in two layers is 2 · 3 · 32 · 16 weights; forward 2, backward 4 FLOP each, for 256 tokens (the module's 248 count as 256).
    expect(unchanged.flop - counted({ activatedExperts: 1 }).flop).toBe(256 * 6 * 2 * 3 * 32 * 16);
    expect(trainedParameters(plain)).toBe(unchanged.parameters);
  });
});
