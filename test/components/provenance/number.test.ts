/** From a number to its line, its functions and its tests. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { provenanceOf } from "../../../src/components/provenance/number.ts";
import { numberTopics } from "../../../src/components/values/topics.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("provenanceOf(topic, id, call)", () => {
  const all = numberTopics().flatMap(({ id: topic, entries }) =>
    entries.map(({ id, call }) => ({ id, ...provenanceOf(topic, id, call) })),
  );
  it("names the line of every number that stands in its file by name", () => {
    const named = all.filter(({ id, file }) => readFileSync(join(root, file), "utf8").includes(`"${id}":`));
    for (const { id, file, line } of named)
      expect(readFileSync(join(root, file), "utf8").split("\n")[line! - 1]).toContain(`"${id}"`);
    expect(named.length / all.length).toBeGreaterThan(0.8);
    expect(all.filter(({ line }) => line === null).length / all.length).toBeLessThan(0.05);
  });
  it("names files that are there, and tests for every number", () => {
    for (const { id, functions, figures, tests } of all) {
      for (const path of [
        ...functions.map(({ module, file }) => `src/${module}/${file}`),
        ...figures.map((figure) => `src/widgets/${figure}.tsx`),
        ...tests,
      ])
        expect(existsSync(join(root, path)), `${id}: ${path}`).toBe(true);
      expect(tests.length, id).toBeGreaterThan(0);
      if (figures.length > 0) expect(tests, id).toContain("test/widgets/presets.test.ts");
    }
    // Nearly all have a test of what computes them, besides the one that they are those which were accepted.
    expect(all.filter(({ tests }) => tests.length > 1).length / all.length).toBeGreaterThan(0.9);
  });
  it("finds what a number asks through the functions of its file", () => {
    const of = (id: string) => all.find((one) => one.id === id)!;
    expect(of("pipe.small.1f1b").functions.map(({ name }) => name)).toContain("simulate");
    expect(of("e4m3.largest").functions.map(({ name }) => name)).toContain("e4m3");
    expect(of("e4m3.largest").functions.map(({ name }) => name)).not.toContain("e5m2");
    expect(of("tiny.fp8.mean").figures).toContain("tiny-v3-experiments");
    expect(of("tokenizer.entries").tests).toContain("test/data/tokenized-texts.test.ts");
  });
  it("leads the total of parameters to the count and its test", () => {
    const { functions, tests } = all.find(({ id }) => id === "v3.parameters.total")!;
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(["modelParameters", "sumParameters"]));
    expect(tests).toContain("test/compute/model/parameters.test.ts");
  });
});
