/** @file Which numbers of questions and runs can give a score as it is printed: a share of n answers moves in steps of 1/n. */
import { refuse, requireInRange, requireNumbers, requireObject, requirePositiveInteger } from "../check.ts";

/** The counts of right answers that a printed score rounds from. */
export type RightAnswers = {
  /** Fewest and most right answers that round to the score; none if `fewest` exceeds `most`. */
  readonly fewest: number;
  readonly most: number;
  readonly fits: boolean;
};

/**
 * Right answers, of so many, that print as a given percentage.
 *
 * Half a unit of the last digit is allowed on both sides, so that no rule of rounding is assumed.
 *
 * @param options.percent  as printed, 0 to 100
 * @param options.answers  questions times runs
 * @param options.decimals  digits behind the point, 0 to 6
 * @throws RangeError if `percent` lies outside, `answers` is not a positive integer, or `decimals` is not an integer from 0 to 6
 * @source the GRIM test, doi:10.1177/1948550616673876
 */
export function rightAnswers(options: { percent: number; answers: number; decimals?: number }): RightAnswers {
  requireObject({ options });
  const { percent, answers, decimals = 1 } = options;
  requireInRange({ percent }, 0, 100);
  requirePositiveInteger({ answers });
  if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= 6))
    refuse("decimals", "be an integer from 0 to 6", decimals);
  // In whole numbers, so that a score exactly half a unit off is not lost to rounding: |k / n − p| ≤ u / 2.
  const unit = 10 ** decimals;
  const printed = Math.round(percent * unit);
  const fewest = Math.max(0, Math.ceil(((2 * printed - 1) * answers) / (200 * unit)));
  const most = Math.min(answers, Math.floor(((2 * printed + 1) * answers) / (200 * unit)));
  return { fewest, most, fits: fewest <= most };
}

/**
 * Every number of answers, up to a bound, that can give all of some printed scores.
 *
 * @param percents  as printed, 0 to 100 each
 * @param options.mostAnswers  bound, at most 100,000
 * @returns ascending
 * @throws RangeError if a percentage or the bound lies outside
 * @source the GRIM test, doi:10.1177/1948550616673876
 */
export function fittingAnswers(
  percents: ArrayLike<number>,
  options: { mostAnswers: number; decimals?: number },
): number[] {
  requireObject({ options });
  const { mostAnswers, decimals } = options;
  requirePositiveInteger({ mostAnswers });
  if (mostAnswers > 100_000) refuse("mostAnswers", "be at most 100000", mostAnswers);
  requireNumbers({ percents });
  const list = Array.from(percents);
  list.forEach((percent, i) => requireInRange({ [`percents[${i}]`]: percent }, 0, 100));
  const fitting: number[] = [];
  for (let answers = 1; answers <= mostAnswers; answers++) {
    if (list.every((percent) => rightAnswers({ percent, answers, decimals }).fits)) fitting.push(answers);
  }
  return fitting;
}

/**
 * Mean of scores with one decimal, rounded half up to one decimal, in whole tenths: binary fractions miss exact ties.
 *
 * @param scores  at least one, each a multiple of 0.1
 * @throws RangeError if there is none, or one has more decimals
 * @source the averages of §5.3.4, Table 8
 */
export function meanOfTenths(scores: ArrayLike<number>): number {
  requireNumbers({ scores });
  if (scores.length === 0) refuse("scores", "have at least 1 entry", "none");
  let tenths = 0;
  for (let i = 0; i < scores.length; i++) {
    const tenth = Math.round(scores[i] * 10);
    if (Math.abs(tenth / 10 - scores[i]) > 1e-9) refuse(`scores[${i}]`, "be a multiple of 0.1", scores[i]);
    tenths += tenth;
  }
  return Math.floor((2 * tenths + scores.length) / (2 * scores.length)) / 10;
}
