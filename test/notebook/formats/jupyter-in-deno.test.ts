/** @file A saved notebook, run by the program whose kernel it names, with the site on this machine and no network. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellSource } from "../../../src/notebook/cell.ts";
import { toJupyter } from "../../../src/notebook/formats/jupyter.ts";
import { linkedomVersion, plotVersion } from "../../../src/notebook/formats/script-prelude.ts";
import { GET } from "../../../src/pages/[module].js.ts";

const repository = join(import.meta.dirname, "../../..");
const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  version: string;
  devDependencies: Record<string, string>;
};

let folder: string;
let server: Server;
let site: string;
const asked: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "v3-jupyter-"));
  // What Deno would fetch from a registry is here already, in the versions that the file names.
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: { "@observablehq/plot": plotVersion, linkedom: linkedomVersion } }),
  );
  const texts = new Map<string, string>();
  for (const module of ["compute", "inputs"])
    texts.set(`/${module}.js`, await (await GET({ params: { module } })).text());
  server = createServer((request, response) => {
    asked.push(request.url!);
    const text = texts.get(request.url!);
    response.writeHead(text ? 200 : 404, { "content-type": "text/javascript" }).end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}, 120_000);
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** What its cells show, one after the other. Outside of a kernel there is nothing to show it with: a stand-in prints it. */
async function runInDeno(cells: readonly CellSource[], shown?: readonly unknown[]): Promise<string> {
  const notebook = JSON.parse(toJupyter(cells, { version: manifest.version, site }, undefined, shown)) as {
    cells: { source: string[] }[];
  };
  const kernel = "const Deno = { jupyter: { display: (value) => console.log(value.outerHTML ?? value) } };";
  writeFileSync(
    join(folder, "notebook.ts"),
    [kernel, ...notebook.cells.map(({ source }) => source.join(""))].join("\n"),
  );
  const { stdout } = await promisify(execFile)(
    join(repository, "node_modules/.bin/deno"),
    [
      "run",
      "--node-modules-dir=manual",
      "--no-lock",
      `--allow-import=${new URL(site).host}`,
      "--allow-read",
      "--allow-env",
      "notebook.ts",
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        NO_COLOR: "1",
        DENO_DIR: join(folder, "deno"),
        NPM_CONFIG_REGISTRY: "http://127.0.0.1:9/",
      },
    },
  );
  return stdout;
}

describe("the cells of a saved notebook, run by Deno with the site at hand", () => {
  it("compute with the module that the site serves", async () => {
    const cells = [
      { id: "use", source: "display(hours / 1000);" },
      {
        id: "define",
        source:
          'import { gpuHours } from "v3-companion/compute";\nconst hours: number = gpuHours({ tokens: 14.8e12, tokensPerSecond: 1543.2098765432098 });',
      },
    ];
    // 14.8e12 tokens / (1543.2098765432098 tokens/s × 3600 s/h) = 14.8 × 180,000 = 2,664,000 GPU-hours (Table 1: 2664K).
    expect(Number(await runInDeno(cells))).toBeCloseTo(2664, 6);
    expect(asked).toEqual(["/compute.js"]);
  }, 60_000);
  it("have controls where they stood, and draw", async () => {
    const cells = [
      {
        id: "slider",
        source: "const tokens = view(Inputs.range([1024, 131072], { step: 1024, value: 4096 }));",
        controls: [7168],
      },
      { id: "twice", source: "display(tokens * 2);" },
      { id: "figure", source: "display(Plot.plot({ marks: [Plot.barX([3, 1, 2])] }));" },
    ];
    const [first, ...rest] = (await runInDeno(cells)).split("\n");
    expect(first).toBe("14336");
    expect(rest.join("\n")).toMatch(/^<svg [^>]*viewBox/);
    expect(rest.join("\n").match(/<rect /g)).toHaveLength(3);
    expect(new Set(asked)).toEqual(new Set(["/compute.js", "/inputs.js"]));
  }, 60_000);
  it("assert what the page shows, and stop where something else comes out", async () => {
    const cells = [{ id: "one", source: "display({ layers: v3.deepseekV3.layers, third: 1 / 3 });" }];
    expect(await runInDeno(cells, [{ layers: 61, third: 0.333333333 }])).toContain("61");
    await expect(runInDeno(cells, [{ layers: 62, third: 0.333333333 }])).rejects.toThrow(/62/);
  }, 60_000);
  it("take Plot and its document in the versions of the site", () => {
    expect([plotVersion, linkedomVersion]).toEqual([
      manifest.devDependencies["@observablehq/plot"],
      manifest.devDependencies.linkedom,
    ]);
  });
});
