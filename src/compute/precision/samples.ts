/** @file Seeded matrices that look like tensors of a training run: for trying formats on. */
import { requireIntegerInRange, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { createRandom } from "../random.ts";

/** `outliers`: normal, with a few columns much larger, as activations have them; `heavy`: Student's t with 3 degrees of freedom. */
export const sampleShapes = ["normal", "outliers", "heavy"] as const;
export type SampleShape = (typeof sampleShapes)[number];

export type SampleOptions = {
  shape: SampleShape;
  rows: number;
  columns: number;
  seed: number;
  /** Standard deviation of the bulk; 1 if left out. */
  spread?: number;
  /** Every so many columns one is an outlier; 64 if left out. */
  outlierEvery?: number;
  /** How much larger an outlier column is; 100 if left out. */
  outlierFactor?: number;
};

/**
 * A matrix [rows × columns], row by row, rounded to float32.
 *
 * @throws RangeError if a size, the seed or a factor is not allowed
 */
export function sampleMatrix({ shape, rows, columns, seed, spread = 1, outlierEvery = 64, outlierFactor = 100 }: SampleOptions): Float32Array {
  requireOneOf({ shape }, sampleShapes);
  requirePositiveInteger({ rows, columns, outlierEvery });
  requireIntegerInRange({ rows, columns }, 1, 65_536);
  requirePositive({ spread, outlierFactor });
  const random = createRandom(seed);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    const isOutlier = shape === "outliers" && i % columns % outlierEvery === Math.min(outlierEvery, columns) >> 1;
    values[i] = spread * (isOutlier ? outlierFactor : 1) * (shape === "heavy" ? studentT3() : random.normal());
  }
  return values;

  function studentT3(): number {
    const numerator = random.normal();
    const square = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
    return numerator / Math.sqrt(square / 3);
  }
}
