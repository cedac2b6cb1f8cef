/** Scripts of chapters with their assertions: Node runs every one of them, and one that computes something else stops. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chapterCells } from "../../../src/notebook/formats/chapter-cells.ts";
import { checkedScript } from "../../../src/notebook/formats/checked-script.ts";
import { fromScript } from "../../../src/notebook/formats/script.ts";

const repository = join(import.meta.dirname, "../../..");
const output = join(repository, "test/output");
mkdirSync(output, { recursive: true });
const folder = mkdtempSync(join(output, "checked-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a file in plain Node. */
function run(file: string): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [file], { encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
}
function runScript(script: string): { status: number | null; stderr: string } {
  const file = join(folder, "script.ts");
  writeFileSync(file, script);
  return run(file);
}

describe("checkedScript(cells, version, folder)", () => {
  const chapters = readdirSync(join(repository, "content/chapters"));
  const cellsOf = (name: string) => chapterCells(readFileSync(join(repository, "content/chapters", name), "utf8"));
  const scripts: string[] = [];
  /** What went wrong with each, where something did: all of them run in one process, which loads the module once. */
  let problems: Record<string, string> = {};
  beforeAll(async () => {
    for (const [i, name] of chapters.entries()) {
      scripts.push(await checkedScript(cellsOf(name), "0.1.0", folder));
      writeFileSync(join(folder, `${i}.ts`), scripts[i]);
    }
    const said = join(folder, "said.json");
    writeFileSync(
      join(folder, "all.ts"),
      `import { writeFileSync } from "node:fs";
const problems: Record<string, string> = {};
for (const [i, name] of ${JSON.stringify(chapters)}.entries())
  await import(\`./\${i}.ts\`).catch((error) => (problems[name] = String(error)));
writeFileSync(${JSON.stringify(said)}, JSON.stringify(problems));`,
    );
    expect(run(join(folder, "all.ts"))).toMatchObject({ status: 0, stderr: "" });
    problems = JSON.parse(readFileSync(said, "utf8")) as typeof problems;
  });
  it.each(chapters.map((name, i) => [name, i] as const))(
    "%s: runs, asserts, and reads back as the chapter's cells",
    (name, i) => {
      const cells = cellsOf(name);
      expect(cells.length).toBeGreaterThanOrEqual(1);
      expect(problems[name]).toBeUndefined();
      expect(scripts[i]).toContain("deepStrictEqual(shown, [");
      expect(fromScript(scripts[i])).toEqual({ cells });
    },
  );
  it("stops where something else comes out", async () => {
    const script = await checkedScript([{ id: "one", source: "display(v3.deepseekV3.layers);" }], "0.1.0", folder);
    expect(runScript(script).status).toBe(0);
    const { status, stderr } = runScript(
      script.replace("display(v3.deepseekV3.layers)", "display(v3.deepseekV3.layers + 1)"),
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/62/);
  });
});
