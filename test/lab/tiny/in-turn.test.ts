import { expect, it } from "vitest";
import { tinyCourse, tinyRun, trainInTurn, type TinySettings } from "../../../src/lab/index.ts";

const small: Partial<TinySettings> = { batch: 2, sequenceLength: 8, expertDim: 4, warmupSteps: 1, decaySteps: 1 };
const courseOf = (steps: number) => tinyCourse({ name: `${steps} steps`, settings: { ...small, steps } });

it("trainInTurn(courses) takes a step of each until the longest is over, as each would go alone", () => {
  const courses = [courseOf(2), courseOf(4)];
  const made = [...trainInTurn(courses)].length;
  expect(made).toBe(4);
  expect(courses.map(({ snapshots }) => snapshots.length)).toEqual([2, 4]);
  expect(courses.map(({ snapshots }) => snapshots.map(({ loss }) => loss))).toEqual(
    [2, 4].map((steps) => [...tinyRun({ ...small, steps })].map(({ loss }) => loss)),
  );
});

it("trainInTurn(courses) goes in rounds, and says how fast each is that made a step here", () => {
  const over = courseOf(1);
  over.step();
  const courses = [over, courseOf(2)];
  const rounds: number[] = [];
  const begun = performance.now();
  for (const [first, second] of trainInTurn(courses)) {
    rounds.push(courses[1].snapshots.length);
    // 2 sequences of 8 tokens a step: no faster than if all time since the beginning had gone into its steps.
    expect(first).toBeNull();
    expect(second).toBeGreaterThanOrEqual((1000 * 16 * rounds.length) / (performance.now() - begun));
  }
  expect(rounds).toEqual([1, 2]);
});

it("trainInTurn(courses) of runs that are over says so once", () => {
  const over = courseOf(1);
  over.step();
  expect([...trainInTurn([over])]).toEqual([[null]]);
});
