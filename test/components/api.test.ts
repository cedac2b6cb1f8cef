import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { readApi } from "../../src/components/api/read-api.ts";
import { samples } from "../../src/components/api/samples.ts";

const root = resolve(import.meta.dirname, "../..");
const entries = readApi(join(root, "src/compute/index.ts"), join(root, "src/components/api/samples"));

describe("readApi(entry, samplesFolder)", () => {
  it("finds every value that the module exports, once", () => {
    expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(compute).sort());
  });
  it("has signature, tags and example of a function", () => {
    expect(entries.find(({ name }) => name === "rentalUsd")).toEqual({
      name: "rentalUsd",
      kind: "function",
      topic: "training",
      signature: "rentalUsd(options: { hours: number; usdPerGpuHour: number; }): number",
      description: ["Rent of `hours` of GPU time, in US dollars."],
      tags: [
        { tag: "throws", text: "RangeError if a number is negative" },
        { tag: "source", text: "§1, Table 1" },
      ],
      // By hand: 10 hours at 2 dollars.
      example: {
        code: 'import { rentalUsd } from "v3-companion/compute";\nconsole.log(rentalUsd({ hours: 10, usdPerGpuHour: 2 }));',
        result: "20",
      },
    });
  });
  it("keeps the points of a list apart", () => {
    const [sentence, points] = entries.find(({ name }) => name === "copyRules")!.description;
    expect(sentence).toBe("How tokens travel to experts on other nodes.");
    expect(points).toHaveLength(3);
    expect(points![2]).toBe("`expert`: once for each expert.");
    expect(entries.flatMap(({ description }) => description.flat()).filter((text) => /(?:^|; )- /.test(text))).toEqual(
      [],
    );
  });
  it("has an example of every function, with what it needs of the others, and the first step of a generator", () => {
    expect(
      entries
        .filter(({ example }) => example)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(samples).sort());
    expect(entries.find(({ name }) => name === "gateOf")!.example!.code).toBe(
      'import { deepseekV3 as v3, gateOf } from "v3-companion/compute";\nconsole.log(gateOf(v3.moe!));',
    );
    expect(entries.find(({ name }) => name === "grpoRun")!.example!.code).toMatch(/\.next\(\)\.value\);$/);
  });
  it("gives examples that run in Node as they stand", () => {
    mkdirSync(join(root, "test/output"), { recursive: true });
    const folder = mkdtempSync(join(root, "test/output/api-"));
    const examples = entries.flatMap(({ name, example }) => (example ? [[name, example.code] as const] : []));
    for (const [name, code] of examples) writeFileSync(join(folder, `${name}.ts`), code);
    writeFileSync(join(folder, "all.ts"), examples.map(([name]) => `await import("./${name}.ts");`).join("\n"));
    expect(() =>
      execFileSync(process.execPath, [join(folder, "all.ts")], { cwd: root, encoding: "utf8" }),
    ).not.toThrow();
    rmSync(folder, { recursive: true });
  });
});
