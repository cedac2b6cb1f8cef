/**
 * @file What a parameter says of others, as data: when its control shows, and bounds that move with them. The build
 * writes it into the page as JSON; `defineWidget` checks its names and values against the declaration's own parameters.
 */

/** What one value is compared with: equal to it, one of a list, not it, or a number above or below another. */
export type Test =
  | string
  | number
  | boolean
  | readonly (string | number | boolean)[]
  | { readonly not: string | number | boolean | readonly (string | number | boolean)[] }
  | { readonly [Is in Comparison]?: number | Bound };
type Comparison = "above" | "below" | "atLeast" | "atMost";

/** Every test must hold: `{ known: "hours", layers: { above: 1 } }`. */
export type Condition = { readonly [name: string]: Test };
/** A condition, or a list of them of which one must hold. */
export type When = Condition | readonly Condition[];

/**
 * Sums and products of numbers and numeric parameters, with spaces between: `"routedExperts / nodes * limitedNodes"`.
 * No brackets; products bind closer than sums.
 */
export type Bound = string;

/** One bound, or several of which the first counts whose condition holds; if none does, there is no bound. */
export type Bounding = Bound | readonly BoundCase[];
export type BoundCase = { readonly of: Bound; readonly when?: When };

type AnyValues = Readonly<Record<string, unknown>>;

/** Whether a condition holds. */
export function holds(when: When | undefined, values: AnyValues): boolean {
  if (when === undefined) return true;
  if (Array.isArray(when)) return when.some((one) => holds(one, values));
  return Object.entries(when).every(([name, test]) => passes(values[name], test, values));
}

function passes(value: unknown, test: Test, values: AnyValues): boolean {
  if (Array.isArray(test)) return test.includes(value as never);
  if (typeof test !== "object") return value === test;
  if ("not" in test) return !passes(value, test.not, values);
  const { above, below, atLeast, atMost } = test as Record<Comparison, number | Bound | undefined>;
  const at = (bound: number | Bound | undefined, otherwise: number): number =>
    typeof bound === "string" ? boundOf(bound, values) : (bound ?? otherwise);
  const number = value as number;
  return (
    number > at(above, -Infinity) &&
    number < at(below, Infinity) &&
    number >= at(atLeast, -Infinity) &&
    number <= at(atMost, Infinity)
  );
}

/** The number that a bound comes to now; `undefined` if there is none. */
export function boundNow(bounding: Bounding | undefined, values: AnyValues): number | undefined {
  if (bounding === undefined) return undefined;
  const bound = typeof bounding === "string" ? bounding : bounding.find(({ when }) => holds(when, values))?.of;
  return bound === undefined ? undefined : boundOf(bound, values);
}

/** The number that a bound comes to. */
function boundOf(bound: Bound, values: AnyValues): number {
  const numberOf = (word: string): number => (/^\d/.test(word) ? Number(word) : Number(values[word]));
  const product = (words: readonly string[]): number =>
    words
      .slice(1)
      .reduce(
        (so, word, i) => (i % 2 === 0 ? so : words[i] === "*" ? so * numberOf(word) : so / numberOf(word)),
        numberOf(words[0]),
      );
  let sum = 0;
  let sign = 1;
  let term: string[] = [];
  for (const word of [...bound.split(" "), "+"]) {
    if (word !== "+" && word !== "-") {
      term.push(word);
      continue;
    }
    sum += sign * product(term);
    sign = word === "+" ? 1 : -1;
    term = [];
  }
  return sum;
}

/** Names of parameters in a bound and its conditions. */
export function namesIn(bounding: Bounding): string[] {
  if (typeof bounding === "string") return bounding.split(" ").filter((word) => /^[a-z]/i.test(word));
  return bounding.flatMap(({ of, when }) => [...namesIn(of), ...namesOf(when)]);
}

/** Names of parameters in a condition, on both sides of its comparisons. */
export function namesOf(when: When | undefined): string[] {
  return [when ?? []]
    .flat()
    .flatMap((condition) =>
      Object.entries(condition).flatMap(([name, test]) => [
        name,
        ...(typeof test !== "object" || Array.isArray(test) || "not" in test
          ? []
          : Object.values(test).flatMap((bound) => (typeof bound === "string" ? namesIn(bound) : []))),
      ]),
    );
}
