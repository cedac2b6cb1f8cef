/** Steps leave nothing behind: what a run holds after fifty steps, it holds after two hundred. `npm run bench` measures 2,000. */
import { expect, it } from "vitest";
import { createTinyRun, type TinySettings } from "../../../src/lab/index.ts";
import { bytesInUse } from "../../bytes-in-use.ts";

const small: Partial<TinySettings> = { steps: 200, batch: 1, sequenceLength: 16 };

it.each(["FP32", "FP8 fine-grained"] as const)(
  "memory is steady over the steps of a run: %s",
  (recipe) => {
    const steps = recipe === "FP32" ? 200 : 80;
    const run = createTinyRun({ ...small, steps, warmupSteps: 20, decaySteps: 40, recipe });
    while (run.stepsDone < steps / 4) run.step();
    const before = bytesInUse();
    while (!run.done) run.step();
    // A step makes about a megabyte of tensors; one that kept a thousandth of them would be seen.
    expect(bytesInUse() - before).toBeLessThan(steps * 1024);
  },
  120_000,
);
