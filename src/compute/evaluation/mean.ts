/** @file The arithmetic mean. */
import { refuse, requireNumbers } from "../check.ts";

/**
 * Mean of some numbers, summed from the first to the last.
 *
 * @throws RangeError if there are none, or one is not finite
 * @source ours: the definition, in a fixed order
 */
export function mean(values: ArrayLike<number>): number {
  requireNumbers({ values });
  if (values.length === 0) refuse("values", "have at least one entry", values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
