/**
 * @file The whole public face against junk: every exported function, with every argument, field and entry of a valid call
 * replaced in turn by what does not belong there. It must refuse by name, or give a result that is one.
 */
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { mayGiveNaN, methodsOfRandom, samples } from "../../src/components/api/samples.ts";
import { finish, namesOf, problemOf, problemsOf, type Call } from "./junk.ts";

const functions = Object.entries(compute).filter(
  (entry): entry is [string, Call & (typeof entry)[1]] => typeof entry[1] === "function",
) as [string, Call][];

/** Milliseconds for all junk of one function: each call is measured by itself, and a busy machine may take its time. */
const patience = 300_000;

describe("samples", () => {
  it("has valid arguments for every exported function, and for nothing else", () => {
    expect(
      functions.map(([name]) => name).filter((name) => !(name in samples)),
      "each of these needs a line in a file of src/components/api/samples/: `name: () => [valid, arguments],`",
    ).toEqual([]);
    expect(
      Object.keys(samples).filter((name) => typeof (compute as Record<string, unknown>)[name] !== "function"),
      "no longer exported",
    ).toEqual([]);
  });
});

describe.each(functions)("%s", (name, call) => {
  const sample = samples[name as keyof typeof samples] as () => unknown[];
  const named = { names: namesOf(call, sample()), mayBeNaN: mayGiveNaN.includes(name as never) };
  it("accepts its sample", () => {
    expect(problemOf(call, sample(), named)).toBe("");
    expect(() => finish(call(...sample()))).not.toThrow();
  });
  it(
    "refuses junk by name, or gives a result",
    () => {
      expect(problemsOf(call, sample, named)).toEqual([]);
    },
    patience,
  );
});

describe.each(Object.entries(methodsOfRandom))("createRandom(seed).%s", (method, args) => {
  it("refuses junk by name, or gives a result", () => {
    const call: Call = (...given) => (compute.createRandom(1) as unknown as Record<string, Call>)[method](...given);
    expect(problemsOf(call, () => [...args], { names: new Set(["below"]), mayBeNaN: false })).toEqual([]);
  });
});
