/** @file A training run estimated from what is known of it: the report's Table 1 as a calculation that can be changed. */
import { requireNonNegative, requireObject, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { deepseekV3 } from "../model/configs.ts";
import { sixTimesActivated, sumFlop, trainingFlop } from "../model/flop.ts";
import { h800 } from "./hardware.ts";
import { achievedFlopPerSecond, gpuHours, modelFlopUtilization, rentalUsd, tokensPerSecondFromHours, tokensPerSecondPerGpu, trainingDays } from "./run.ts";

/** What is known of the speed: the other two follow. */
export const knownSpeeds = deepFreeze(["hours", "utilization", "speed"] as const);
/** How FLOP per token are counted: 6·N, or exactly for V3's shapes at 4K, half or all of the attention square. */
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
  gpus: number;
  usdPerGpuHour: number;
  /** GPU-hours of what comes after pre-training. */
  laterHours: number;
  peak: "bf16" | "fp8";
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
 * Hours, days, dollars, speed and utilization of a run, from one of hours, utilization and speed.
 *
 * @throws RangeError if an assumption is not allowed
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
  const flopPerToken = flopRule === "six" ? sixTimesActivated(activatedParameters) : sumFlop(trainingFlop(deepseekV3, { context: 4096, causal: flopRule === "v3-causal" }));
  const peakFlopPerSecond = peak === "bf16" ? h800.peakBf16 : h800.peakFp8;
  const tokensPerSecond = speed(assumptions, flopPerToken, peakFlopPerSecond);
  const flopPerSecond = achievedFlopPerSecond({ tokensPerSecond, flopPerToken });
  const hours = gpuHours({ tokens, tokensPerSecond });
  const totalHours = hours + laterHours;
  return {
    flopPerToken, tokensPerSecond, flopPerSecond, peakFlopPerSecond, hours, totalHours,
    utilization: modelFlopUtilization({ flopPerSecond, peakFlopPerSecond }),
    days: trainingDays({ hours, gpus }),
    daysPerTrillionTokens: trainingDays({ hours: hours / (tokens / 1e12), gpus }),
    usd: rentalUsd({ hours: totalHours, usdPerGpuHour }),
  };
}

function speed({ known, utilization, tokensPerSecond, hours, tokens }: RunAssumptions, flopPerToken: number, peak: number): number {
  switch (known) {
    case "hours": return tokensPerSecondFromHours({ tokens, hours });
    case "utilization": return tokensPerSecondPerGpu({ utilization, peakFlopPerSecond: peak, flopPerToken });
    case "speed":
      requirePositive({ tokensPerSecond });
      return tokensPerSecond;
  }
}
