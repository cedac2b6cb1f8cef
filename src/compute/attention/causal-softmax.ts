/** @file The softmax of causal attention (§2.1.1, eq. 10): a token weighs itself and what came before it. */
import { exponential } from "../exponential.ts";
import { requireLength, requireObject, requireOneOf, requirePositiveInteger, requireReals } from "../check.ts";
import { newReals, storages, type Reals, type Storage } from "./project.ts";

/**
 * Softmax over the tokens j ≤ t that token t may see; later ones get 0.
 *
 * @param scores  [tokens × heads × tokens]: of query t, head i, key j; those of later keys are not read
 * @returns same shape; each row sums to 1
 * @throws RangeError if the length of `scores` does not fit
 * @source §2.1.1, eq. 10
 */
export function causalSoftmax(scores: Reals, options: { tokens: number; heads: number; storage?: Storage }): Reals {
  requireObject({ options });
  const { tokens, heads, storage = "float64" } = options;
  requirePositiveInteger({ tokens, heads });
  requireOneOf({ storage }, storages);
  requireReals({ scores });
  requireLength({ scores }, tokens * heads * tokens);
  return softmaxOfScores(scores, { tokens, heads, storage });
}

/** `causalSoftmax` of what was looked at. */
export function softmaxOfScores(
  scores: Reals,
  { tokens, heads, storage }: { tokens: number; heads: number; storage: Storage },
): Reals {
  const weights = newReals(storage, scores.length);
  for (let token = 0; token < tokens; token++) {
    for (let head = 0; head < heads; head++) {
      const start = (token * heads + head) * tokens;
      let most = -Infinity;
      for (let key = 0; key <= token; key++) most = Math.max(most, scores[start + key]);
      let sum = 0;
      for (let key = 0; key <= token; key++) sum += exponential(scores[start + key] - most);
      for (let key = 0; key <= token; key++) weights[start + key] = exponential(scores[start + key] - most) / sum;
    }
  }
  return weights;
}
