/** @file What a router did in a step: loads by domain, gates, and choices that the node limit changed. */
import { expertLoad, maxViolation, nodeLimitEffect, type ModelConfig } from "../../compute/index.ts";
import type { RoutedTokens } from "../router.ts";
import type { Tensor } from "../tape.ts";

export type TinyRouter = {
  /** "layer 2", …, "MTP module" */
  name: string;
  /** [routedExperts] */
  tokensOfExpert: Uint32Array;
  /** [domains × routedExperts] */
  tokensOfDomainAndExpert: Uint32Array;
  maxViolation: number;
  /** That chose in this step, [routedExperts]; zeros where the bias is off. */
  bias: Float64Array;
  /** Gate values in ten bins from 0 to 1. */
  gateHistogram: Uint32Array;
  /** Choices that the node limit changed. Nothing is dropped: V3 drops no token. */
  blockedExperts: number;
};

/** Gates are counted in so many bins from 0 to 1. */
export const gateBins = 10;

/** @param options.domainOfToken  of each row of the logits */
export function routerReport(options: {
  name: string;
  logits: Tensor;
  routed: RoutedTokens;
  bias: Float64Array;
  usesBias: boolean;
  config: ModelConfig;
  domains: number;
  domainOfToken: (token: number) => number;
}): TinyRouter {
  const { name, logits, routed, bias, usesBias, config, domains, domainOfToken } = options;
  const { routedExperts, activatedExperts, expertGroups, limitedGroups } = config.moe!;
  const { expertOfSlot, gateOfSlot } = routed.routing;
  const tokensOfDomainAndExpert = new Uint32Array(domains * routedExperts);
  const gateHistogram = new Uint32Array(gateBins);
  for (let slot = 0; slot < expertOfSlot.length; slot++) {
    tokensOfDomainAndExpert[domainOfToken(Math.floor(slot / activatedExperts)) * routedExperts + expertOfSlot[slot]]++;
    gateHistogram[Math.min(gateBins - 1, Math.floor(gateOfSlot[slot] * gateBins))]++;
  }
  const tokensOfExpert = expertLoad(expertOfSlot, routedExperts);
  const blockedExperts =
    limitedGroups === expertGroups
      ? 0
      : Math.round(
          logits.rows *
            nodeLimitEffect(logits.values, usesBias ? bias : null, {
              routedExperts,
              activatedExperts,
              expertGroups,
              limitedGroups,
            }).expertsLost,
        );
  return {
    name,
    tokensOfExpert,
    tokensOfDomainAndExpert,
    maxViolation: maxViolation(tokensOfExpert),
    bias: bias.slice(),
    gateHistogram,
    blockedExperts,
  };
}
