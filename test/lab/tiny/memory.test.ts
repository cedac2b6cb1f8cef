/** Steps leave nothing behind: what a run holds after some steps, it holds after more. `npm run bench` measures 2,000. */
import { expect, it } from "vitest";
import { createTinyRun, type TinySettings } from "../../../src/lab/index.ts";
import { bytesInUse } from "../../bytes-in-use.ts";

const small: Partial<TinySettings> = { batch: 1, sequenceLength: 16, warmupSteps: 20, decaySteps: 40 };

it.each([
  ["FP32", 200],
  ["FP8 fine-grained", 80],
] as const)("memory is steady over the steps of a run: %s", (recipe, steps) => {
  const run = createTinyRun({ ...small, steps, recipe });
  const part = steps / 4;
  const grown: number[] = [];
  let before = NaN;
  while (!run.done) {
    for (let step = 0; step < part; step++) run.step();
    const now = bytesInUse();
    grown.push(now - before);
    before = now;
  }
  // A step makes about a megabyte of tensors; one that kept a thousandth of them would add it in each part of the run. Code that
  // the engine compiles meanwhile adds something once, in whichever part that is.
  expect(Math.min(...grown.slice(1))).toBeLessThan(part * 1024);
});
