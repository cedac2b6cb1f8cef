/** @file Products of a matrix with many vectors, in single or double precision. */
import { refuse } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/** How numbers are kept between operations. Sums inside one product run in double precision either way. */
export const storages = deepFreeze(["float32", "float64"] as const);
export type Storage = (typeof storages)[number];

export type Reals = Float32Array | Float64Array;

/** Zeros. */
export function newReals(storage: Storage, length: number): Reals {
  return storage === "float32" ? new Float32Array(length) : new Float64Array(length);
}

/** Most entries of an array that is made here: 1 GiB in double precision. */
export const mostReals = 2 ** 27;

/**
 * Refuses the result of a forward pass in which numbers grew past what a double, or a float32, can hold.
 *
 * @param path  what the caller calls the weights
 * @throws RangeError if an entry is not finite
 */
export function requireNoOverflow(output: Reals, path: string): void {
  for (let i = 0; i < output.length; i++)
    if (!Number.isFinite(output[i]))
      refuse(path, "be small enough for every value of the pass to be finite", output[i]);
}

/**
 * W x for each vector x.
 *
 * @param matrix  [rows × columns]
 * @param vectors  [count × columns]
 * @returns [count × rows]
 * @throws RangeError if lengths do not fit each other
 */
export function project(matrix: Reals, rows: number, vectors: Reals, storage: Storage): Reals {
  if (rows < 1 || matrix.length % rows !== 0) refuse("matrix", `have a multiple of ${rows} entries`, matrix.length);
  const columns = matrix.length / rows;
  if (vectors.length % columns !== 0) refuse("vectors", `have a multiple of ${columns} entries`, vectors.length);
  const count = vectors.length / columns;
  const products = newReals(storage, count * rows);
  for (let vector = 0; vector < count; vector++) {
    for (let row = 0; row < rows; row++) {
      products[vector * rows + row] = dot(matrix, row * columns, vectors, vector * columns, columns);
    }
  }
  return products;
}

/** Product of two spans of `length` entries. */
export function dot(a: Reals, atA: number, b: Reals, atB: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[atA + i] * b[atB + i];
  return sum;
}
