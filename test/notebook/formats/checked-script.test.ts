/** Scripts of chapters with their assertions: Node runs every one of them, and one that computes something else stops. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chapterCells } from "../../../src/notebook/formats/chapter-cells.ts";
import { checkedScript } from "../../../src/notebook/formats/checked-script.ts";
import { fromScript } from "../../../src/notebook/formats/script.ts";

const repository = join(import.meta.dirname, "../../..");
const output = join(repository, "test/output");
mkdirSync(output, { recursive: true });
const folder = mkdtempSync(join(output, "checked-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string): { status: number | null; stderr: string } {
  const file = join(folder, "script.ts");
  writeFileSync(file, script);
  return spawnSync(process.execPath, [file], { encoding: "utf8" });
}

describe("checkedScript(cells, version, folder)", () => {
  const chapters = readdirSync(join(repository, "content/chapters"));
  it.each(chapters)("%s: runs, asserts, and reads back as the chapter's cells", async (name) => {
    const cells = chapterCells(readFileSync(join(repository, "content/chapters", name), "utf8"));
    expect(cells.length).toBeGreaterThanOrEqual(1);
    const script = await checkedScript(cells, "0.1.0", folder);
    expect(run(script)).toMatchObject({ status: 0, stderr: "" });
    expect(fromScript(script)).toEqual({ cells });
  });
  it("stops where something else comes out", async () => {
    const script = await checkedScript([{ id: "one", source: "display(v3.deepseekV3.layers);" }], "0.1.0", folder);
    expect(run(script).status).toBe(0);
    const { status, stderr } = run(
      script.replace("display(v3.deepseekV3.layers)", "display(v3.deepseekV3.layers + 1)"),
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/62/);
  });
});
