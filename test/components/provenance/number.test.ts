/** From a number to its line, its functions and its tests. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { exportsOf, provenanceOf } from "../../../src/components/provenance/number.ts";
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
  it("names files that are there, and a test for nearly every number", () => {
    for (const { functions, tests } of all)
      for (const path of [...functions.map(({ file }) => `src/compute/${file}`), ...tests])
        expect(existsSync(join(root, path)), path).toBe(true);
    expect(
      all.filter(({ tests, figures }) => tests.length > 0 || figures.length > 0).length / all.length,
    ).toBeGreaterThan(0.8);
    for (const { figures } of all)
      for (const id of figures) expect(existsSync(join(root, `src/widgets/${id}.tsx`)), id).toBe(true);
  });
  it("leads the total of parameters to the count and its test", () => {
    const { functions, tests } = all.find(({ id }) => id === "v3.parameters.total")!;
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(["modelParameters", "sumParameters"]));
    expect(tests).toContain("test/compute/model/parameters.test.ts");
  });
});

describe("exportsOf(source)", () => {
  it("has values and no types", () => {
    expect([...exportsOf('export { a, b, type C } from "./x/y.ts";\nexport {\n  d,\n} from "./z.ts";')]).toEqual([
      ["a", "x/y.ts"],
      ["b", "x/y.ts"],
      ["d", "z.ts"],
    ]);
  });
});
