/** What the site shows of the recorded sums is what was recorded. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hopperExperiment } from "../../src/data/hopper-sums.ts";

const recorded = JSON.parse(readFileSync(new URL("../reference/hopper-sums.json", import.meta.url), "utf8"));

describe("hopperExperiment", () => {
  it("is the recorded one", () => {
    expect(
      hopperExperiment.map(({ medianRelativeError, largestRelativeError, relativeNorm }) => [
        medianRelativeError,
        largestRelativeError,
        relativeNorm,
      ]),
    ).toEqual(
      recorded.experiment.map(({ median, max, relativeNorm }: Record<string, number>) => [median, max, relativeNorm]),
    );
  });
});
