/** @file A small router under balancing, step by step: all that the playground shows, in one call. */
import { requireIntegerInRange, requireNonNegativeInteger, requireNumbers } from "../check.ts";
import { balanceRun } from "./balance.ts";
import { deepseekV3 } from "../model/configs.ts";
import { affinities, type AffinityKind } from "./affinity.ts";
import type { GateOptions } from "./gate.ts";
import { groupHistogram, groupsPerToken, loadEntropy, meanLoad } from "./load.ts";
import { traceToken, type TokenTrace } from "./trace.ts";

export type PlaygroundOptions = {
  tokens: number;
  routedExperts: number;
  expertGroups: number;
  limitedGroups: number;
  activatedExperts: number;
  affinity: AffinityKind;
  skew: number;
  /** γ */
  biasUpdateSpeed: number;
  steps: number;
  /** Biases before the first step; missing ones are 0. */
  bias: readonly number[];
  /** The token that is followed; the last one, if there are fewer. */
  token: number;
  seed: number;
};

/** What one step shows. */
export type PlaygroundStep = {
  bias: Float64Array;
  tokensOfExpert: Uint32Array;
  meanLoad: number;
  maxViolation: number;
  /** In bits. */
  entropy: number;
  /** [expertGroups + 1]: tokens by the number of groups they are sent to. */
  tokensOfGroupCount: Uint32Array;
  /** [tokens × activatedExperts] */
  expertOfSlot: Uint16Array;
  /** [tokens × routedExperts], for batches that can be drawn; else empty. */
  affinity: Float32Array;
  trace: TokenTrace;
};

/** Matrices of affinities up to this size are handed out for drawing. */
const mostCells = 4096;

/**
 * Steps 0 to `steps` of a run: fresh tokens of the same corpus at each, biases moved after each.
 *
 * Gates are normalized and scaled as in V3; groups are ranked by their best K_r/M biased affinities (rounded down, at least 1).
 *
 * @param report  told the share that is done
 * @throws RangeError if an option does not fit the others
 * @source §2.1.2
 */
export function routerPlayground(options: PlaygroundOptions, report: (share: number) => void = () => {}): PlaygroundStep[] {
  const { tokens, routedExperts, expertGroups, limitedGroups, activatedExperts, affinity, skew, biasUpdateSpeed, steps, bias, token, seed } = options;
  requireNonNegativeInteger({ steps, token });
  requireNumbers({ bias });
  requireIntegerInRange({ expertGroups }, 1, routedExperts);
  requireIntegerInRange({ "Nodes per token": limitedGroups }, 1, expertGroups);
  requireIntegerInRange({ "Experts per token": activatedExperts }, 1, (routedExperts / expertGroups) * limitedGroups);
  const gate: GateOptions = {
    routedExperts, activatedExperts, expertGroups, limitedGroups, affinity,
    groupScore: "biased",
    groupScoreTerms: Math.min(routedExperts / expertGroups, Math.max(1, Math.floor(activatedExperts / limitedGroups))),
    normalizedGates: true,
    routeScale: deepseekV3.moe!.routeScale,
  };
  const initialBias = Float64Array.from({ length: routedExperts }, (_, expert) => bias[expert] ?? 0);
  const followed = Math.min(token, tokens - 1);
  const shown: PlaygroundStep[] = [];
  for (const step of balanceRun({ tokens, routedExperts, skew, seed }, gate, { biasUpdateSpeed, initialBias })) {
    const { expertOfSlot } = step.routing;
    shown.push({
      bias: step.bias,
      tokensOfExpert: step.tokensOfExpert,
      meanLoad: meanLoad(step.tokensOfExpert),
      maxViolation: step.maxViolation,
      entropy: loadEntropy(step.tokensOfExpert),
      tokensOfGroupCount: groupHistogram(groupsPerToken(expertOfSlot, { activatedExperts, routedExperts, expertGroups }), expertGroups),
      expertOfSlot,
      affinity: tokens * routedExperts <= mostCells ? Float32Array.from(affinities(step.logits, { routedExperts, affinity })) : new Float32Array(0),
      trace: traceToken(step.logits.subarray(followed * routedExperts, (followed + 1) * routedExperts), step.bias, gate),
    });
    report(shown.length / (steps + 1));
    if (shown.length > steps) break;
  }
  return shown;
}
