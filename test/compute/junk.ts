/** @file Calls with junk in one place: what is put there, and what is wrong with how a function takes it. */
import { runInThisContext } from "node:vm";
import { parse } from "acorn";
import { threadMilliseconds } from "../processor-time.ts";

export type Call = (...args: unknown[]) => unknown;
type Path = (string | number)[];
/** What an error may name, and whether a result may hold NaN. */
export type Rule = { names: ReadonlySet<string>; mayBeNaN: boolean };

/** What does not belong where a number, an array, a text or an object is wanted; some of it may be allowed, by chance. */
const junk: readonly [name: string, value: unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-1", -1],
  ["-0.5", -0.5],
  ["0", 0],
  ["0.5", 0.5],
  ["2^31", 2 ** 31],
  ["2^53", 2 ** 53],
  ["1e300", 1e300],
  ["a text", "junk"],
  ["an empty text", ""],
  ["a numeral", "1"],
  ["true", true],
  ["an empty object", {}],
  ["an empty array", []],
  ["an array of texts", ["x"]],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
  ["a bigint", 1n],
  ["no prototype", Object.create(null)],
];
/** Some functions search, and take 35 ms of a quiet processor for it; one that shares its core takes three times that. */
const mostMilliseconds = 250;
const mostShown = 8;

/** What goes wrong in the calls that junk makes of a valid one: "place = junk: what is wrong", the first few. */
export function problemsOf(call: Call, sample: () => unknown[], rule: Rule): string[] {
  let at = "";
  const problems: string[] = [];
  for (const path of pathsOf(sample())) {
    const ended = endsInTime(() => {
      for (const [what, value] of junk) {
        at = `${path.join(".")} = ${what}`;
        const problem = problemOf(call, withJunk(sample(), path, value), rule);
        if (problem) problems.push(`${at}: ${problem}`);
      }
    });
    if (!ended) problems.push(`${at}: does not end`);
    if (problems.length >= mostShown || !ended) break;
  }
  return problems.slice(0, mostShown);
}

/** What is wrong with a call; empty where it refuses as it should, or gives a result in time. */
export function problemOf(call: Call, args: unknown[], named: Rule): string {
  for (let attempt = 0; ; attempt++) {
    const start = threadMilliseconds();
    const problem = outcome(call, args, named);
    const took = threadMilliseconds() - start;
    if (problem || took <= mostMilliseconds) return problem;
    if (attempt === 2) return `took ${Math.round(took)} ms, three times`; // once may be a first compilation, or the collection of garbage
  }
}

/** Whether a function ends within a minute: a loop without an end is broken off, so that its cause can be named. */
function endsInTime(run: () => void): boolean {
  const context = globalThis as { runForFace?: () => void };
  context.runForFace = run;
  try {
    runInThisContext("runForFace()", { timeout: 60_000 });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  } finally {
    delete context.runForFace;
  }
}

function outcome(call: Call, args: unknown[], named: Rule): string {
  try {
    const result = finish(call(...args));
    return !named.mayBeNaN && hasNaN(result, new Set(objectsIn(args))) ? "gives NaN" : "";
  } catch (error) {
    if (!(error instanceof RangeError)) return `throws ${String(error)}`;
    const [, root] = /^([A-Za-z_$][\w$]*)[\w$.[\]]* must .* \(got [^]*\)$/.exec(error.message) ?? [];
    if (root === undefined) return `says ${JSON.stringify(error.message)}, which names no parameter`;
    return named.names.has(root) ? "" : `names "${root}", which the caller did not pass: ${error.message}`;
  }
}

/** A generator is asked for one step. */
export function finish(result: unknown): unknown {
  return typeof result === "object" && result !== null && "next" in result
    ? (result as Iterator<unknown>).next().value
    : result;
}

/** Whether a result holds NaN, apart from objects that were passed and are handed on. Each object is looked at once. */
function hasNaN(value: unknown, seen: Set<unknown>): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return Array.prototype.some.call(value, Number.isNaN);
  return Object.values(value).some((part) => hasNaN(part, seen));
}

function objectsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...(ArrayBuffer.isView(value) ? [] : Object.values(value).flatMap(objectsIn))];
}

/** Every place in the arguments: each of them, each field, and the first entry of each array. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const own = path.length > 0 ? [path] : [];
  if (ArrayBuffer.isView(value))
    return value instanceof Float32Array || value instanceof Float64Array
      ? [...own, ...(value.length > 0 ? [[...path, 0]] : [])]
      : own;
  if (Array.isArray(value))
    return [
      ...own,
      ...(path.length === 0
        ? value.flatMap((part, i) => pathsOf(part, [i]))
        : value.length > 0
          ? pathsOf(value[0], [...path, 0])
          : []),
    ];
  if (typeof value === "object" && value !== null && !(value instanceof Map))
    return [...own, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
  return own;
}

/** A copy with one place replaced. What is not on the way stays the same object: formats are told by being themselves. */
function withJunk(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown[] {
  const next = (part: unknown): unknown => (rest.length === 0 ? replacement : withJunk(part, rest, replacement));
  if (ArrayBuffer.isView(value)) {
    const copy = (value as Float64Array).slice();
    copy[key as number] = typeof replacement === "number" ? replacement : NaN;
    return copy as unknown as unknown[];
  }
  if (Array.isArray(value)) return value.map((part, i) => (i === key ? next(part) : part));
  const copy = { ...(value as Record<string, unknown>) };
  copy[key] = next(copy[key]);
  return copy as unknown as unknown[];
}

/** What an error may name: parameters, and fields of what is passed. */
export function namesOf(call: Call, args: unknown[]): ReadonlySet<string> {
  const source = String(call);
  const program = parse(`(${source})`, { ecmaVersion: "latest" }) as unknown as {
    body: [{ expression: { params: Pattern[] } }];
  };
  const names = new Set(program.body[0].expression.params.flatMap(namesOfPattern));
  for (const path of pathsOf(args)) for (const key of path) if (typeof key === "string") names.add(key);
  return names;
}

type Pattern = {
  type: string;
  name?: string;
  left?: Pattern;
  argument?: Pattern;
  properties?: { key?: { name: string }; value?: Pattern }[];
};

function namesOfPattern(pattern: Pattern): string[] {
  if (pattern.type === "Identifier") return [pattern.name!];
  if (pattern.type === "AssignmentPattern") return namesOfPattern(pattern.left!);
  if (pattern.type === "RestElement") return namesOfPattern(pattern.argument!);
  return (pattern.properties ?? []).flatMap(({ key }) => (key ? [key.name] : []));
}
