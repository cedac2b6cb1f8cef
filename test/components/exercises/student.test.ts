/** A student's name: the same seed everywhere, other numbers and right keys for other names. */
import { describe, expect, it } from "vitest";
import { givenOf, judge, shownOf, type NumberExercise } from "../../../src/components/exercises/exercise.ts";
import { exercises } from "../../../src/components/exercises/registry.ts";
import { keyRows } from "../../../src/components/exercises/class-keys.ts";
import { readEntries } from "../../../src/components/exercises/list/read-entries.ts";
import { longestName, seedOfName, studentNow, tidyName } from "../../../src/components/exercises/student.ts";

describe("tidyName(name)", () => {
  it("drops what cannot be seen, and cuts what is too long", () => {
    expect(tidyName("  Ada \t Lovelace ")).toBe("Ada Lovelace");
    expect(tidyName("Jose\u0301")).toBe("Jos\u00e9");
    expect(tidyName("a".repeat(200))).toHaveLength(longestName);
  });
});

describe("seedOfName(name)", () => {
  it("is a seed of 32 bits, the same for what reads alike", () => {
    // FNV-1a of "a": (0x811c9dc5 ^ 0x61) * 0x01000193 mod 2³², as its authors publish it.
    expect(seedOfName("a")).toBe(0xe40c292c);
    expect(seedOfName(" ADA  lovelace")).toBe(seedOfName("Ada Lovelace"));
    expect(seedOfName("Grace Hopper")).not.toBe(seedOfName("Ada Lovelace"));
  });
});

describe("studentNow(query, stored)", () => {
  it("takes the address before the browser, and nothing where storage is closed", () => {
    expect(studentNow("?student=Ada+Lovelace", () => "Grace")).toBe("Ada Lovelace");
    expect(studentNow("?student=%20", () => "Grace")).toBe("Grace");
    expect(studentNow("", () => null)).toBe("");
    expect(
      studentNow("", () => {
        throw new Error("closed");
      }),
    ).toBe("");
  });
});

describe("two students", () => {
  const numbers = exercises.flatMap(({ exercise }) => (exercise.kind === "number" ? [exercise as NumberExercise] : []));
  const [ada, grace] = ["Ada Lovelace", "Grace Hopper"].map(seedOfName);
  it("have other numbers in nearly all exercises, and each their own right key", () => {
    const drawn = numbers.filter((exercise) => Object.keys(givenOf(exercise, 1)).length > 0);
    const different = drawn.filter(
      (exercise) => JSON.stringify(givenOf(exercise, ada)) !== JSON.stringify(givenOf(exercise, grace)),
    );
    expect(different.length / drawn.length).toBeGreaterThan(0.9);
    for (const exercise of drawn) {
      for (const seed of [ada, grace]) {
        const given = givenOf(exercise, seed);
        expect(judge(exercise, given, String(exercise.key(given))).verdict).toBe("right");
        expect(shownOf(exercise, given, "key")).not.toBe("");
      }
    }
  });
});

describe("readEntries(html, chapterAddress)", () => {
  it("reads questions in order, with links that lead to the chapter and without ids", () => {
    const html = `<p>text</p><exercise-entry data-id="a-b" data-kind="number" data-topic="cost"><p id="x">How <a href="#fig">many</a>?</p></exercise-entry><exercise-entry data-id="c" data-kind="argue"> <p>Why?</p> </exercise-entry>`;
    expect(readEntries(html, "/chapters/1/")).toEqual([
      { id: "a-b", kind: "number", topic: "cost", question: `<p>How <a href="/chapters/1/#fig">many</a>?</p>` },
      { id: "c", kind: "argue", topic: undefined, question: "<p>Why?</p>" },
    ]);
  });
});

describe("keyRows(exercise, list)", () => {
  it("has a row for each name, with the numbers and the key that the student sees", () => {
    const exercise = exercises.find(({ id }) => id === "cost-days")!.exercise as NumberExercise;
    const rows = keyRows(exercise, "Ada Lovelace\n\n Grace  Hopper\nAda Lovelace");
    expect(rows.map(({ name }) => name)).toEqual(["Ada Lovelace", "Grace Hopper"]);
    const given = givenOf(exercise, seedOfName("ada lovelace"));
    expect(rows[0].key).toBe(shownOf(exercise, given, "key"));
    expect(rows[0].numbers).toBe(`${shownOf(exercise, given, "gpus")}, ${shownOf(exercise, given, "thousandHours")}`);
  });
});
