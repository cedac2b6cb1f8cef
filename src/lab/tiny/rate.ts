/** @file The learning rate of a tiny run: up a line, level, down a cosine, in the shape of §4.2. */
import { turnBy } from "../attention.ts";
import type { TinySettings } from "./settings.ts";

/** Rate of step `step`, from 0. The cosine has the same bits on every machine. */
export function tinyRateAt(
  step: number,
  {
    steps,
    learningRate,
    warmupSteps,
    decaySteps,
    lastRateShare,
  }: Pick<TinySettings, "steps" | "learningRate" | "warmupSteps" | "decaySteps" | "lastRateShare">,
): number {
  const warm = step < warmupSteps ? (step + 1) / warmupSteps : 1;
  const intoDecay = step + 1 - (steps - decaySteps);
  const share =
    intoDecay <= 0
      ? 1
      : lastRateShare + ((1 - lastRateShare) / 2) * (1 + turnBy((Math.PI * intoDecay) / decaySteps).cosine);
  return learningRate * warm * share;
}
