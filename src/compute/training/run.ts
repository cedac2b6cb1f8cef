/** @file Time and money of a training run, in both directions. GPU-hours, seconds and dollars are plain numbers. */
import { refuse, requireNonNegative, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";

const secondsPerHour = 3600;
const hoursPerDay = 24;

/**
 * Tokens that one GPU gets through each second: utilization × peak / FLOP per token.
 *
 * @param options  `utilization`: share of the peak that is reached, above 0 and at most 1; `peakFlopPerSecond`: of one
 *   GPU; `flopPerToken`: of training
 * @returns tokens per second and GPU
 * @throws RangeError if a number is not above 0, or `utilization` is above 1
 * @source the definition of model FLOP utilization, arXiv:2204.02311, Appendix B
 */
export function tokensPerSecondPerGpu(options: {
  utilization: number;
  peakFlopPerSecond: number;
  flopPerToken: number;
}): number {
  requireObject({ options });
  const { utilization, peakFlopPerSecond, flopPerToken } = options;
  requirePositive({ utilization, peakFlopPerSecond, flopPerToken });
  if (utilization > 1) refuse("utilization", "be at most 1, the whole peak", utilization);
  return (utilization * peakFlopPerSecond) / flopPerToken;
}

/**
 * GPU-hours to train on `tokens`, at a speed per GPU.
 *
 * @param options  `tokens`; `tokensPerSecond`: of one GPU
 * @throws RangeError if a number is not above 0
 * @source §1, Table 1: hours per trillion tokens
 */
export function gpuHours(options: { tokens: number; tokensPerSecond: number }): number {
  requireObject({ options });
  const { tokens, tokensPerSecond } = options;
  requirePositive({ tokens, tokensPerSecond });
  return tokens / tokensPerSecond / secondsPerHour;
}

/**
 * The speed that GPU-hours imply.
 *
 * @param options  `tokens`; `hours`: of GPU time
 * @returns tokens per second and GPU
 * @throws RangeError if a number is not above 0
 * @source §1, Table 1: hours per trillion tokens
 */
export function tokensPerSecondFromHours(options: { tokens: number; hours: number }): number {
  requireObject({ options });
  const { tokens, hours } = options;
  requirePositive({ tokens, hours });
  return tokens / (hours * secondsPerHour);
}

/**
 * FLOP per second and GPU that a speed implies.
 *
 * @param options  `tokensPerSecond`: of one GPU; `flopPerToken`: of training
 * @throws RangeError if a number is not above 0
 * @source the definition of model FLOP utilization, arXiv:2204.02311, Appendix B
 */
export function achievedFlopPerSecond(options: { tokensPerSecond: number; flopPerToken: number }): number {
  requireObject({ options });
  const { tokensPerSecond, flopPerToken } = options;
  requirePositive({ tokensPerSecond, flopPerToken });
  return tokensPerSecond * flopPerToken;
}

/**
 * Share of the peak that is reached: model FLOP utilization. Which FLOP and which peak must stand beside it.
 *
 * A share above 1 is returned as it is: it says that a speed, a count or a peak is wrong.
 *
 * @param options  both of one GPU
 * @throws RangeError if a number is not above 0
 * @source arXiv:2204.02311, Appendix B
 */
export function modelFlopUtilization(options: { flopPerSecond: number; peakFlopPerSecond: number }): number {
  requireObject({ options });
  const { flopPerSecond, peakFlopPerSecond } = options;
  requirePositive({ flopPerSecond, peakFlopPerSecond });
  return flopPerSecond / peakFlopPerSecond;
}

/**
 * Days that `gpus` need for `hours` of GPU time, none of them lost.
 *
 * @throws RangeError if `hours` is negative, or `gpus` is not a positive integer
 * @source §1: 180K GPU-hours are 3.7 days on 2048 GPUs
 */
export function trainingDays(options: { hours: number; gpus: number }): number {
  requireObject({ options });
  const { hours, gpus } = options;
  requireNonNegative({ hours });
  requirePositiveInteger({ gpus });
  return hours / gpus / hoursPerDay;
}

/**
 * Rent of `hours` of GPU time, in US dollars.
 *
 * @throws RangeError if a number is negative
 * @source §1, Table 1
 */
export function rentalUsd(options: { hours: number; usdPerGpuHour: number }): number {
  requireObject({ options });
  const { hours, usdPerGpuHour } = options;
  requireNonNegative({ hours, usdPerGpuHour });
  return hours * usdPerGpuHour;
}
