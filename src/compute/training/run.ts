/** @file Time and money of a training run, in both directions. GPU-hours, seconds and dollars are plain numbers. */
import { requireNonNegative, requirePositive } from "../check.ts";

const secondsPerHour = 3600;
const hoursPerDay = 24;

/**
 * Tokens that one GPU gets through each second.
 *
 * @param utilization  share of the peak that is reached, above 0
 * @param peakFlopPerSecond  of one GPU
 * @param flopPerToken  of training
 */
export function tokensPerSecondPerGpu(utilization: number, peakFlopPerSecond: number, flopPerToken: number): number {
  requirePositive({ utilization, peakFlopPerSecond, flopPerToken });
  return (utilization * peakFlopPerSecond) / flopPerToken;
}

/** GPU-hours to train on `tokens`. */
export function gpuHours(tokens: number, tokensPerSecond: number): number {
  requirePositive({ tokens, tokensPerSecond });
  return tokens / tokensPerSecond / secondsPerHour;
}

/** The speed that `hours` imply: tokens per second and GPU. */
export function tokensPerSecondFromHours(tokens: number, hours: number): number {
  requirePositive({ tokens, hours });
  return tokens / (hours * secondsPerHour);
}

/** FLOP per second and GPU that a speed implies. */
export function achievedFlopPerSecond(tokensPerSecond: number, flopPerToken: number): number {
  requirePositive({ tokensPerSecond, flopPerToken });
  return tokensPerSecond * flopPerToken;
}

/** Share of the peak that is reached: model FLOP utilization. Which FLOP and which peak must stand beside it. */
export function modelFlopUtilization(flopPerSecond: number, peakFlopPerSecond: number): number {
  requirePositive({ flopPerSecond, peakFlopPerSecond });
  return flopPerSecond / peakFlopPerSecond;
}

/** Days that `gpus` need for `hours` of GPU time, none of them lost. */
export function trainingDays(hours: number, gpus: number): number {
  requireNonNegative({ hours });
  requirePositive({ gpus });
  return hours / gpus / hoursPerDay;
}

/** Rent of `hours` of GPU time. */
export function rentalUsd(hours: number, usdPerGpuHour: number): number {
  requireNonNegative({ hours, usdPerGpuHour });
  return hours * usdPerGpuHour;
}
