/** @file What a figure shows of a step, of a run that is watched or of a recorded one, which knows less. */
import { recordedTiny } from "./recorded.ts";
import type { TensorPrecision } from "./meter.ts";
import type { TinySnapshot } from "./run.ts";
import { tinyFlopPerStep } from "./settings.ts";
import { tinySetup } from "./setups.ts";

export type TinyMoment = {
  step: number;
  loss: number;
  /** Of the first layer with experts, like all that follows of experts; NaN where nothing was chosen. */
  violation: number;
  flop: number;
  /** What is not known is null. */
  lossOfDomain: readonly number[] | null;
  mtpLoss: number | null;
  /** [domains × routedExperts] */
  loads: readonly number[] | null;
  bias: readonly number[] | null;
  /** Choices by the value of their gate, in ten bins from 0 to 1. */
  gates: readonly number[] | null;
  /** Choices that the node limit changed. */
  blocked: number | null;
  learningRate: number | null;
  /** Measured last in this run; `null` in formats without codes. */
  precision: readonly Pick<TensorPrecision, "underflow" | "relativeError">[] | null;
};

/** Moments of a run that is watched, in the order of its steps. */
export function tinyMoments(snapshots: readonly TinySnapshot[]): TinyMoment[] {
  let measured: TinySnapshot["precision"] = null;
  return snapshots.map(({ step, loss, flop, lossOfDomain, mtpLoss, routers: [router], learningRate, precision }) => {
    measured = precision ?? measured;
    return {
      step,
      loss,
      violation: router?.maxViolation ?? NaN,
      flop,
      lossOfDomain,
      mtpLoss,
      loads: router ? Array.from(router.tokensOfDomainAndExpert) : null,
      bias: router ? Array.from(router.bias) : null,
      gates: router ? Array.from(router.gateHistogram) : null,
      blocked: router?.blockedExperts ?? null,
      learningRate,
      precision: measured,
    };
  });
}

/**
 * Moments of a recorded run: means over a few steps, each at the last of them; loads and biases of the steps around it.
 *
 * @throws RangeError if there is no setup of this name
 */
export function recordedMoments(name: string, seed: number): TinyMoment[] {
  const { every, mappedEvery, seeds, runs } = recordedTiny;
  const { loss, mtpLoss, maxViolation, precision, details } = runs[name][seeds.indexOf(seed)];
  const flop = tinyFlopPerStep(tinySetup(name).settings);
  return loss.map((of, i) => {
    const step = (i + 1) * every - 1;
    const at = Math.floor(step / mappedEvery);
    return {
      step,
      loss: of,
      violation: maxViolation[i],
      flop: (step + 1) * flop,
      lossOfDomain: details?.lossOfDomain[at] ?? null,
      mtpLoss: mtpLoss?.[i] ?? null,
      loads: details?.tokensOfDomainAndExpert[at] ?? null,
      bias: details?.bias[at] ?? null,
      gates: null,
      blocked: null,
      learningRate: null,
      precision:
        precision?.map(({ underflow, relativeError }) => ({
          underflow: underflow[i],
          relativeError: relativeError[i],
        })) ?? null,
    };
  });
}
