/** The recorded runs are what a run gives: the beginning here, and all of them by `npm run record-runs`. */
import { describe, expect, it } from "vitest";
import { createTinyRun, lossBits, tinyDefaults, tinySetup, tinySetups } from "../../../src/lab/index.ts";
import { recordedTiny } from "../../../src/lab/tiny/recorded.ts";

const { steps, every, mappedEvery, firstSteps, seeds, runs } = recordedTiny;

describe("recordedTiny", () => {
  it("has a run of known setups for each seed, of the default length", () => {
    expect(steps).toBe(tinyDefaults.steps);
    for (const [name, ofSetup] of Object.entries(runs)) {
      const { settings } = tinySetup(name);
      expect(ofSetup.map(({ seed }) => seed)).toEqual(seeds);
      for (const { loss, maxViolation, mtpLoss, precision, details, seed, validation } of ofSetup) {
        expect([loss.length, maxViolation.length]).toEqual([steps / every, steps / every]);
        expect(mtpLoss?.length).toBe("mtpDepth" in settings ? undefined : steps / every);
        expect(precision !== null).toBe(settings.recipe?.startsWith("FP8") ?? false);
        expect(details?.bias.length).toBe(seed === 1 ? steps / mappedEvery : undefined);
        expect(validation.loss).toBeLessThan(2.5); // ln 64 = 4.16 is a guess
      }
    }
    expect(Object.keys(runs)).toEqual(tinySetups.map(({ name }) => name as string).filter((name) => name in runs));
  });
  it.each(["BF16", "FP8 fine-grained", "FP8 per tensor"] as const)(
    "begins as a run does, in the digits that are kept of its first steps: %s",
    (name) => {
      const run = createTinyRun({ ...tinySetup(name).settings, seed: 1 });
      const losses = Array.from({ length: every }, () => run.step().loss);
      expect(Number((losses.reduce((sum, loss) => sum + loss, 0) / every).toFixed(4))).toBe(runs[name][0].loss[0]);
      expect(run.step().precision !== null).toBe(name !== "BF16"); // the sixth step is measured again
    },
    240_000,
  );
  it("begins as a run does, bit for bit: Unchanged, seed 1", () => {
    const run = createTinyRun({ ...tinySetup("Unchanged").settings, seed: 1 });
    expect(lossBits(Array.from({ length: firstSteps }, () => run.step().loss))).toBe(runs["Unchanged"][0].firstBits);
  }, 240_000);
});
