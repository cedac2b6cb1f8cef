/** The recorded race is what a run gives: its beginning here, and all of it by `test/lab/record-race.ts`. */
import { describe, expect, it } from "vitest";
import { recipeNames, recordedRace, smoothed, trainingRun, type RecipeName } from "../../src/lab/index.ts";

const { steps, every, seeds, curves } = recordedRace;

describe("recordedRace", () => {
  it("has five seeds of each recipe, and a loss for every few steps", () => {
    expect(seeds).toHaveLength(5);
    for (const [name, ofSeeds] of Object.entries(curves)) {
      expect(recipeNames).toContain(name);
      expect(ofSeeds.map(({ length }) => length)).toEqual(seeds.map(() => steps / every));
    }
  });
  it.each([
    ["FP32", 1],
    ["BF16", 5],
    ["FP8 fine-grained", 2],
    ["FP8 per tensor", 3],
    ["FP8 without promotion", 4],
    ["FP8, blocks for gradients", 1],
  ] as const)("begins as a run does: %s, seed %d", (recipe, seed) => {
    const losses = smoothed([...trainingRun({ recipe: recipe as RecipeName, steps: every, seed })]);
    expect(Number(losses[every - 1].toFixed(5))).toBe(curves[recipe][seeds.indexOf(seed)][0]);
  });
});
