/** @file Constants that nobody can change: the module is shared by figures, cells and scripts of one page. */

/** `T`, and everything in it, to be read only. */
export type DeepReadonly<T> = T extends (infer Item)[] | readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/**
 * Freezes an object and all that it holds, in place.
 *
 * @param value  plain objects and arrays; typed arrays cannot be frozen, so a constant must not hold any
 * @returns `value`
 */
export function deepFreeze<const T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
