import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { mutantsOf, withMutant } from "./mutants.ts";
import { withSwitches } from "./switches.ts";

const source = `
  let log: string[] = [];
  function run(x: number, y = 2): unknown {
    log = [];
    let sum = 0;
    for (let i = 0; i < x; i++) sum += i * y;
    for (const { 0: letter } of ["ab", "cd"]) {
      if (letter === "a" && !(x > 3)) log.push(letter);
      else log.push(\`\${letter}\${x - 1}\`);
    }
    const twice = [1, 2].map((one) => { while (sum > 100) { sum /= 2; } return (one ?? x) ** y; });
    return [sum, log, twice, Math.max(x, y), x > y ? -x : y, true];
  }
`;
const mutants = mutantsOf(source, "a.ts");

/** What a source gives for some arguments, with one mutant on. */
function results(text: string, on = -1): string {
  const globals = { $mutant: (id: number): boolean => id === on, $turn: (): void => {} };
  const names = Object.keys(globals);
  const body = `${stripTypeScriptTypes(text)}; return run;`;
  const run = new Function(...names, body)(...Object.values(globals)) as (...args: number[]) => unknown;
  return JSON.stringify([run(0), run(2), run(5, 3)]);
}

describe("withSwitches(source, name, mutants)", () => {
  const switched = withSwitches(source, "a.ts", new Map(mutants.entries()));
  it("does what the source does while no mutant is on", () => {
    expect(results(switched)).toBe(results(source));
  });
  it("has every mutant once, and counts turns in the body of each loop", () => {
    expect([...switched.matchAll(/\$mutant\((\d+)\)/g)].map(([, id]) => Number(id)).sort((a, b) => a - b)).toEqual([
      ...mutants.keys(),
    ]);
    expect(switched.match(/\$turn\(\)/g)).toHaveLength(3);
  });
  // In the lines that turn until a condition holds, a mutant may not end.
  const ending = [...mutants.entries()].filter(([, { from }]) => {
    const line = source.slice(0, from).split("\n").length - 1;
    return !/for \(let|while/.test(source.split("\n")[line]);
  });
  it.each(ending)("does what mutant %i does while it is on", (id, mutant) => {
    expect(results(switched, id)).toBe(results(withMutant(source, mutant)));
  });
});
