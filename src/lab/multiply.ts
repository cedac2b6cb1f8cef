/**
 * @file Plain products of matrices, for the three of a linear layer. Sums run in double precision and in order, and are
 * rounded once when they are stored: at least as precise as FP32, and the same bits everywhere.
 */
import type { Floats } from "./tape.ts";

/** result = a · bᵀ; a is [rows × inner], b [columns × inner]. */
export function multiplyByRows(
  a: Floats,
  b: Floats,
  result: Floats,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): void {
  const blocked = columns - (columns % 4);
  for (let row = 0; row < rows; row++) {
    const at = row * inner;
    for (let column = 0; column < blocked; column += 4) {
      let k0 = column * inner;
      let k1 = k0 + inner;
      let k2 = k1 + inner;
      let k3 = k2 + inner;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = at; k < at + inner; k++) {
        const x = a[k];
        s0 += x * b[k0++];
        s1 += x * b[k1++];
        s2 += x * b[k2++];
        s3 += x * b[k3++];
      }
      const to = row * columns + column;
      result[to] = s0;
      result[to + 1] = s1;
      result[to + 2] = s2;
      result[to + 3] = s3;
    }
    for (let column = blocked; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[at + k] * b[column * inner + k];
      result[row * columns + column] = sum;
    }
  }
}

/** result += a · b; a is [rows × inner], b [inner × columns]. */
export function addProduct(
  a: Floats,
  b: Floats,
  result: Floats,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): void {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    addRows(a, row * inner, 1, b, sums, inner, columns);
    const to = row * columns;
    for (let column = 0; column < columns; column++) result[to + column] += sums[column];
  }
}

/** result += aᵀ · b; a is [inner × rows], b [inner × columns]. */
export function addProductByColumns(
  a: Floats,
  b: Floats,
  result: Floats,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): void {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    addRows(a, row, rows, b, sums, inner, columns);
    const to = row * columns;
    for (let column = 0; column < columns; column++) result[to + column] += sums[column];
  }
}

/** sums += Σ over k of a[start + k · step] times row k of b, four rows at a time. */
function addRows(
  a: Floats,
  start: number,
  step: number,
  b: Floats,
  sums: Float64Array,
  inner: number,
  columns: number,
): void {
  const blocked = inner - (inner % 4);
  let at = start;
  for (let k = 0; k < blocked; k += 4) {
    const x0 = a[at];
    const x1 = a[at + step];
    const x2 = a[at + 2 * step];
    const x3 = a[at + 3 * step];
    at += 4 * step;
    let k0 = k * columns;
    let k1 = k0 + columns;
    let k2 = k1 + columns;
    let k3 = k2 + columns;
    for (let column = 0; column < columns; column++)
      sums[column] += x0 * b[k0++] + x1 * b[k1++] + (x2 * b[k2++] + x3 * b[k3++]);
  }
  for (let k = blocked; k < inner; k++, at += step) {
    const x = a[at];
    for (let column = 0; column < columns; column++) sums[column] += x * b[k * columns + column];
  }
}
