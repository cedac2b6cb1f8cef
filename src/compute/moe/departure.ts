/** @file How far balancing leads a token's gates away from those it would have without. */
import { refuse, requireIntegerInRange, requireLength, requireNumbers, requireObject, requireTyped } from "../check.ts";
import type { Routing } from "./gate.ts";
import { mostExperts } from "./load.ts";

export type Departure = {
  /** Share of all choices that the reference did not make. */
  changedShare: number;
  /** Mean over tokens of ½ Σ |g_i − g_i°|, gates as shares of their sum: 0 for the same gates, 1 for none in common. */
  distance: number;
};

/**
 * Departure of one routing from another of the same tokens.
 *
 * @param routing  with balancing
 * @param reference  without: same shape
 * @param options  `routedExperts`; `activatedExperts`, slots of a token
 * @throws RangeError if shapes differ, or an expert is not below `routedExperts`
 * @source ours: a measure for what §4.5.3 compares by results
 */
export function gateDeparture(
  routing: Routing,
  reference: Routing,
  options: { routedExperts: number; activatedExperts: number },
): Departure {
  requireObject({ options });
  const { routedExperts, activatedExperts } = options;
  requireIntegerInRange({ routedExperts }, 1, mostExperts);
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  requireRouting({ routing, reference });
  const slots = routing.expertOfSlot.length;
  requireLength(
    {
      "routing.gateOfSlot": routing.gateOfSlot,
      "reference.expertOfSlot": reference.expertOfSlot,
      "reference.gateOfSlot": reference.gateOfSlot,
    },
    slots,
  );
  if (slots % activatedExperts !== 0)
    refuse("routing.expertOfSlot", `have a multiple of ${activatedExperts} entries`, slots);
  for (const { expertOfSlot } of [routing, reference]) {
    for (const expert of expertOfSlot)
      if (expert >= routedExperts) refuse("expertOfSlot", `hold experts below ${routedExperts}`, expert);
  }
  const tally = newTally(routedExperts);
  for (let start = 0; start < slots; start += activatedExperts)
    compareToken(tally, routing, reference, start, activatedExperts);
  return departureOf(tally, slots, activatedExperts);
}

function requireRouting(routings: Record<string, Routing>): void {
  requireObject(routings);
  for (const [name, { expertOfSlot, gateOfSlot }] of Object.entries(routings)) {
    requireTyped({ [`${name}.expertOfSlot`]: expertOfSlot }, Uint16Array);
    requireNumbers({ [`${name}.gateOfSlot`]: gateOfSlot });
  }
}

/** What a comparison adds up, and a scratch array of gates by expert, all 0 between tokens. */
export type DepartureTally = { changed: number; distance: number; gateOfExpert: Float64Array };

export function newTally(routedExperts: number): DepartureTally {
  return { changed: 0, distance: 0, gateOfExpert: new Float64Array(routedExperts) };
}

/** Adds one token, whose slots begin at `start`. Takes gates for positive, as affinities are. */
export function compareToken(
  tally: DepartureTally,
  routing: Routing,
  reference: Routing,
  start: number,
  activatedExperts: number,
): void {
  const { gateOfExpert } = tally;
  let sum = 0;
  let sumOfReference = 0;
  for (let slot = start; slot < start + activatedExperts; slot++) {
    sum += routing.gateOfSlot[slot];
    sumOfReference += reference.gateOfSlot[slot];
  }
  for (let slot = start; slot < start + activatedExperts; slot++)
    gateOfExpert[reference.expertOfSlot[slot]] = reference.gateOfSlot[slot] / sumOfReference;
  // ½ Σ |a − b| of two sets of shares is 1 − Σ min(a, b), and the minimum is 0 where only one has the expert.
  let common = 0;
  for (let slot = start; slot < start + activatedExperts; slot++) {
    const other = gateOfExpert[routing.expertOfSlot[slot]];
    if (other === 0) tally.changed++;
    else common += Math.min(other, routing.gateOfSlot[slot] / sum);
  }
  tally.distance += Math.max(0, 1 - common);
  for (let slot = start; slot < start + activatedExperts; slot++) gateOfExpert[reference.expertOfSlot[slot]] = 0;
}

export function departureOf({ changed, distance }: DepartureTally, slots: number, activatedExperts: number): Departure {
  return slots === 0
    ? { changedShare: 0, distance: 0 }
    : { changedShare: changed / slots, distance: distance / (slots / activatedExperts) };
}
