/**
 * @file The whole public face against junk: every exported function, with every argument, field and entry of a valid call
 * replaced in turn by what does not belong there. It must refuse by name, or give a result that is one.
 */
import { parse } from "acorn";
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { mayGiveNaN, randomSamples, samples, withoutSample } from "../../src/components/api/samples.ts";

type Call = (...args: unknown[]) => unknown;
type Path = (string | number)[];
/** What an error may name, and whether a result may hold NaN. */
type Rule = { names: ReadonlySet<string>; mayBeNaN: boolean };

/** What does not belong where a number, an array, a text or an object is wanted; some of it may be allowed, by chance. */
const junk: readonly [name: string, value: unknown][] = [
  ["null", null], ["NaN", NaN], ["Infinity", Infinity], ["-1", -1], ["-0.5", -0.5], ["0", 0], ["0.5", 0.5], ["2^31", 2 ** 31], ["2^53", 2 ** 53], ["1e300", 1e300], ["a text", "junk"], ["an empty text", ""],
  ["a numeral", "1"], ["true", true], ["an empty object", {}], ["an empty array", []], ["an array of texts", ["x"]], ["a function", () => 1], ["a symbol", Symbol("s")], ["a bigint", 1n], ["no prototype", Object.create(null)],
];
const mostMilliseconds = 50;

const functions = Object.entries(compute).filter((entry): entry is [string, Call & (typeof entry)[1]] => typeof entry[1] === "function") as [string, Call][];

describe("samples.ts", () => {
  it("has valid arguments for every exported function, and for nothing else", () => {
    const missing = functions.map(([name]) => name).filter((name) => !(name in samples) && !withoutSample.includes(name as never));
    expect(missing, "each of these needs a line in src/components/api/samples.ts: `name: () => [valid, arguments],`").toEqual([]);
    expect(Object.keys(samples).filter((name) => typeof (compute as Record<string, unknown>)[name] !== "function"), "no longer exported").toEqual([]);
    expect(withoutSample.filter((name) => name in samples || !(name in compute)), "has a sample now, or is no longer exported").toEqual([]);
  });
});

describe.each(functions.filter(([name]) => name in samples))("%s", (name, call) => {
  const sample = samples[name as keyof typeof samples] as () => unknown[];
  const named = { names: namesOf(call, sample()), mayBeNaN: mayGiveNaN.includes(name as never) };
  it("accepts its sample", () => {
    expect(problemOf(call, sample(), named)).toBe("");
    expect(() => finish(call(...sample()))).not.toThrow();
  });
  it("refuses junk by name, or gives a result", () => {
    const problems = pathsOf(sample()).flatMap((path) => junk.flatMap(([what, value]) => {
      const problem = problemOf(call, withJunk(sample(), path, value), named);
      return problem ? [`${path.join(".")} = ${what}: ${problem}`] : [];
    }));
    expect(problems.slice(0, 8)).toEqual([]);
  });
});

describe.each(Object.entries(randomSamples))("createRandom(seed).%s", (method, args) => {
  it("refuses junk by name, or gives a result", () => {
    const call: Call = (...given) => (compute.createRandom(1) as unknown as Record<string, Call>)[method](...given);
    const problems = pathsOf([...args]).flatMap((path) => junk.flatMap(([what, value]) => problemOf(call, withJunk([...args], path, value), { names: new Set(["below"]), mayBeNaN: false }) && [`${path.join(".")} = ${what}`]));
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

/** What is wrong with a call; empty where it refuses as it should, or gives a result in time. */
function problemOf(call: Call, args: unknown[], named: Rule): string {
  for (let attempt = 0; ; attempt++) {
    const start = performance.now();
    const problem = outcome(call, args, named);
    const took = performance.now() - start;
    if (problem || took <= mostMilliseconds) return problem;
    if (attempt === 2) return `took ${Math.round(took)} ms, three times`; // once may be the machine's fault
  }
}

function outcome(call: Call, args: unknown[], named: Rule): string {
  try {
    const result = finish(call(...args));
    return !named.mayBeNaN && hasNaN(result, 0) ? "gives NaN" : "";
  } catch (error) {
    if (!(error instanceof RangeError)) return `throws ${String(error)}`;
    const [, root] = /^([A-Za-z_$][\w$]*)[\w$.[\]]* must .* \(got [^]*\)$/.exec(error.message) ?? [];
    if (root === undefined) return `says ${JSON.stringify(error.message)}, which names no parameter`;
    return named.names.has(root) ? "" : `names "${root}", which the caller did not pass: ${error.message}`;
  }
}

/** A generator is asked for one step. */
function finish(result: unknown): unknown {
  return typeof result === "object" && result !== null && "next" in result ? (result as Iterator<unknown>).next().value : result;
}

function hasNaN(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  if (typeof value !== "object" || value === null || depth > 6) return false;
  if (ArrayBuffer.isView(value)) return Array.prototype.some.call(value, Number.isNaN);
  return Object.values(value).some((part) => hasNaN(part, depth + 1));
}

/** Every place in the arguments: each of them, each field, and the first entry of each array. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const own = path.length > 0 ? [path] : [];
  if (ArrayBuffer.isView(value)) return value instanceof Float32Array || value instanceof Float64Array ? [...own, ...((value.length > 0) ? [[...path, 0]] : [])] : own;
  if (Array.isArray(value)) return [...own, ...(path.length === 0 ? value.flatMap((part, i) => pathsOf(part, [i])) : value.length > 0 ? pathsOf(value[0], [...path, 0]) : [])];
  if (typeof value === "object" && value !== null && !(value instanceof Map)) return [...own, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
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
function namesOf(call: Call, args: unknown[]): ReadonlySet<string> {
  const source = String(call);
  const program = parse(`(${source})`, { ecmaVersion: "latest" }) as unknown as { body: [{ expression: { params: Pattern[] } }] };
  const names = new Set(program.body[0].expression.params.flatMap(namesOfPattern));
  for (const path of pathsOf(args)) for (const key of path) if (typeof key === "string") names.add(key);
  return names;
}

type Pattern = { type: string; name?: string; left?: Pattern; argument?: Pattern; properties?: { key?: { name: string }; value?: Pattern }[] };

function namesOfPattern(pattern: Pattern): string[] {
  if (pattern.type === "Identifier") return [pattern.name!];
  if (pattern.type === "AssignmentPattern") return namesOfPattern(pattern.left!);
  if (pattern.type === "RestElement") return namesOfPattern(pattern.argument!);
  return (pattern.properties ?? []).flatMap(({ key }) => (key ? [key.name] : []));
}
