/** @file A training run estimated from what is known of it: the report's Table 1 as a calculation that can be changed. */
import { deviceById } from "../cluster/hardware.ts";
import { requireNonNegative, requireObject, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { deepseekV3 } from "../model/configs.ts";
import { sixTimesActivated, sumFlop, trainingFlop } from "../model/flop.ts";
import {
  achievedFlopPerSecond,
  gpuHours,
  modelFlopUtilization,
  rentalUsd,
  tokensPerSecondFromHours,
  tokensPerSecondPerGpu,
  trainingDays,
} from "./run.ts";

/** What is known of the speed: the others follow. @source ours: what a reader may start from */
export const knownSpeeds = deepFreeze(["hours", "utilization", "speed", "deadline"] as const);
/**
 * How FLOP per token are counted: 6·N, or exactly for V3's shapes at 4K, half or all of the attention square.
 *
 * @source arXiv:2001.08361, §2.1, for 6·N; §2.1 and §4.2 for the shapes
 */
export const flopRules = deepFreeze(["six", "v3-causal", "v3-full"] as const);

export type RunAssumptions = {
  known: (typeof knownSpeeds)[number];
  tokens: number;
  /** Enters under the rule `six` only. */
  activatedParameters: number;
  flopRule: (typeof flopRules)[number];
  /** Share of the peak; used if it is what is known. */
  utilization: number;
  /** Per GPU; likewise. */
  tokensPerSecond: number;
  /** GPU-hours of pre-training; likewise. */
  hours: number;
  /** In which pre-training is to be over, on all GPUs; used if it is what is known. */
  days?: number;
  gpus: number;
  usdPerGpuHour: number;
  /** GPU-hours of what comes after pre-training. */
  laterHours: number;
  peak: "bf16" | "fp8";
  /** Id of a device of `devices`, or "own". Left out: the report's H800. */
  device?: string;
  /** FLOP per second of an own one. */
  ownPeakFlopPerSecond?: number;
};

export type RunEstimate = {
  flopPerToken: number;
  /** Per GPU. */
  tokensPerSecond: number;
  /** Per GPU. */
  flopPerSecond: number;
  peakFlopPerSecond: number;
  utilization: number;
  /** GPU-hours of pre-training. */
  hours: number;
  totalHours: number;
  /** Of pre-training, on all GPUs. */
  days: number;
  daysPerTrillionTokens: number;
  usd: number;
};

/**
 * Hours, days, dollars, speed and utilization of a run, from one of hours, utilization, speed and deadline.
 *
 * A utilization above 1 is a result like others: no chip does that.
 *
 * @throws RangeError if an assumption is not allowed, or no peak is known of the device in that format
 * @source §1, Table 1
 */
export function estimateRun(assumptions: RunAssumptions): RunEstimate {
  requireObject({ assumptions });
  const { known, tokens, activatedParameters, flopRule, gpus, usdPerGpuHour, laterHours, peak } = assumptions;
  requireOneOf({ known }, knownSpeeds);
  requireOneOf({ flopRule }, flopRules);
  requireOneOf({ peak }, ["bf16", "fp8"]);
  requirePositive({ tokens, activatedParameters });
  requirePositiveInteger({ gpus });
  requireNonNegative({ laterHours });
  const flopPerToken =
    flopRule === "six"
      ? sixTimesActivated(activatedParameters)
      : sumFlop(trainingFlop(deepseekV3, { context: 4096, causal: flopRule === "v3-causal" }));
  const peakFlopPerSecond = peakOf(assumptions);
  const tokensPerSecond = speed(assumptions, flopPerToken, peakFlopPerSecond);
  const flopPerSecond = achievedFlopPerSecond({ tokensPerSecond, flopPerToken });
  const hours = gpuHours({ tokens, tokensPerSecond });
  const totalHours = hours + laterHours;
  return {
    flopPerToken,
    tokensPerSecond,
    flopPerSecond,
    peakFlopPerSecond,
    hours,
    totalHours,
    utilization: modelFlopUtilization({ flopPerSecond, peakFlopPerSecond }),
    days: trainingDays({ hours, gpus }),
    daysPerTrillionTokens: trainingDays({ hours: hours / (tokens / 1e12), gpus }),
    usd: rentalUsd({ hours: totalHours, usdPerGpuHour }),
  };
}

function peakOf({ device = "h800", peak, ownPeakFlopPerSecond = NaN }: RunAssumptions): number {
  if (device === "own") {
    requirePositive({ ownPeakFlopPerSecond });
    return ownPeakFlopPerSecond;
  }
  const found = deviceById(device)[peak === "bf16" ? "peakBf16" : "peakFp8"];
  if (!found) throw new RangeError(`peak must be one that the device has (got ${peak} on ${device})`);
  return found.value;
}

function speed(
  { known, utilization, tokensPerSecond, hours, tokens, days = NaN, gpus }: RunAssumptions,
  flopPerToken: number,
  peak: number,
): number {
  switch (known) {
    case "hours":
      return tokensPerSecondFromHours({ tokens, hours });
    case "utilization":
      return tokensPerSecondPerGpu({ utilization, peakFlopPerSecond: peak, flopPerToken });
    case "deadline":
      requirePositive({ days });
      return tokensPerSecondFromHours({ tokens, hours: 24 * days * gpus });
    case "speed":
      requirePositive({ tokensPerSecond });
      return tokensPerSecond;
  }
}
