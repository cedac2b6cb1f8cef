/** @file Argument checks at the public edge: every message reads `<name> must <rule> (got <value>)`. */

type Named<T> = Record<string, T>;

/**
 * Throws `<name> must <rule> (got <value>)`.
 *
 * @throws RangeError always
 */
export function refuse(name: string, rule: string, value: unknown): never {
  throw new RangeError(`${name} must ${rule} (got ${show(value)})`);
}

/** Each value must be a finite number. Call as `requireFinite({ amax })`. */
export function requireFinite(values: Named<number>): void {
  each(values, Number.isFinite, "be a finite number");
}

/** Each value must be a finite number above 0. */
export function requirePositive(values: Named<number>): void {
  each(values, (value) => Number.isFinite(value) && value > 0, "be a finite number above 0");
}

/** Each value must be a finite number, 0 or above. */
export function requireNonNegative(values: Named<number>): void {
  each(values, (value) => Number.isFinite(value) && value >= 0, "be a finite number, 0 or above");
}

/** Each value must be an integer of at least 1 that a double holds exactly. */
export function requirePositiveInteger(values: Named<number>): void {
  each(values, (value) => Number.isSafeInteger(value) && value >= 1, "be a positive integer");
}

/** Each value must be an integer of at least 0 that a double holds exactly. */
export function requireNonNegativeInteger(values: Named<number>): void {
  each(values, (value) => Number.isSafeInteger(value) && value >= 0, "be an integer, 0 or above");
}

/** Each value must be a finite number from `min` to `max`, both included. */
export function requireInRange(values: Named<number>, min: number, max: number): void {
  each(values, (value) => Number.isFinite(value) && value >= min && value <= max, `be from ${min} to ${max}`);
}

/** Each value must be an integer from `min` to `max`, both included. */
export function requireIntegerInRange(values: Named<number>, min: number, max: number): void {
  each(values, (value) => Number.isSafeInteger(value) && value >= min && value <= max, `be an integer from ${min} to ${max}`);
}

/** Each value must be one of `allowed`. */
export function requireOneOf<T>(values: Named<T>, allowed: readonly T[]): void {
  each(values, (value) => allowed.includes(value), `be one of ${allowed.map(show).join(", ")}`);
}

/** Each array must have exactly `length` entries. */
export function requireLength(arrays: Named<ArrayLike<unknown>>, length: number): void {
  for (const [name, array] of Object.entries(arrays)) {
    if (array.length !== length) refuse(name, `have ${length} entries`, array.length);
  }
}

function each<T>(values: Named<T>, allowed: (value: T) => boolean, rule: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (!allowed(value)) refuse(name, rule, value);
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
