/** @file Two micro-batches in turn, so that the links of a GPU work while it computes. */
import { requireIntegerInRange, requireNonNegative, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { servingParts, type ServingPart } from "./layer-stages.ts";

/**
 * Which micro-batch does what beside what.
 *
 * - `none`: one after the other, nothing at the same time;
 * - `prefill`: computation of one beside dispatch and combine of the other, in the order of the overview's figure;
 * - `attention-beside-experts`: attention of one beside dispatch, experts and combine of the other, as §3.4.2 says for decode;
 * - `five-stages`: attention cut in two, as the overview draws it for decode.
 *
 * @source §3.4.1, §3.4.2; deepseek-ai/open-infra-index, the overview of the inference system
 */
export const overlapWays = deepFreeze(["none", "prefill", "attention-beside-experts", "five-stages"] as const);
export type OverlapWay = (typeof overlapWays)[number];

/** Arrays of equal length, one entry an interval, in the order in which they were planned. */
export type MicroBatchRun = {
  /** 0 for computation, 1 for communication. Experts beside attention run in the second lane. */
  lane: Uint8Array;
  start: Float64Array;
  end: Float64Array;
  /** Places in `servingParts`. */
  part: Uint8Array;
  microBatch: Uint8Array;
  layer: Uint16Array;
  /** Seconds for both micro-batches through all layers. */
  span: number;
  /** Without overlap. */
  serial: number;
  /** Seconds that both take for a further layer, once the two lanes have found their rhythm. */
  perLayer: number;
  /** Time in which the first lane works. */
  computing: number;
};

type Step = readonly [part: ServingPart, microBatch: 0 | 1, later?: number];

/** Order of the lanes within a layer; `later` counts layers from the one at hand. */
const orders: Readonly<
  Record<
    Exclude<OverlapWay, "none">,
    { before: readonly Step[]; computation: readonly Step[]; communication: readonly Step[] }
  >
> = {
  prefill: {
    before: [],
    computation: [
      ["attentionProjections", 0],
      ["attentionCore", 0],
      ["shared", 1, -1],
      ["attentionProjections", 1],
      ["attentionCore", 1],
      ["experts", 0],
      ["experts", 1],
      ["shared", 0],
    ],
    communication: [
      ["combine", 1, -1],
      ["dispatch", 0],
      ["dispatch", 1],
      ["combine", 0],
    ],
  },
  "attention-beside-experts": {
    before: [],
    computation: [
      ["attentionProjections", 0],
      ["attentionCore", 0],
      ["attentionProjections", 1],
      ["attentionCore", 1],
    ],
    communication: [
      ["dispatch", 0],
      ["shared", 0],
      ["experts", 0],
      ["combine", 0],
      ["dispatch", 1],
      ["shared", 1],
      ["experts", 1],
      ["combine", 1],
    ],
  },
  "five-stages": {
    before: [
      ["attentionProjections", 0],
      ["attentionCore", 0],
    ],
    computation: [
      ["shared", 0],
      ["attentionProjections", 1],
      ["experts", 0],
      ["attentionCore", 1],
      ["shared", 1],
      ["attentionProjections", 0, 1],
      ["experts", 1],
      ["attentionCore", 0, 1],
    ],
    communication: [
      ["dispatch", 0],
      ["combine", 0],
      ["dispatch", 1],
      ["combine", 1],
    ],
  },
};

/** What has to be done before a part can begin, in its own micro-batch and layer. */
const needs: Readonly<Record<ServingPart, readonly ServingPart[]>> = {
  attentionProjections: [],
  attentionCore: ["attentionProjections"],
  dispatch: ["attentionCore"],
  shared: ["attentionCore"],
  experts: ["dispatch"],
  combine: ["experts"],
};

/**
 * Runs two micro-batches through layers with experts. A lane does one thing at a time, in its order; a part begins when
 * its lane is free and what it needs is done. A layer begins when the one before has its combined and shared results.
 *
 * @param seconds  of each part, for one micro-batch
 * @throws RangeError if a time is negative, or `layers` not from 1 to 1,024
 * @source §3.4.1, §3.4.2; deepseek-ai/open-infra-index, day 6, for the orders
 */
export function runMicroBatches(
  seconds: Record<ServingPart, number>,
  options: { layers: number; way: OverlapWay },
): MicroBatchRun {
  requireObject({ seconds, options });
  const { layers, way } = options;
  requireIntegerInRange({ layers }, 1, 1024);
  requireOneOf({ way }, overlapWays);
  requireNonNegative(Object.fromEntries(servingParts.map((part) => [`seconds.${part}`, seconds[part]])));
  const ofLayer = servingParts.reduce((sum, part) => sum + seconds[part], 0);
  const lanes = planned(way, layers);
  const length = lanes[0].length + lanes[1].length;
  const run: MicroBatchRun = {
    lane: new Uint8Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    part: new Uint8Array(length),
    microBatch: new Uint8Array(length),
    layer: new Uint16Array(length),
    span: 0,
    serial: 2 * layers * ofLayer,
    perLayer: 0,
    computing: 0,
  };
  const done = new Map<string, number>();
  const ended = (part: ServingPart, microBatch: number, layer: number): number | undefined =>
    layer < 0 ? 0 : done.get(`${part} ${microBatch} ${layer}`);
  const at = [0, 0];
  const free = [0, 0];
  const endOfLayer = new Float64Array(layers);
  for (let written = 0; written < length;) {
    const before = written;
    for (const lane of [0, 1]) {
      while (at[lane] < lanes[lane].length) {
        const { part, microBatch, layer } = lanes[lane][at[lane]];
        const ready =
          part === "attentionProjections"
            ? [ended("combine", microBatch, layer - 1), ended("shared", microBatch, layer - 1)]
            : needs[part].map((need) => ended(need, microBatch, layer));
        if (ready.includes(undefined)) break;
        const from = way === "none" ? Math.max(free[0], free[1]) : free[lane];
        const start = Math.max(from, ...(ready as number[]));
        const end = start + seconds[part];
        run.lane[written] = lane;
        run.start[written] = start;
        run.end[written] = end;
        run.part[written] = servingParts.indexOf(part);
        run.microBatch[written] = microBatch;
        run.layer[written] = layer;
        done.set(`${part} ${microBatch} ${layer}`, end);
        free[lane] = end;
        endOfLayer[layer] = Math.max(endOfLayer[layer], end);
        if (lane === 0) run.computing += seconds[part];
        at[lane]++;
        written++;
        if (way === "none") break;
      }
    }
    if (written === before) throw new Error("an order of lanes that waits for itself");
  }
  run.span = Math.max(...endOfLayer);
  // The last layer has nothing to prepare for a next one, so it is shorter.
  run.perLayer = layers < 3 ? run.span / layers : (endOfLayer[layers - 2] - endOfLayer[0]) / (layers - 2);
  return run;
}

type Planned = { part: ServingPart; microBatch: 0 | 1; layer: number };

function planned(way: OverlapWay, layers: number): [Planned[], Planned[]] {
  const lanes: [Planned[], Planned[]] = [[], []];
  if (way === "none") {
    for (let layer = 0; layer < layers; layer++) {
      for (const microBatch of [0, 1] as const)
        for (const part of servingParts)
          lanes[part === "dispatch" || part === "combine" ? 1 : 0].push({ part, microBatch, layer });
    }
    return lanes;
  }
  const { before, computation, communication } = orders[way];
  const add = (lane: 0 | 1, steps: readonly Step[], layer: number): void => {
    for (const [part, microBatch, later = 0] of steps) {
      if (layer + later >= 0 && layer + later < layers) lanes[lane].push({ part, microBatch, layer: layer + later });
    }
  };
  add(0, before, 0);
  // One layer more, for what an order puts off to the next one.
  for (let layer = 0; layer <= layers; layer++) {
    add(0, layer < layers ? computation : computation.filter(([, , later = 0]) => later < 0), layer);
    add(1, layer < layers ? communication : communication.filter(([, , later = 0]) => later < 0), layer);
  }
  return lanes;
}
