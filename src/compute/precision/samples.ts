/** @file Seeded matrices that look like tensors of a training run: for trying formats on. */
import { refuse, requireObject, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { createRandom } from "../random.ts";

/**
 * `channels`: normal, with a few columns much larger, as activations have them; `tokens`: with a few rows much larger, as the
 * report supposes of the gradients of activations (Appendix B.2); `heavy`: Student's t with 3 degrees of freedom.
 *
 * @source ours: matrices like those that §3.3.2 speaks of
 */
export const sampleShapes = deepFreeze(["normal", "channels", "tokens", "heavy"] as const);
export type SampleShape = (typeof sampleShapes)[number];

/** A sample matrix. */
export type SampleOptions = {
  shape: SampleShape;
  rows: number;
  columns: number;
  /** 1 if left out. */
  seed?: number;
  /** Standard deviation of the bulk; 1 if left out. */
  spread?: number;
  /** Of so many columns one is an outlier, 512 if left out; of so many rows, 64. */
  outlierEvery?: number;
  /** How much larger an outlier is; 100 if left out. */
  outlierFactor?: number;
};

/**
 * A matrix [rows × columns], row by row, rounded to float32.
 *
 * The numbers are invented: no tensor of a training run was measured for them.
 *
 * @throws RangeError if a size, the seed or a factor is not allowed, or the matrix has more than 2²⁴ values
 * @source our own examples of the outliers that §3.3.2 and Appendix B.2 speak of
 */
export function sampleMatrix(options: SampleOptions): Float32Array {
  requireObject({ options });
  const {
    shape,
    rows,
    columns,
    seed = 1,
    spread = 1,
    outlierEvery = shape === "tokens" ? 64 : 512,
    outlierFactor = 100,
  } = options;
  requireOneOf({ shape }, sampleShapes);
  requirePositiveInteger({ rows, columns, outlierEvery });
  if (rows * columns > mostValues)
    refuse("rows", `be at most ${Math.floor(mostValues / columns)} for ${columns} columns`, rows);
  requirePositive({ spread, outlierFactor });
  const random = createRandom(seed);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    const isOutlier =
      shape === "channels"
        ? isMiddle(i % columns, columns)
        : shape === "tokens" && isMiddle(Math.floor(i / columns), rows);
    values[i] = spread * (isOutlier ? outlierFactor : 1) * (shape === "heavy" ? studentT3() : random.normal());
  }
  return values;

  /** The middle one of every `outlierEvery`: of `count` columns or rows at least one. */
  function isMiddle(index: number, count: number): boolean {
    return index % outlierEvery === Math.min(outlierEvery, count) >> 1;
  }

  function studentT3(): number {
    const numerator = random.normal();
    let squares = 0;
    for (let i = 0; i < 3; i++) {
      const one = random.normal();
      squares += one * one; // not a power: how engines round those is theirs
    }
    return numerator / Math.sqrt(squares / 3);
  }
}

/** 64 MiB of float32. */
const mostValues = 2 ** 24;
