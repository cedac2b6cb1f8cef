/** @file Which tests are asked about a source file: its own first, then those that name what it exports. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Tests that may find a fault in a source file, in the order in which they are worth asking. */
export type Covering = {
  /** Files that are about this source and nothing else. */
  own: string[];
  /** Files that name what it exports, or stand beside it. */
  others: string[];
  /** Names of tests in a file of many, of those that are asked about everything. */
  long: { file: string; named: string };
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
const mostOthers = 8;
const facesTest = "test/compute/face.test.ts";
const presetsTest = "test/widgets/presets.test.ts";

export function coveringOf(file: string, root: string): Covering {
  const place = join("test", relative("src", file)).replace(/\.tsx?$/, "");
  const own = [".test.ts", ".test.tsx"].map((ending) => place + ending).filter((test) => existsSync(join(root, test)));
  const exported = exportsOf(readFileSync(join(root, file), "utf8"));
  const names = new RegExp(`\\b(?:${exported.join("|") || "nothing"})\\b`, "g");
  const others = testFiles(root)
    .filter((test) => !own.includes(test) && /^test\/(?:compute|kit|lab|components)\//.test(test) && test !== facesTest)
    .map((test) => {
      const found = textOf(join(root, test)).match(names)?.length ?? 0;
      // What stands in the same folder is near, whatever it names: it may reach the file through another.
      return { test, weight: found * 10 + (dirname(test) === dirname(place) ? 5 : 0) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostOthers)
    .map(({ test }) => test);
  const long = file.startsWith("src/compute/")
    ? { file: facesTest, named: `^(?:${exported.join("|") || "nothing"}) ` }
    : { file: presetsTest, named: `^(?:${figures.join("|")}) ` };
  return { own, others, long };
}

function exportsOf(source: string): string[] {
  return [...source.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name]) => name);
}

function testFiles(root: string): string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.test\.tsx?$/.test(file) && !/^(?:browser|output)\//.test(file))
    .map((file) => join("test", file));
}

const texts = new Map<string, string>();

function textOf(path: string): string {
  if (!texts.has(path)) texts.set(path, readFileSync(path, "utf8"));
  return texts.get(path)!;
}
