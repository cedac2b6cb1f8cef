/** @file Votes of judges that make the same mistakes: a majority is worth less than independence promises. §5.3.4, Table 8 */
import { refuse, requireInRange, requireObject, requirePositiveInteger } from "../check.ts";

/**
 * Probability that 0 to n of n judges are right, where any two agree more often than by chance: a beta-binomial.
 *
 * @param options.judges  n
 * @param options.accuracy  probability that one judge is right, 0 to 1
 * @param options.correlation  between two judges' verdicts on one item, from 0 (independent) to 1 (always alike)
 * @returns [judges + 1]; sums to 1
 * @throws RangeError if `judges` is not an integer from 1 to 1,000, or the others lie outside
 * @source J. G. Skellam (1948), doi:10.1111/j.2517-6161.1948.tb00014.x
 */
export function rightJudges(options: { judges: number; accuracy: number; correlation?: number }): Float64Array {
  requireObject({ options });
  const { judges, accuracy, correlation = 0 } = options;
  requirePositiveInteger({ judges });
  if (judges > 1000) refuse("judges", "be at most 1000", judges);
  requireInRange({ accuracy, correlation }, 0, 1);
  const probabilities = new Float64Array(judges + 1);
  if (correlation === 1) {
    probabilities[0] = 1 - accuracy;
    probabilities[judges] += accuracy;
    return probabilities;
  }
  // Each verdict makes the next one of its kind likelier: Pólya's urn, with this much added for each.
  const added = correlation / (1 - correlation);
  probabilities[0] = 1;
  for (let n = 0; n < judges; n++) {
    for (let right = n; right >= 0; right--) {
      const next = (accuracy + right * added) / (1 + n * added);
      probabilities[right + 1] += probabilities[right] * next;
      probabilities[right] *= 1 - next;
    }
  }
  return probabilities;
}

/**
 * Accuracy of a majority of judges; a tie counts half.
 *
 * @throws RangeError as `rightJudges` does
 * @source §5.3.4: a majority of six votes (maj@6)
 */
export function majorityAccuracy(options: { judges: number; accuracy: number; correlation?: number }): number {
  const probabilities = rightJudges(options);
  const { judges } = options;
  return probabilities.reduce(
    (sum, probability, right) => sum + probability * (2 * right > judges ? 1 : 2 * right === judges ? 0.5 : 0),
    0,
  );
}

/**
 * The correlation between judges at which their majority has a given accuracy, by bisection.
 *
 * @param options.majority  accuracy of the majority, from that of one judge to that of independent ones
 * @returns from 0 to 1, within 1e-12
 * @throws RangeError if no correlation gives `majority`
 * @source ours: inverts `majorityAccuracy`
 */
export function correlationOfVotes(options: { judges: number; accuracy: number; majority: number }): number {
  requireObject({ options });
  const { judges, accuracy, majority } = options;
  const at = (correlation: number): number => majorityAccuracy({ judges, accuracy, correlation });
  const [independent, alike] = [at(0), at(1)];
  const [low, high] = [Math.min(independent, alike), Math.max(independent, alike)];
  if (!(Number.isFinite(majority) && majority >= low && majority <= high))
    refuse("majority", `be from ${low} to ${high}, what correlations from 0 to 1 give`, majority);
  let [from, to] = [0, 1];
  while (to - from > 1e-12) {
    const middle = (from + to) / 2;
    if (at(middle) > majority === independent > alike) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
