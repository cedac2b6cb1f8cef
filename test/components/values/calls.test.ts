/** The calls that the pages of numbers show, run as a reader would run them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCalls } from "../../../src/components/values/calls.ts";
import { numberTopics } from "../../../src/components/values/topics.ts";

const output = join(import.meta.dirname, "../../output");
mkdirSync(output, { recursive: true });
/** Inside the repository, where the package's own name leads to the computation module. */
const folder = mkdtempSync(join(output, "calls-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("readCalls(source)", () => {
  it("takes along what the call needs, and nothing else", () => {
    const source = `import { sumOf, other } from "../../compute/index.ts";\nconst two = 2;\nconst three = 3;\nexport const xValues = { "x": { unit: "", value: () => sumOf(two) } };`;
    expect(readCalls(source).get("x")).toEqual({
      code: "sumOf(two)",
      script: 'import { sumOf } from "v3-companion/compute";\nconst two = 2;\nconsole.log(sumOf(two));',
    });
  });
  it("makes no script of what needs a figure", () => {
    expect(
      readCalls(
        `import { figureValue } from "./figure-value.ts";\nexport const xValues = { "x": { value: () => figureValue(1) } };`,
      ).get("x")!.script,
    ).toBeNull();
  });
});

describe("numberTopics()", () => {
  const scripts = numberTopics().flatMap(({ entries }) =>
    entries.flatMap(({ id, number, call }) => (call?.script ? [{ id, number, script: call.script }] : [])),
  );
  it("has a script for most numbers", () => {
    const all = numberTopics().flatMap(({ entries }) => entries);
    expect(all.length).toBeGreaterThan(500);
    expect(scripts.length / all.length).toBeGreaterThan(0.6);
  });
  it("has scripts that give, in Node, what the pages say", () => {
    scripts.forEach(({ script }, i) => writeFileSync(join(folder, `${i}.ts`), script));
    writeFileSync(
      join(folder, "all.ts"),
      `const log = console.log;\nconst said: unknown[] = [];\nconsole.log = (value) => said.push(value);\nfor (let i = 0; i < ${scripts.length}; i++) await import(\`./\${i}.ts\`);\nlog(JSON.stringify(said));`,
    );
    const said = JSON.parse(execFileSync(process.execPath, [join(folder, "all.ts")], { encoding: "utf8" })) as number[];
    expect(Object.fromEntries(scripts.map(({ id }, i) => [id, said[i]]))).toEqual(
      Object.fromEntries(scripts.map(({ id, number }) => [id, number])),
    );
  }, 120_000);
});
