import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSteps } from "../../../src/kit/page/steps.ts";
import type { Values } from "../../../src/kit/declare/params.ts";
import { initialValues } from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

const initial: Values = initialValues(sample);
const second = 1000;

describe("createSteps(face)", () => {
  it("takes steps back in turn, and does them again", () => {
    const steps = createSteps(sample);
    steps.note(initial, { ...initial, ranks: 4 }, 0);
    steps.note({ ...initial, ranks: 4 }, { ...initial, ranks: 4, affinity: "softmax" }, 0);
    expect([steps.undo(), steps.undo(), steps.undo()]).toEqual([{ affinity: "sigmoid" }, { ranks: 16 }, null]);
    expect([steps.redo(), steps.redo(), steps.redo()]).toEqual([{ ranks: 4 }, { affinity: "softmax" }, null]);
  });
  it("has one step for a drag, and none for a drag that comes back", () => {
    const steps = createSteps(sample);
    steps.note(initial, { ...initial, ranks: 14 }, 0);
    steps.note({ ...initial, ranks: 14 }, { ...initial, ranks: 12 }, 700);
    steps.note({ ...initial, ranks: 12 }, { ...initial, ranks: 10 }, 1400);
    expect([steps.undo(), steps.canUndo]).toEqual([{ ranks: 16 }, false]);
    steps.note(initial, { ...initial, ranks: 14 }, 0);
    steps.note({ ...initial, ranks: 14 }, initial, 100);
    expect(steps.canUndo).toBe(false);
  });
  it("has a step for each rest of the hand, for each parameter and for each choice", () => {
    const steps = createSteps(sample);
    steps.note(initial, { ...initial, ranks: 14 }, 0);
    steps.note({ ...initial, ranks: 14 }, { ...initial, ranks: 12 }, second);
    expect(steps.undo()).toEqual({ ranks: 14 });
    steps.note(initial, { ...initial, affinity: "softmax" }, 0);
    steps.note({ ...initial, affinity: "softmax" }, initial, 1);
    expect(steps.undo()).toEqual({ affinity: "softmax" });
  });
  it("forgets what was undone once there is another step, and never goes on with a step that was undone", () => {
    const steps = createSteps(sample);
    steps.note(initial, { ...initial, ranks: 4 }, 0);
    steps.undo();
    steps.redo();
    steps.note({ ...initial, ranks: 4 }, { ...initial, ranks: 6 }, 1);
    expect(steps.undo()).toEqual({ ranks: 4 });
    steps.note({ ...initial, ranks: 4 }, { ...initial, tokens: 1e12, ranks: 4 }, 2);
    expect(steps.canRedo).toBe(false);
  });
  it("leaves alone what a step did not set", () => {
    const steps = createSteps(sample);
    steps.note(initial, { ...initial, ranks: 4 }, 0);
    expect(Object.keys(steps.undo()!)).toEqual(["ranks"]);
  });
  it("comes back to where it began, whatever was done", () => {
    const step = fc.record(
      { ranks: fc.constantFrom(2, 4, 8), affinity: fc.constantFrom("sigmoid", "softmax"), seed: fc.nat(3) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat(2000))), (made) => {
        const steps = createSteps(sample);
        let [values, time] = [initial, 0];
        for (const [change, later] of made) {
          time += later;
          steps.note(values, { ...values, ...change }, time);
          values = { ...values, ...change };
        }
        const end = values;
        while (steps.canUndo) values = { ...values, ...steps.undo() } as Values;
        expect(values).toEqual(initial);
        while (steps.canRedo) values = { ...values, ...steps.redo() } as Values;
        expect(values).toEqual(end);
      }),
    );
  });
});
