/**
 * @file The package as those get it who install it: packed, checked, installed in an empty project, run and bundled.
 *
 * Node 20 and 22 come as packages of npm, unless `NODE20` and `NODE22` in the environment name them. Where they cannot be had,
 * their tests are skipped, and say so.
 */
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { versionOf } from "../../src/integrations/package.ts";
import { toScript } from "../../src/notebook/formats/script.ts";

const repository = join(import.meta.dirname, "../..");
let place: string;
let tarball: string;
let project: string;

/** The README's example, and what it says that it prints. */
const [, example, printed] = /```ts\n(import [^`]*?from "v3-companion\/compute";[^`]*?)\/\/ (.*)\n```/.exec(
  readFileSync(join(repository, "README.md"), "utf8"),
)!;

/** The oldest versions of Node that may have to run it: fetched while it is packed. */
const nodes = new Map<number, Promise<string | null>>();

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "v3-package-"));
  for (const major of [20, 22, 24]) nodes.set(major, nodeOf(major));
  // A copy: packing changes `package.json` while it lasts, and other tests read it.
  const clone = join(place, "clone");
  mkdirSync(clone);
  for (const part of [
    "src/compute",
    "src/lab",
    "src/notebook/inputs.ts",
    "src/notebook/range-value.ts",
    "src/integrations/package.ts",
    "package.json",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
  ])
    cpSync(join(repository, part), join(clone, part), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(clone, "node_modules"));
  await npm(clone, "pack", "--pack-destination", place);
  tarball = join(
    place,
    readdirSync(place).find((file) => file.endsWith(".tgz"))!,
  );
  project = join(place, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }');
  await npm(project, "install", "--offline", tarball);
  writeFileSync(join(project, "example.mjs"), example);
  await Promise.all(nodes.values());
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("the tarball", () => {
  it("holds JavaScript and types, and neither sources nor tests", () => {
    const files = readdirSync(join(project, "node_modules/v3-companion"), { recursive: true }).map(String);
    expect(files.filter((file) => /(?<!\.d)\.ts$|test|^src/.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "compute/index.js",
        "compute/index.d.ts",
        "lab/index.js",
        "lab/index.d.ts",
        "notebook/inputs.js",
        "notebook/inputs.d.ts",
      ]),
    );
  });
  it("names no dependency, is not private, and has the changelog's version", () => {
    const manifest = JSON.parse(
      readFileSync(join(project, "node_modules/v3-companion/package.json"), "utf8"),
    ) as Record<string, unknown>;
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts|private/i.test(key))).toEqual([]);
    expect(manifest.version).toBe(versionOf(readFileSync(join(repository, "CHANGELOG.md"), "utf8")));
  });
  it("leaves the clone as it was", () => {
    expect(readFileSync(join(place, "clone/package.json"), "utf8")).toBe(
      readFileSync(join(repository, "package.json"), "utf8"),
    );
    expect(readdirSync(join(place, "clone")).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "node_modules",
      "package.json",
      "src",
    ]);
  });
  it("gives publint nothing to say", async () => {
    const { messages } = await publint({
      pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
      strict: true,
    });
    expect(messages).toEqual([]);
  });
  // The package is of ES modules alone, as its engines have them: the two ways of resolving that know none are left out.
  it("has types that every ES module resolver finds", async () => {
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
    const problems =
      result.types === false
        ? ["no types"]
        : result.problems.filter(
            (problem) => !("resolutionKind" in problem) || !["node10", "node16-cjs"].includes(problem.resolutionKind),
          );
    expect(problems).toEqual([]);
  });
});

describe("the README's example, where the tarball is installed", () => {
  it.for([20, 22, 24])("runs in Node %d", async (major, { skip }) => {
    const node = await nodes.get(major);
    if (!node) return skip(`Node ${major} could not be fetched`);
    expect(execFileSync(node, ["--version"], { encoding: "utf8" })).toMatch(new RegExp(`^v${major}\\.`));
    expect(execFileSync(node, ["example.mjs"], { cwd: project, encoding: "utf8" }).trim()).toBe(printed);
  });
  it("runs in Deno", () => {
    const deno = join(repository, "node_modules/.bin/deno");
    expect(
      execFileSync(deno, ["run", "--no-remote", "--node-modules-dir=manual", "example.mjs"], {
        cwd: project,
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1", DENO_DIR: join(place, "deno") },
      }).trim(),
    ).toBe(printed);
  });
  it("type-checks, and refuses what is wrong", () => {
    const right = example.replace(
      "console.log",
      "(globalThis as unknown as { log: (...values: unknown[]) => void }).log",
    );
    const wrong = 'import { gpuHours } from "v3-companion/compute";\ngpuHours({ tokens: "many", tokensPerSecond: 1 });';
    writeFileSync(join(project, "right.ts"), right);
    writeFileSync(join(project, "wrong.ts"), wrong);
    const program = ts.createProgram([join(project, "right.ts"), join(project, "wrong.ts")], {
      noEmit: true,
      strict: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      types: [],
    });
    const said = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => [
        file && basename(file.fileName),
        ts.flattenDiagnosticMessageText(messageText, ""),
      ]);
    expect(said).toEqual([["wrong.ts", "Type 'string' is not assignable to type 'number'."]]);
  });
  it("is bundled for a browser, without what it does not use", async () => {
    const { build } = await import("vite");
    const result = await build({
      root: project,
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        rollupOptions: { input: join(project, "example.mjs"), preserveEntrySignatures: "strict" },
      },
    });
    const [{ output }] = (Array.isArray(result) ? result : [result]) as { output: { code: string }[] }[];
    expect(output.length).toBe(1);
    expect(output[0].code).not.toMatch(/\bfrom\s*"|require\(/);
    expect(output[0].code.length).toBeLessThan(20_000);
    writeFileSync(join(project, "bundle.mjs"), output[0].code);
    expect(execFileSync(process.execPath, ["bundle.mjs"], { cwd: project, encoding: "utf8" }).trim()).toBe(printed);
  });
});

describe("a notebook saved as a script, where the tarball is installed", () => {
  const cells = [
    { id: "show", source: "display(layers * 2);" },
    { id: "control", source: "const layers = view(Inputs.range([1, 61], { step: 1, value: 3 }));", controls: [58] },
    {
      id: "module",
      source: 'import { gpuHours } from "v3-companion/compute";\ngpuHours({ tokens: 3.6e6, tokensPerSecond: 1 })',
    },
  ];
  const version = versionOf(readFileSync(join(repository, "CHANGELOG.md"), "utf8"));
  it("runs in Node, with the package alone", () => {
    const script = toScript(cells, version);
    // What it says is to be installed is what is installed here.
    expect(script).toContain(`npm i ./${basename(tarball)}\n`);
    writeFileSync(join(project, "notebook.ts"), script);
    // 3.6e6 tokens, one a second: 1,000 hours.
    expect(execFileSync(process.execPath, ["notebook.ts"], { cwd: project, encoding: "utf8" })).toBe("116\n1000\n");
  });
});

describe("versionOf(changelog)", () => {
  it("is that of the newest section", () => {
    expect(versionOf("# Changelog\n\n## Unreleased\n\n- x\n\n## 0.2.0 (2026-12-01)\n\n## 0.1.0 (2026-11-23)\n")).toBe(
      "0.2.0",
    );
    expect(() => versionOf("# Changelog\n")).toThrow(
      'CHANGELOG.md must hold a version, as in "## 0.1.0 (2026-11-23)".',
    );
  });
});

async function npm(folder: string, ...args: string[]): Promise<void> {
  await promisify(execFile)("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
}

/** The Node of a major version: ours, one that is named, or a package; null where that cannot be fetched. */
async function nodeOf(major: number): Promise<string | null> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const named = process.env[`NODE${major}`];
  if (named) return named;
  const folder = join(place, `node${major}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      await npm(folder, "install", "--prefer-offline", `${name}@${major}`);
      return join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
    } catch (error) {
      console.log(`Node ${major} could not be fetched, attempt ${attempt} of 3: ${(error as Error).message}`);
    }
  }
  return null;
}
