/** @file Where a number comes from in the repository: the line that computes it, what it asks, and the tests that would fail if it were wrong. */
import type { Call } from "../values/calls.ts";
import { exportNamed, testsOf, type ModuleExport } from "./module-files.ts";

const files = import.meta.glob<string>("../values/*.ts", { eager: true, query: "?raw", import: "default" });
const testsOfData = Object.keys(import.meta.glob("../../../test/data/*.test.ts")).map((path) => path.slice(9));

/** The test that every number is the one that somebody accepted, and the one that figures are. */
const testOfNumbers = "test/components/values.test.ts";
const testOfFigures = "test/widgets/presets.test.ts";

export type NumberProvenance = {
  /** File of the line, from the root of the repository. */
  readonly file: string;
  /** Null where the file makes its name of several parts. */
  readonly line: number | null;
  /** What it asks of the modules, in the order of the call. */
  readonly functions: readonly ModuleExport[];
  /** Figures whose results it is taken from. */
  readonly figures: readonly string[];
  /** Test files, from the root of the repository: those that are nearest first. */
  readonly tests: readonly string[];
};

/** Of a number, by its topic and id. */
export function provenanceOf(topic: string, id: string, call: Call | null): NumberProvenance {
  const source = files[`../values/${topic}.ts`];
  const lines = source.split("\n");
  const named = lines.findIndex((text) => text.includes(`"${id}":`) || text.trimStart().startsWith(`${id}:`));
  const made = named >= 0 ? -1 : lineThatMakes(lines, id);
  const at = named >= 0 ? named : made;
  // Without a script, the entry itself says what is asked, and who calls the function that makes it.
  const asked =
    call?.script ?? call?.code ?? [entryAt(lines, at), ...(made >= 0 ? callsOfMaker(lines, made, id) : [])].join("\n");
  const names = [...namesAsked(asked, source)];
  const functions = names.flatMap((name) => exportNamed(name) ?? []);
  const from = importsOf(source);
  const filesIn = (folder: string): string[] => [
    ...new Set(
      names.flatMap((name) => new RegExp(`/${folder}/([\\w-]+)\\.tsx?$`).exec(from.get(name) ?? "")?.[1] ?? []),
    ),
  ];
  const figures = filesIn("widgets");
  const ofData = filesIn("data").map((name) => `test/data/${name}.test.ts`);
  return {
    figures,
    file: `src/components/values/${topic}.ts`,
    line: at < 0 ? null : at + 1,
    functions,
    tests: [
      ...testsOf(functions),
      ...ofData.filter((path) => testsOfData.includes(path)),
      ...(figures.length > 0 ? [testOfFigures] : []),
      testOfNumbers,
    ],
  };
}

/** Names in a text, and in the declarations at the top of its file that it asks, however indirectly. */
function namesAsked(text: string, source: string): ReadonlySet<string> {
  const names = new Set(namesIn(text));
  for (const name of names) for (const further of namesIn(declarationOf(name, source))) names.add(further);
  return names;
}

/** The lines of an entry: its first, and those that are indented deeper, up to the bracket that closes it. */
function entryAt(lines: readonly string[], first: number): string {
  if (first < 0) return "";
  const depth = (line: string) => line.length - line.trimStart().length;
  const end = lines.findIndex((line, at) => at > first && line !== "" && depth(line) <= depth(lines[first]));
  return lines.slice(first, Math.max(end, first) + 1).join("\n");
}

/** Calls of the function around a line that makes entries: those that name a part of the id, or else all of them. */
function callsOfMaker(lines: readonly string[], line: number, id: string): string[] {
  const declared = /^(?:export )?(?:const|function) ([\w$]+)/;
  const maker = lines
    .slice(0, line)
    .flatMap((text) => declared.exec(text)?.[1] ?? [])
    .at(-1);
  if (maker === undefined) return [];
  const calls = lines.filter((text) => text.trimStart().startsWith(`...${maker}(`));
  const parts = id.split(".");
  const ofIt = calls.filter((text) => parts.some((part) => new RegExp(`[("]${part}[,")]`).test(text)));
  return ofIt.length > 0 ? ofIt : calls;
}

function namesIn(code: string): string[] {
  return [...new Set([...code.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => name))];
}

/** The text of a declaration at the top of a file, up to the line where its brackets are closed; empty if it has none of that name. */
function declarationOf(name: string, source: string): string {
  const start = new RegExp(`^(?:export )?(?:const|function) ${name.replaceAll("$", "\\$")}\\b`, "m").exec(
    source,
  )?.index;
  if (start === undefined) return "";
  let open = 0;
  let end = start;
  for (const line of source.slice(start).split("\n")) {
    end += line.length + 1;
    open += (line.match(/[([{]/g) ?? []).length - (line.match(/[)\]}]/g) ?? []).length;
    if (open <= 0 && /[;}]$/.test(line)) break;
  }
  return source.slice(start, end);
}

/** The file that each imported name is from. */
function importsOf(source: string): ReadonlyMap<string, string> {
  const imports = [...source.matchAll(/^import ((?:[^;"])*?) from "([^"]+)";/gm)];
  return new Map(
    imports.flatMap(([, names, path]) =>
      names
        .replace(/[{}]/g, ",")
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && !/^type\b/.test(name))
        .map((name) => [name, path] as const),
    ),
  );
}

/** The line that makes the name by a template, as in `[`run.${stage}.hours`]: …`: the one with most of it; −1 if there is none. */
function lineThatMakes(lines: readonly string[], id: string): number {
  const made = lines.flatMap((text, at) => {
    const template = /\[?`([^`]*\$\{[^`]*)`/.exec(text)?.[1];
    if (template === undefined) return [];
    const pieces = template.split(/\$\{[^}]*\}/);
    const pattern = pieces.map((piece) => piece.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join(".+");
    return new RegExp(`^${pattern}$`).test(id) ? [{ at, literal: pieces.join("").length }] : [];
  });
  return made.sort((a, b) => b.literal - a.literal)[0]?.at ?? -1;
}
