/**
 * @file Argument checks at the public edge: every message reads `<name> must <rule> (got <value>)`.
 *
 * Names are those that the caller wrote: a field of an argument is "batch.tokens", an entry of an array "logits[3]".
 */

type Named<T> = Record<string, T>;

/** What may be read as an array of numbers. */
export type Numbers = ArrayLike<number>;

/**
 * Throws `<name> must <rule> (got <value>)`.
 *
 * @throws RangeError always
 */
export function refuse(name: string, rule: string, value: unknown): never {
  throw new RangeError(`${name} must ${rule} (got ${show(value)})`);
}

/**
 * Each value must be a finite number. Call as `requireFinite({ amax })`.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireFinite(values: Named<number>): void {
  each(values, Number.isFinite, "be a finite number");
}

/**
 * Each value must be a finite number above 0.
 *
 * @throws RangeError that names the first value that is not
 */
export function requirePositive(values: Named<number>): void {
  each(values, (value) => Number.isFinite(value) && value > 0, "be a finite number above 0");
}

/**
 * Each value must be a finite number, 0 or above.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireNonNegative(values: Named<number>): void {
  each(values, (value) => Number.isFinite(value) && value >= 0, "be a finite number, 0 or above");
}

/**
 * Each value must be an integer of at least 1 that a double holds exactly.
 *
 * @throws RangeError that names the first value that is not
 */
export function requirePositiveInteger(values: Named<number>): void {
  each(values, (value) => Number.isSafeInteger(value) && value >= 1, "be a positive integer");
}

/**
 * Each value must be an integer of at least 0 that a double holds exactly.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireNonNegativeInteger(values: Named<number>): void {
  each(values, (value) => Number.isSafeInteger(value) && value >= 0, "be an integer, 0 or above");
}

/**
 * Each value must be a finite number from `min` to `max`, both included.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireInRange(values: Named<number>, min: number, max: number): void {
  each(values, (value) => Number.isFinite(value) && value >= min && value <= max, `be from ${min} to ${max}`);
}

/**
 * Each value must be a number between `low` and `high`, neither of them included.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireBetween(values: Named<number>, low: number, high: number): void {
  each(values, (value) => Number.isFinite(value) && value > low && value < high, `be between ${low} and ${high}`);
}

/**
 * Each value must be a text.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireText(values: Named<string>): void {
  each(values, (value) => typeof value === "string", "be a text");
}

/**
 * Each value must be an integer from `min` to `max`, both included.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireIntegerInRange(values: Named<number>, min: number, max: number): void {
  each(
    values,
    (value) => Number.isSafeInteger(value) && value >= min && value <= max,
    `be an integer from ${min} to ${max}`,
  );
}

/**
 * Each value must be one of `allowed`.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireOneOf<T>(values: Named<T>, allowed: readonly T[]): void {
  // The words are made for what is refused alone: this is called for each row of a matrix.
  for (const [name, value] of Object.entries(values))
    if (!allowed.includes(value)) refuse(name, `be one of ${allowed.map(show).join(", ")}`, value);
}

/**
 * Each value must be true or false.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireBoolean(values: Named<boolean>): void {
  each(values, (value) => typeof value === "boolean", "be true or false");
}

/**
 * Each value must be an object whose fields can be read. Call it before taking an argument apart: `null` has no fields,
 * and the error of the language would name none of ours.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireObject(values: Named<object>): void {
  each(
    values,
    (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value),
    "be an object",
  );
}

/**
 * Each value must be a function.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireFunction(values: Named<unknown>): void {
  each(values, (value) => typeof value === "function", "be a function");
}

/**
 * Each value must be an array or a typed array. Its entries are not looked at.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireArray(values: Named<ArrayLike<unknown>>): void {
  each(values, isArray, "be an array");
}

/**
 * Each value must be an array of finite numbers, typed or not.
 *
 * @throws RangeError that names the first array that is none, or the first entry that is not finite, as in "bias[2]"
 */
export function requireNumbers(arrays: Named<Numbers>): void {
  requireArray(arrays);
  for (const [name, array] of Object.entries(arrays)) {
    for (let i = 0; i < array.length; i++) {
      if (!Number.isFinite(array[i])) refuse(`${name}[${i}]`, "be a finite number", array[i]);
    }
  }
}

/**
 * Each value must be a Float32Array or a Float64Array of finite numbers.
 *
 * @throws RangeError that names the first value that is none, or the first entry that is not finite
 */
export function requireReals(arrays: Named<Float32Array | Float64Array>): void {
  each(
    arrays,
    (array) => array instanceof Float32Array || array instanceof Float64Array,
    "be a Float32Array or a Float64Array",
  );
  requireNumbers(arrays);
}

/**
 * Each value must be a typed array of one kind. Its entries are not looked at.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireTyped(arrays: Named<ArrayLike<number>>, kind: new (length: number) => ArrayLike<number>): void {
  each(arrays, (array) => array instanceof kind, `be of type ${kind.name}`);
}

/**
 * Each value must be a positive integer, and their product at most `most`: what is made of them must fit into memory,
 * and into a moment.
 *
 * @throws RangeError that names the first value that is no count, or the largest one
 */
export function requireProductAtMost(counts: Named<number>, most: number): void {
  requirePositiveInteger(counts);
  if (productOf(Object.values(counts)) <= most) return;
  const [[name, count], ...others] = Object.entries(counts).sort(([, a], [, b]) => b - a);
  refuse(
    name,
    `be at most ${Math.floor(most / productOf(others.map(([, other]) => other)))} for ${others.map(([other, value]) => `${other} = ${value}`).join(" and ")}`,
    count,
  );
}

/**
 * Each value must be an array, typed or not, of integers from 0 to `max`: counts, or indices.
 *
 * @throws RangeError that names the first array that is none, or the first entry that is not allowed
 */
export function requireIntegers(arrays: Named<Numbers>, max: number = Number.MAX_SAFE_INTEGER): void {
  requireArray(arrays);
  for (const [name, array] of Object.entries(arrays)) {
    for (let i = 0; i < array.length; i++) {
      if (!Number.isSafeInteger(array[i]) || array[i] < 0 || array[i] > max)
        refuse(`${name}[${i}]`, `be an integer from 0 to ${max}`, array[i]);
    }
  }
}

/**
 * Each array must have exactly `length` entries.
 *
 * @throws RangeError that names the first value that is no array, or has another length
 */
export function requireLength(arrays: Named<ArrayLike<unknown>>, length: number): void {
  requireArray(arrays);
  for (const [name, array] of Object.entries(arrays)) {
    if (array.length !== length) refuse(name, `have ${length} entries`, array.length);
  }
}

function productOf(counts: readonly number[]): number {
  return counts.reduce((product, count) => product * count, 1);
}

function isArray(value: unknown): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function each<T>(values: Named<T>, allowed: (value: T) => boolean, rule: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (!allowed(value)) refuse(name, rule, value);
  }
}

/** Longer texts are cut: they stand in the middle of a sentence. */
const mostShown = 60;

function show(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > mostShown ? `${value.slice(0, mostShown)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (isArray(value)) return `an array of ${(value as unknown[]).length} entries`;
  return "an object";
}
