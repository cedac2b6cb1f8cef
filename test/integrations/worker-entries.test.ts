import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, type Rolldown } from "vite";
import { workerEntriesApart } from "../../src/integrations/worker-entries.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "v3-workers-"));
  const files = {
    "page.js": 'import address from "./worker.js?worker&url"; console.log(address);',
    "worker.js":
      'import { shared } from "./shared.js"; console.log(shared()); import("./later.js").then(({ later }) => console.log(later()));',
    "later.js": 'import { shared } from "./shared.js"; export const later = () => shared() + 1;',
    "shared.js": "let count = 0; export const shared = () => ++count;",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Files that import the one that the worker begins with. */
async function importersOfEntry(plugins: ReturnType<typeof workerEntriesApart>[]): Promise<string[]> {
  const result = (await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    worker: { format: "es", plugins: () => plugins },
    build: { write: false, rollupOptions: { input: join(folder, "page.js") } },
  })) as Rolldown.RolldownOutput;
  const texts = result.output.map(
    (file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)] as const,
  );
  expect(texts.some(([name]) => /worker-/.test(name)) && texts.some(([name]) => /later-/.test(name))).toBe(true);
  return texts.filter(([, text]) => /from\s*["']\.\/worker-/.test(text)).map(([name]) => name);
}

describe("workerEntriesApart()", () => {
  it("leaves no file that imports the one that a worker begins with", async () => {
    expect(await importersOfEntry([])).toHaveLength(1); // as it would be otherwise
    expect(await importersOfEntry([workerEntriesApart()])).toEqual([]);
  });
});
