/** @file Seeded matrices that look like tensors of a training run: for trying formats on. */
import { requireIntegerInRange, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { createRandom } from "../random.ts";

/**
 * `channels`: normal, with a few columns much larger, as activations have them; `tokens`: with a few rows much larger, as the
 * report supposes of the gradients of activations (Appendix B.2); `heavy`: Student's t with 3 degrees of freedom.
 */
export const sampleShapes = ["normal", "channels", "tokens", "heavy"] as const;
export type SampleShape = (typeof sampleShapes)[number];

export type SampleOptions = {
  shape: SampleShape;
  rows: number;
  columns: number;
  seed: number;
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
 * @throws RangeError if a size, the seed or a factor is not allowed
 */
export function sampleMatrix({ shape, rows, columns, seed, spread = 1, outlierEvery = shape === "tokens" ? 64 : 512, outlierFactor = 100 }: SampleOptions): Float32Array {
  requireOneOf({ shape }, sampleShapes);
  requirePositiveInteger({ rows, columns, outlierEvery });
  requireIntegerInRange({ rows, columns }, 1, 65_536);
  requirePositive({ spread, outlierFactor });
  const random = createRandom(seed);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    const isOutlier = shape === "channels" ? isMiddle(i % columns, columns) : shape === "tokens" && isMiddle(Math.floor(i / columns), rows);
    values[i] = spread * (isOutlier ? outlierFactor : 1) * (shape === "heavy" ? studentT3() : random.normal());
  }
  return values;

  /** The middle one of every `outlierEvery`: of `count` columns or rows at least one. */
  function isMiddle(index: number, count: number): boolean {
    return index % outlierEvery === Math.min(outlierEvery, count) >> 1;
  }

  function studentT3(): number {
    const numerator = random.normal();
    const square = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
    return numerator / Math.sqrt(square / 3);
  }
}
