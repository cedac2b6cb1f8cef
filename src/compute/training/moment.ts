/** @file Any moment of pre-training: where every schedule stands, and what has been spent. §4.2, Table 1 */
import { predictionLossWeight } from "../prediction/loss.ts";
import { publishedRun, publishedStages } from "./published-run.ts";
import { rentalUsd, trainingDays } from "./run.ts";
import { batchSizeAt, biasUpdateSpeedAt, learningRateAt, stepAt, type RampShape } from "./schedule.ts";

export type RunMoment = {
  /** Seen so far. */ readonly tokens: number;
  /** Step of the optimizer, a real number. */ readonly step: number;
  /** Learning rate. */ readonly rate: number;
  /** Sequences in a batch. */ readonly batch: number;
  /** γ, speed of the balancing bias. */ readonly gamma: number;
  /** λ, weight of the prediction loss. */ readonly lambda: number;
  /** GPU-hours so far, Table 1's spread evenly over the tokens. */ readonly hours: number;
  /** Days on the published cluster. */ readonly days: number;
  /** Rent so far, US dollars. */ readonly usd: number;
};

/**
 * Every schedule of the published run after so many tokens, with hours, days and dollars.
 *
 * @param tokens  seen so far, 0 to 14.8e12
 * @throws RangeError if `tokens` lies outside, or the shape is unknown
 * @source §4.2; hours and price: Table 1. That they pass evenly is an assumption
 */
export function runMoment(tokens: number, options: { ramp?: RampShape } = {}): RunMoment {
  const rate = learningRateAt(tokens, options);
  const hours = publishedStages[0].hours * (tokens / publishedRun.tokens);
  return {
    tokens,
    rate,
    hours,
    step: stepAt(tokens, options),
    batch: batchSizeAt(tokens, options),
    gamma: biasUpdateSpeedAt(tokens),
    lambda: predictionLossWeight(tokens),
    days: trainingDays({ hours, gpus: publishedRun.gpus }),
    usd: rentalUsd({ hours, usdPerGpuHour: publishedRun.usdPerGpuHour }),
  };
}
