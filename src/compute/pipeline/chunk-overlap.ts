/** @file Inside a pair of chunks: computation and communication of a forward and a backward on two streams (Figure 4). */
import { requireBoolean, requireIntegerInRange, requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/** Parts of a layer in the order in which each stream runs them. The first six compute, the others communicate. @source §3.2.1, Figure 4 */
export const chunkParts = deepFreeze([
  "mlpBackward",
  "mlpWeights",
  "mlpForward",
  "attentionBackward",
  "attentionWeights",
  "attentionForward",
  "dispatchForward",
  "dispatchBackward",
  "combineForward",
  "pipelineSend",
  "combineBackward",
] as const);
export type ChunkPart = (typeof chunkParts)[number];
const computing = 6;

/**
 * What a part waits for: its place in `chunkParts`, and whether it is that of the round before.
 *
 * The two chunks are different micro-batches: forward parts follow each other (attention, dispatch, MLP, combine), and so
 * do backward ones (combine, MLP, dispatch, attention). A round begins with the MLP, between two layers' attentions.
 */
const needs: Record<ChunkPart, readonly { part: ChunkPart; before: boolean }[]> = {
  mlpBackward: [{ part: "combineBackward", before: true }],
  mlpWeights: [{ part: "mlpBackward", before: false }],
  mlpForward: [{ part: "dispatchForward", before: false }],
  attentionBackward: [{ part: "dispatchBackward", before: false }],
  attentionWeights: [{ part: "attentionBackward", before: false }],
  attentionForward: [{ part: "combineForward", before: false }],
  dispatchForward: [{ part: "attentionForward", before: true }],
  dispatchBackward: [{ part: "mlpBackward", before: false }],
  combineForward: [{ part: "mlpForward", before: false }],
  pipelineSend: [],
  combineBackward: [{ part: "attentionBackward", before: false }],
};

export type OverlapOptions = {
  /** Seconds of each computing part of one layer if all SMs compute. */
  seconds: Record<
    "mlpBackward" | "mlpWeights" | "mlpForward" | "attentionBackward" | "attentionWeights" | "attentionForward",
    number
  >;
  /** Bytes of each communicating part of one layer, through the link that binds. */
  bytes: Record<"dispatchForward" | "dispatchBackward" | "combineForward" | "pipelineSend" | "combineBackward", number>;
  /** Of that link, in one direction. */
  bytesPerSecond: number;
  /** SMs of the GPU. */
  sms: number;
  /** Of these, given to communication. */
  communicationSms: number;
  /** SMs that fill the link; fewer move as much less. The report: 20. With 0, something else moves the bytes. */
  smsToFillLink: number;
  /** Layers of the chunks. */
  layers: number;
  /** Whether both streams wait for each other between MLP and attention, as Figure 4 draws. Default true. */
  barriers?: boolean;
};

/** A pair of chunks that was run. Times in seconds, arrays [parts that ran]. */
export type ChunkOverlap = {
  /** 0 computation, 1 communication. */
  lane: Uint8Array;
  start: Float64Array;
  end: Float64Array;
  /** Places in `chunkParts`. */
  part: Uint8Array;
  layer: Uint8Array;
  span: number;
  computeBusy: number;
  communicationBusy: number;
  /** Communication during which nothing is computed. */
  exposed: number;
  /** The same work one after another, computation with all SMs: F + B without overlap. */
  serial: number;
};

/**
 * Runs a pair of chunks: each stream its parts in Figure 4's order, each part as soon as its stream is free and what it
 * needs is there.
 *
 * Computation slows by the share of SMs that communicate. Communication has the link's full rate from `smsToFillLink` SMs
 * on. Both are straight lines, where a real kernel has steps.
 *
 * @throws RangeError if a time, size or rate is not allowed, or the SMs of communication leave none for computation
 * @source §3.2.1, Figure 4; §3.2.2 for the SMs
 */
export function overlapChunks(options: OverlapOptions): ChunkOverlap {
  requireOverlap(options);
  const { layers, barriers = true } = options;
  const count = layers * chunkParts.length;
  const run: ChunkOverlap = {
    lane: new Uint8Array(count),
    start: new Float64Array(count),
    end: new Float64Array(count),
    part: new Uint8Array(count),
    layer: new Uint8Array(count),
    span: 0,
    computeBusy: 0,
    communicationBusy: 0,
    exposed: 0,
    serial: 0,
  };
  const duration = partDurations(options);
  const endOfPart = new Float64Array(chunkParts.length);
  const endOfPartBefore = new Float64Array(chunkParts.length);
  const free = [0, 0];
  let at = 0;
  const runPart = (part: ChunkPart, layer: number): void => {
    const i = chunkParts.indexOf(part);
    const lane = i < computing ? 0 : 1;
    let start = free[lane];
    for (const { part: needed, before } of needs[part])
      start = Math.max(start, (before ? endOfPartBefore : endOfPart)[chunkParts.indexOf(needed)]);
    const end = start + duration[i];
    endOfPart[i] = free[lane] = end;
    run.lane[at] = lane;
    run.start[at] = start;
    run.end[at] = end;
    run.part[at] = i;
    run.layer[at] = layer;
    at++;
  };
  const meet = (): void => {
    if (barriers) free[0] = free[1] = Math.max(free[0], free[1]);
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ["mlpBackward", "mlpWeights", "dispatchForward", "mlpForward", "dispatchBackward"] as const)
      runPart(part, layer);
    meet();
    for (const part of [
      "attentionBackward",
      "attentionWeights",
      "combineForward",
      "attentionForward",
      "pipelineSend",
      "combineBackward",
    ] as const)
      runPart(part, layer);
    meet();
    endOfPartBefore.set(endOfPart);
  }
  run.span = Math.max(free[0], free[1]);
  run.computeBusy = busyTime(run, 0);
  run.communicationBusy = busyTime(run, 1);
  const alone = run.communicationBusy - bothBusy(run);
  run.exposed = alone > 1e-12 * run.span ? alone : 0; // less is what rounding leaves
  run.serial =
    run.communicationBusy + layers * Object.values(options.seconds).reduce((sum, seconds) => sum + seconds, 0);
  return run;
}

/**
 * Seconds of each part of a layer, in the order of `chunkParts`, with the SMs split as given.
 *
 * @throws RangeError as `overlapChunks`
 * @source §3.2.1, Figure 4; §3.2.2
 */
export function partDurations(options: OverlapOptions): Float64Array {
  requireOverlap(options);
  const { seconds, bytes, bytesPerSecond, sms, communicationSms, smsToFillLink } = options;
  const slower = sms / (sms - communicationSms);
  const rate = smsToFillLink === 0 ? bytesPerSecond : bytesPerSecond * Math.min(1, communicationSms / smsToFillLink);
  const all: Record<string, number> = {};
  for (const [part, time] of Object.entries(seconds)) all[part] = slower * time;
  for (const [part, size] of Object.entries(bytes)) all[part] = size / rate;
  return Float64Array.from(chunkParts, (part) => all[part]);
}

/** What a split of the SMs leads to. */
export type SmSplit = Pick<ChunkOverlap, "span" | "exposed" | "computeBusy" | "communicationBusy"> & {
  communicationSms: number;
};

/**
 * The pair of chunks for each number of SMs that communication may have, from 1 to all but one.
 *
 * @throws RangeError as `overlapChunks`
 * @source §3.2.2: 20 SMs communicate
 */
export function overlapBySms(options: OverlapOptions): SmSplit[] {
  requireOverlap(options);
  return Array.from({ length: options.sms - 1 }, (_, i) => {
    const { span, exposed, computeBusy, communicationBusy } = overlapChunks({ ...options, communicationSms: i + 1 });
    return { communicationSms: i + 1, span, exposed, computeBusy, communicationBusy };
  });
}

function requireOverlap(options: OverlapOptions): void {
  requireObject({ options });
  const { seconds, bytes, bytesPerSecond, sms, communicationSms, smsToFillLink, layers, barriers = true } = options;
  requireObject({ seconds, bytes });
  for (const [i, part] of chunkParts.entries()) {
    const group = i < computing ? "seconds" : "bytes";
    const values: Record<string, number> = i < computing ? seconds : bytes;
    requireNonNegative({ [`${group}.${part}`]: values[part] });
  }
  requirePositive({ bytesPerSecond });
  requireIntegerInRange({ sms }, 2, 4096);
  requireIntegerInRange({ smsToFillLink }, 0, 4096);
  requireIntegerInRange({ communicationSms }, smsToFillLink === 0 ? 0 : 1, sms - 1);
  requireIntegerInRange({ layers }, 1, 255);
  requireBoolean({ barriers });
}

function busyTime({ lane, start, end }: ChunkOverlap, of: number): number {
  let sum = 0;
  for (let i = 0; i < lane.length; i++) if (lane[i] === of) sum += end[i] - start[i];
  return sum;
}

/** Time in which both lanes are busy. Parts of a lane follow each other, so each pair of parts overlaps at most once. */
function bothBusy({ lane, start, end }: ChunkOverlap): number {
  const ofLane = (of: number): number[] => [...lane.keys()].filter((i) => lane[i] === of);
  const [computed, sent] = [ofLane(0), ofLane(1)];
  let sum = 0;
  for (let i = 0, j = 0; i < computed.length && j < sent.length;) {
    const [c, s] = [computed[i], sent[j]];
    sum += Math.max(0, Math.min(end[c], end[s]) - Math.max(start[c], start[s]));
    if (end[c] < end[s]) i++;
    else j++;
  }
  return sum;
}
