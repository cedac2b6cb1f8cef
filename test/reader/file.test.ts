import { describe, expect, it } from "vitest";
import { takenIn } from "../../src/reader/file.ts";

describe("takenIn(record, notebooks)", () => {
  const answer = { given: ["1"], seed: 1, isRight: false, at: 0 };
  it("counts what came, one as one, and no note that was emptied", () => {
    const notes = { a: { text: "Mine", at: 0 }, b: { text: "", at: 0 } };
    expect(takenIn({ format: 1, answers: { x: answer }, notes, read: { a: 0 } }, 1)).toBe(
      "Taken in: 1 answer, 1 note, 1 chapter read, 1 notebook.",
    );
    expect(takenIn({ format: 1, answers: { x: answer, y: answer }, notes: {}, read: {} }, 2)).toBe(
      "Taken in: 2 answers, 0 notes, 0 chapters read, 2 notebooks.",
    );
  });
});
