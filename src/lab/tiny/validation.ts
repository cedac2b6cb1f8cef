/** @file What a trained tiny V3 is worth: losses, loads and drafts on text that it has not been trained on. */
import { expertLoad, maxViolation, specialization, verifyDrafts } from "../../compute/index.ts";
import { exponential } from "../../compute/exponential.ts";
import { createTape, type Tensor } from "../tape.ts";
import { judgingPass } from "./forward.ts";
import { lossesByDomain, tinyLoss } from "./loss.ts";
import { routerNames } from "./network.ts";
import type { TinyRun } from "./run.ts";
import { domainsOf, tinyBatch } from "./text.ts";

export type TinyValidation = {
  /** Of the main model, a mean over domains with equally many tokens. */
  loss: number;
  mtpLoss: number | null;
  lossOfDomain: number[];
  /**
   * Chance that the main model keeps a draft of the module, Σ min(p, q), a mean over positions with the right symbols
   * before them; `null` without a module.
   */
  acceptance: number | null;
  /** The same if the draft is always the module's likeliest symbol, as in `sampleTiny`: a mean of p(draft). */
  greedyAcceptance: number | null;
  routers: TinyRouterValidation[];
};

export type TinyRouterValidation = {
  name: string;
  /** [domains × routedExperts] */
  tokensOfDomainAndExpert: Uint32Array;
  maxViolation: number;
  /** How far domains use different experts: `specialization` of `compute`. */
  specialization: number;
};

/** Far from where training takes its sequences. */
export const firstHeldOut = 0x4000_0000;

/**
 * Judges a run as it stands, and changes nothing. Products run in single precision, whatever the recipe was.
 *
 * @param options  `sequencesPerDomain`: 8 if left out
 */
export function validateTiny(
  run: Pick<TinyRun, "settings" | "network" | "biases" | "config">,
  { sequencesPerDomain = 8 }: { sequencesPerDomain?: number } = {},
): TinyValidation {
  const { settings, config } = run;
  const { seed, text, sequenceLength: length, routedExperts, activatedExperts } = settings;
  const domains = domainsOf(settings).length;
  const batch = domains * sequencesPerDomain;
  const { symbols, domainOfSequence } = tinyBatch({
    seed,
    first: firstHeldOut - (firstHeldOut % domains),
    sequences: batch,
    length: length + 1,
    text,
  });
  const pass = judgingPass(createTape(), run);
  const { loss, mtpLoss, lossOfRow, logits, moduleLogits } = tinyLoss(pass, symbols, { batch, length, mtpWeight: 1 });
  const names = routerNames(config);
  const routers = pass.routed.map(({ logits: { rows }, routed: { routing } }, at) => {
    const tokensOfDomainAndExpert = new Uint32Array(domains * routedExperts);
    routing.expertOfSlot.forEach(
      (expert, slot) =>
        tokensOfDomainAndExpert[
          domainOfSequence[Math.floor(slot / activatedExperts / (rows / batch))] * routedExperts + expert
        ]++,
    );
    return {
      name: names[at],
      tokensOfDomainAndExpert,
      maxViolation: maxViolation(expertLoad(routing.expertOfSlot, routedExperts)),
      specialization: specialization(tokensOfDomainAndExpert, { routedExperts }),
    };
  });
  const drafts = moduleLogits
    ? acceptanceOf(logits, moduleLogits, length)
    : { acceptance: null, greedyAcceptance: null };
  return {
    loss,
    mtpLoss,
    lossOfDomain: lossesByDomain(lossOfRow, domainOfSequence, length, domains),
    ...drafts,
    routers,
  };
}

/** The module's prediction at position i is for the symbol that the main model predicts at i + 1. */
function acceptanceOf(
  logits: Tensor,
  moduleLogits: Tensor,
  length: number,
): { acceptance: number; greedyAcceptance: number } {
  const kept = length - 1;
  let acceptance = 0;
  let greedyAcceptance = 0;
  for (let row = 0; row < moduleLogits.rows; row++) {
    const mainRow = Math.floor(row / kept) * length + (row % kept) + 1;
    const main = sharesOf(logits, mainRow);
    const draft = sharesOf(moduleLogits, row);
    acceptance += verifyDrafts(main, draft).acceptance;
    greedyAcceptance += main[sharesOf(moduleLogits, row, 0).indexOf(1)];
  }
  return { acceptance: acceptance / moduleLogits.rows, greedyAcceptance: greedyAcceptance / moduleLogits.rows };
}

/** Softmax of a row; of logits over a temperature, or all on the largest where that is 0. */
export function sharesOf({ columns, values }: Tensor, row: number, temperature = 1): Float64Array {
  const own = Float64Array.from(values.subarray(row * columns, (row + 1) * columns));
  const largest = own.reduce((most, value) => Math.max(most, value), -Infinity);
  if (temperature === 0) {
    const best = own.indexOf(largest);
    return own.map((_, i) => (i === best ? 1 : 0));
  }
  const powers = own.map((value) => exponential((value - largest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
