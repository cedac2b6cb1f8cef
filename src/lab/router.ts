/** @file The router on the tape: `compute` chooses experts, gradients flow through the gates of those chosen (§2.1.2). */
import { exponential } from "../compute/exponential.ts";
import { route, type GateOptions, type Routing } from "../compute/index.ts";
import { addWeightedRows, gatherRows } from "./layers.ts";
import type { Tape, Tensor } from "./tape.ts";

export type RoutedTokens = {
  routing: Routing;
  /** [(tokens · activatedExperts) × 1]: gates, slot by slot. */
  gates: Tensor;
  /** Slots of each expert, in the order of tokens; a slot's token is ⌊slot / activatedExperts⌋. */
  slotsOfExpert: number[][];
};

/**
 * Experts and gates of each token: sigmoid affinities, normalized over those chosen. The bias chooses, and has no gradient.
 *
 * @param logits  [tokens × routedExperts]
 * @source §2.1.2, eq. 12 to 16
 */
export function routeTokens(
  tape: Tape,
  logits: Tensor,
  options: GateOptions & { bias: Float64Array | null },
): RoutedTokens {
  const { bias, ...gate } = options;
  const { activatedExperts, routedExperts, routeScale = 1 } = gate;
  const routing = route(logits.values, bias, { ...gate, affinity: "sigmoid", normalizedGates: true, routeScale });
  const gates = tape.tensor(routing.expertOfSlot.length, 1);
  const slotsOfExpert: number[][] = Array.from({ length: routedExperts }, () => []);
  const { expertOfSlot } = routing;
  expertOfSlot.forEach((expert, slot) => slotsOfExpert[expert].push(slot));
  gates.values.set(routing.gateOfSlot);
  tape.onBackward(() => {
    const affinities = new Float64Array(activatedExperts);
    for (let token = 0; token < logits.rows; token++) {
      const first = token * activatedExperts;
      let sum = 0;
      let along = 0;
      for (let k = 0; k < activatedExperts; k++) {
        affinities[k] = 1 / (1 + exponential(-logits.values[token * routedExperts + expertOfSlot[first + k]]));
        sum += affinities[k];
        along += gates.gradient[first + k] * affinities[k];
      }
      for (let k = 0; k < activatedExperts; k++) {
        const toAffinity = (routeScale * (gates.gradient[first + k] - along / sum)) / sum;
        logits.gradient[token * routedExperts + expertOfSlot[first + k]] +=
          toAffinity * affinities[k] * (1 - affinities[k]);
      }
    }
  });
  return { routing, gates, slotsOfExpert };
}

/**
 * Adds the results of routed experts to a sum: each expert sees its own tokens only, and one without tokens does nothing.
 *
 * @param sum  [tokens × width], to which gate · result is added
 * @param x  [tokens × width]
 * @param expert  what expert `index` makes of its rows
 */
export function addExperts(
  tape: Tape,
  sum: Tensor,
  x: Tensor,
  routed: RoutedTokens,
  expert: (index: number, rows: Tensor) => Tensor,
): void {
  const { slotsOfExpert, gates } = routed;
  const activatedExperts = gates.rows / x.rows;
  slotsOfExpert.forEach((slots, index) => {
    if (slots.length === 0) return;
    const tokens = slots.map((slot) => Math.floor(slot / activatedExperts));
    addWeightedRows(tape, sum, expert(index, gatherRows(tape, x, tokens)), tokens, gatherRows(tape, gates, slots));
  });
}
