/** @file Which tests are asked about a source file: its own first, then those that name what it exports. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

export type Ask = {
  /** Test files, from the root of the repository. */
  files: string[];
  /** Names of tests, as a regular expression; all of them without it. */
  named?: string;
};

/** Figures that between them have every part of views, for what no test of its own speaks of. */
const figures = [
  "adder",
  "fp8-error",
  "gpu-hours",
  "kv-cache",
  "mla-dataflow",
  "real-trace",
  "router-playground",
  "schedule-player",
];
const mostOthers = 5;

/** Runs of tests for a source file, in the order in which they are worth asking: the first that fails has found the fault. */
export function asksAbout(file: string, root: string): Ask[] {
  const topic = dirname(relative("src", file));
  const own = [".test.ts", ".test.tsx"].map((ending) => join("test", topic, basename(file).replace(/\.tsx?$/, ending)));
  const exported = exportsOf(readFileSync(join(root, file), "utf8"));
  const isOfCompute = topic.startsWith("compute");
  const names = new RegExp(`\\b(?:${exported.join("|") || "nothing"})\\b`, "g");
  const others = testFiles(root)
    .filter(
      (test) =>
        !own.includes(test) && /^test\/(?:compute|kit|lab|components)\//.test(test) && !test.endsWith("face.test.ts"),
    )
    .map((test) => {
      const found = readFileSync(join(root, test), "utf8").match(names)?.length ?? 0;
      // What stands in the same folder is near, whatever it names: it may reach the file through another.
      return { test, weight: found * 10 + (dirname(test) === join("test", topic) ? 5 : 0) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostOthers)
    .map(({ test }) => test);
  const asks: Ask[] = [{ files: own.filter((test) => existsSync(join(root, test))) }, { files: others }];
  if (isOfCompute) asks.push({ files: ["test/compute/face.test.ts"], named: `^(?:${exported.join("|")}) ` });
  else asks.push({ files: ["test/widgets/presets.test.ts"], named: `^(?:${figures.join("|")}) ` });
  return asks.filter(({ files }) => files.length > 0);
}

function exportsOf(source: string): string[] {
  return [...source.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name]) => name);
}

function testFiles(root: string): string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.test\.tsx?$/.test(file) && !/^(?:browser|output)\//.test(file))
    .map((file) => join("test", file));
}
