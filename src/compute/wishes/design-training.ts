/** @file V3's pre-training on a designed accelerator: the training step of chapter 3.7, with the design's rates. */
import { requireObject, requireOneOf } from "../check.ts";
import { v3Layout } from "../cluster/layout.ts";
import type { StepAssumptions } from "../cluster/step-assumptions.ts";
import { trainingStep, type StepEstimate } from "../cluster/training-step.ts";
import { deepseekV3 } from "../model/configs.ts";
import { publishedRun } from "../training/published-run.ts";
import { rentalUsd } from "../training/run.ts";
import { designAssumptions, type Design } from "./design.ts";

export type DesignTraining = {
  step: StepEstimate;
  /** Of pre-training, 14.8 trillion tokens. */
  gpuHours: number;
  /** On V3's 2,048 accelerators. */
  days: number;
  usd: number;
  /** Of the accelerators alone. */
  kilowattHours: number;
};

export type DesignTrainingOptions = {
  /** As in `trainingStep`. Default simulated. */
  how?: "simulated" | "formula";
  /** Assumptions that differ from the design's. */
  assume?: Partial<StepAssumptions>;
};

/**
 * V3's pre-training, with its layout, on accelerators of a design: hours, days, rent, energy.
 *
 * The fast links join as many of the 64 accelerators that share experts as divide them evenly. Memory is not checked. Layers
 * are cut into stages anew for each design, and are whole: a better figure never makes a stage's times longer, but where it
 * moves a layer, the run can get longer by less than a hundredth (0.7% was the most in 12,000 pairs of designs).
 *
 * @throws RangeError if a field of the design is not allowed
 * @source §3.2, §3.5; the model of time is ours
 */
export function trainOnDesign(design: Design, options: DesignTrainingOptions = {}): DesignTraining {
  requireObject({ options });
  const { how = "simulated", assume = {} } = options;
  requireOneOf({ how }, ["simulated", "formula"]);
  requireObject({ assume });
  const assumed = { ...designAssumptions(design), ...assume };
  const step = trainingStep(deepseekV3, v3Layout, {
    assume: assumed,
    gpusPerNode: domainOf(design.scaleUpSize, v3Layout.expertRanks),
    transposedReads: design.transposedReads,
    how,
  });
  const gpuHours = (step.gpuHoursPerTrillion * publishedRun.tokens) / 1e12;
  return {
    step,
    gpuHours,
    days: gpuHours / v3Layout.gpus / 24,
    usd: rentalUsd({ hours: gpuHours, usdPerGpuHour: design.usdPerHour }),
    kilowattHours: (gpuHours * design.watts) / 1000,
  };
}

/** Largest divisor of `ranks` that is not above `size`. */
function domainOf(size: number, ranks: number): number {
  let domain = Math.min(size, ranks);
  while (ranks % domain !== 0) domain--;
  return domain;
}
