/** @file The slow, obvious gate: sorts where `route` selects. And random gates to hold the two against each other. */
import * as fc from "fast-check";
import { affinities, affinityKinds, type Gate, type Routing } from "../../../src/compute/index.ts";

/** What `route` must give, to the last bit. */
export function slowRoute(logits: Float64Array, bias: readonly number[] | null, options: Gate): Routing {
  const { routedExperts, activatedExperts, expertGroups, limitedGroups } = options;
  const groupSize = routedExperts / expertGroups;
  const experts = Array.from({ length: routedExperts }, (_, expert) => expert);
  const expertOfSlot: number[] = [];
  const gateOfSlot: number[] = [];
  for (let start = 0; start < logits.length; start += routedExperts) {
    const affinity = [
      ...affinities(logits.slice(start, start + routedExperts), { routedExperts, affinity: options.affinity }),
    ];
    const biased = affinity.map((score, expert) => score + (bias?.[expert] ?? 0));
    const ranked = options.groupScore === "biased" ? biased : affinity;
    const groupScores = Array.from({ length: expertGroups }, (_, group) =>
      sum(
        ranked
          .slice(group * groupSize, (group + 1) * groupSize)
          .sort((a, b) => b - a)
          .slice(0, options.groupScoreTerms),
      ),
    );
    const open = new Set(falling([...groupScores.keys()], groupScores).slice(0, limitedGroups));
    const chosen = falling(
      experts.filter((expert) => open.has(Math.floor(expert / groupSize))),
      biased,
    ).slice(0, activatedExperts);
    const total = sum(chosen.map((expert) => affinity[expert]));
    expertOfSlot.push(...chosen);
    gateOfSlot.push(
      ...chosen.map((expert) => {
        if (!options.normalizedGates) return affinity[expert] * options.routeScale;
        return (total === 0 ? 1 / activatedExperts : affinity[expert] / total) * options.routeScale;
      }),
    );
  }
  return { expertOfSlot: Uint16Array.from(expertOfSlot), gateOfSlot: Float64Array.from(gateOfSlot) };
}

/** Indices by falling score; equal scores by rising index. */
function falling(indices: number[], scores: number[]): number[] {
  return indices.sort((a, b) => scores[b] - scores[a] || a - b);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Any gate, small enough to sort. */
const anyGate: fc.Arbitrary<Gate> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 8 }))
  .chain(([expertGroups, groupSize]) =>
    fc.integer({ min: 1, max: expertGroups }).chain((limitedGroups) =>
      fc.record({
        routedExperts: fc.constant(expertGroups * groupSize),
        expertGroups: fc.constant(expertGroups),
        limitedGroups: fc.constant(limitedGroups),
        activatedExperts: fc.integer({ min: 1, max: limitedGroups * groupSize }),
        affinity: fc.constantFrom(...affinityKinds),
        groupScore: fc.constantFrom("biased" as const, "affinity" as const),
        groupScoreTerms: fc.integer({ min: 1, max: groupSize }),
        normalizedGates: fc.boolean(),
        routeScale: fc.constantFrom(1, 2.5, 16),
      }),
    ),
  );

/** Few different values, so that ties are common; −800 has an affinity of 0. */
const tied = fc.constantFrom(-800, -1, 0, 1, 2);
const tiedBias = fc.constantFrom(-3, -0.5, 0, 0.5);
const any = fc.double({ min: -20, max: 20, noNaN: true });

export type RoutingCase = { options: Gate; logits: Float64Array; bias: number[] | null };

/** A gate with logits of up to five tokens; about half of the cases are full of ties. */
export const anyRouting: fc.Arbitrary<RoutingCase> = fc
  .tuple(anyGate, fc.integer({ min: 0, max: 5 }), fc.boolean())
  .chain(([options, tokens, ties]) => {
    const cells = tokens * options.routedExperts;
    const experts = { minLength: options.routedExperts, maxLength: options.routedExperts };
    return fc.record({
      options: fc.constant(options),
      logits: fc
        .array(ties ? tied : any, { minLength: cells, maxLength: cells })
        .map((values) => Float64Array.from(values)),
      bias: fc.option(fc.array(ties ? tiedBias : fc.double({ min: -2, max: 2, noNaN: true }), experts)),
    });
  });
