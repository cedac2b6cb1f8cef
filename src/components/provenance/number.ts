/** @file Where a number comes from in the repository: the line that computes it, the functions that it asks, and the tests that would fail if they were wrong. */
import type { Call } from "../values/calls.ts";

const files = import.meta.glob<string>("../values/*.ts", { eager: true, query: "?raw", import: "default" });
const face = import.meta.glob<string>("../../compute/index.ts", { eager: true, query: "?raw", import: "default" });
const tests = import.meta.glob<string>("../../../test/compute/**/*.test.ts", {
  eager: true,
  query: "?raw",
  import: "default",
});

export type ModuleFunction = {
  readonly name: string;
  /** "training/run.ts", in `src/compute`. */
  readonly file: string;
};

export type NumberProvenance = {
  /** File of the line, from the root of the repository. */
  readonly file: string;
  /** Null where the file makes its name of several parts. */
  readonly line: number | null;
  /** What it asks of the module, in the order of the call. */
  readonly functions: readonly ModuleFunction[];
  /** Figures whose results it is taken from. */
  readonly figures: readonly string[];
  /** Test files, from the root of the repository. */
  readonly tests: readonly string[];
};

/** File of each export of the module. */
const fileOfExport: ReadonlyMap<string, string> = exportsOf(Object.values(face)[0]);

/** Exports of a face that is nothing but `export { … } from "./…"`. */
export function exportsOf(source: string): ReadonlyMap<string, string> {
  const pairs = [...source.matchAll(/export \{([^}]*)\} from "\.\/([^"]+)"/g)].flatMap(([, names, file]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => [name, file] as const),
  );
  return new Map(pairs);
}

/** Of a number, by its topic and id. */
export function provenanceOf(topic: string, id: string, call: Call | null): NumberProvenance {
  const lines = files[`../values/${topic}.ts`].split("\n");
  const named = lines.findIndex((text) => text.includes(`"${id}":`) || text.trimStart().startsWith(`${id}:`));
  const line = named >= 0 ? named + 1 : lines.findIndex((text) => isMade(text, id)) + 1;
  // Without a script, the entry itself says what is asked.
  const asked = call?.script ?? call?.code ?? entryAt(lines, line - 1);
  const source = files[`../values/${topic}.ts`];
  // What functions and constants of the file ask, it asks too.
  const names = namesIn([asked, ...namesIn(asked).map((name) => declarationOf(name, source))].join("\n"));
  const functions = names
    .filter((name) => fileOfExport.has(name))
    .map((name) => ({ name, file: fileOfExport.get(name)! }));
  const figures = names.flatMap(
    (name) =>
      new RegExp(`^import ${name.replaceAll("$", "\\$")} from "\\.\\./\\.\\./widgets/([\\w-]+)\\.tsx"`, "m").exec(
        source,
      )?.[1] ?? [],
  );
  return {
    figures,
    file: `src/components/values/${topic}.ts`,
    line: line === 0 ? null : line,
    functions,
    tests: testsOf(functions),
  };
}

/** The lines of an entry: its first, and those that are indented deeper, up to the bracket that closes it. */
function entryAt(lines: readonly string[], first: number): string {
  if (first < 0) return "";
  const depth = (line: string) => line.length - line.trimStart().length;
  const end = lines.findIndex((line, at) => at > first && line !== "" && depth(line) <= depth(lines[first]));
  return lines.slice(first, Math.max(end, first) + 1).join("\n");
}

function namesIn(code: string): string[] {
  return [...new Set([...code.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => name))];
}

/** The text of a declaration at the top of a file; empty if it has none of that name. */
function declarationOf(name: string, source: string): string {
  return (
    new RegExp(`^(?:export )?(?:const|function) ${name.replaceAll("$", "\\$")}\\b[\\s\\S]*?(?:^\\}|;$)`, "m").exec(
      source,
    )?.[0] ?? ""
  );
}

/** Whether a line makes the name by a template: `[`run.${stage}.hours`]: …`. */
function isMade(text: string, id: string): boolean {
  const template = /\[?`([^`]*\$\{[^`]*)`/.exec(text)?.[1];
  if (template === undefined) return false;
  const pattern = template
    .split(/\$\{[^}]*\}/)
    .map((piece) => piece.replace(/[.*+?^$()|[\]\\]/g, "\\$&"))
    .join(".+");
  return new RegExp(`^${pattern}$`).test(id);
}

/** The tests beside the files of some functions; where a file has none of its own, those that name the function. */
function testsOf(functions: readonly ModuleFunction[]): string[] {
  const found = functions.flatMap(({ name, file }) => {
    const own = `../../../test/compute/${file.replace(/\.ts$/, ".test.ts")}`;
    if (tests[own]) return [own];
    return Object.keys(tests)
      .filter((path) => new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`).test(tests[path]))
      .slice(0, 2);
  });
  return [...new Set(found)].map((path) => path.slice("../../../".length)).sort();
}
