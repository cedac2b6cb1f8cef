/**
 * @file The published profiler trace: one overlapped pair of a forward and a backward chunk, four MoE layers of 4,096
 * tokens, on one H800 of 64. Times were measured on it; the trace itself is not here.
 */
import { requireArray, requireFunction, requireText } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { chunkParts, type ChunkOverlap, type ChunkPart, type OverlapOptions } from "./chunk-overlap.ts";

/** One annotation of the profiler, in one layer and on one stream: all kernels launched in it. Times in seconds. */
export type TraceSegment = {
  part: ChunkPart;
  /** Of the four layers of the chunk, as the trace counts them. */
  layer: number;
  /** `compute-2` runs products for weights of the experts beside those on `compute`. */
  stream: "compute" | "compute-2" | "communication";
  /** Start of the first kernel, from the first kernel of all. */
  start: number;
  /** End of the last kernel. */
  end: number;
  /** Sum of the kernels' times. */
  busy: number;
  kernels: number;
  /**
   * Busy time by kind of kernel, named here for what it does. An `a2a notify` also waits for other GPUs; `FP8 cast` goes
   * both ways; an `expert GEMM` is that of a forward or of gradients for inputs.
   */
  busyByKind: Readonly<Record<string, number>>;
};

/** What the whole trace shows. Times in seconds. @source deepseek-ai/profile-data, train.json */
export const publishedTrace = deepFreeze({
  device: "NVIDIA H800",
  sms: 132,
  /** Blocks of an all-to-all kernel, and of a matrix product: they share the SMs. */
  communicationSms: 20,
  computeSms: 112,
  /** The router's top-k kernel runs one block for each token. */
  tokens: 4096,
  layers: 4,
  expertRanks: 64,
  span: 0.129012,
  computeBusy: 0.124286,
  communicationBusy: 0.114521,
  eitherBusy: 0.128515,
  /** Time in which both streams are busy. */
  bothBusy: 0.110292,
  source: "deepseek-ai/profile-data, train.json, 21 March 2025: perfectly balanced routing, no pipeline communication",
} as const);

type Row = readonly [part: ChunkPart, layer: number, stream: TraceSegment["stream"], start: number, end: number, busy: number, kernels: number, busyByKind: Readonly<Record<string, number>>];

/** In microseconds, as measured. */
const rows: readonly Row[] = [
  ["combineBackward", 0, "communication", 0, 4424, 4380, 3, { "a2a dispatch": 3320, "a2a notify": 1008, "FP8 cast": 52 }],
  ["attentionForward", 0, "compute", 475, 5308, 4311, 69, { "dense GEMM": 1660, "attention core": 1248, "FP8 cast": 462, "elementwise": 340, "RMSNorm": 246, "router": 140, "RoPE": 131, "other GEMM": 84 }],
  ["dispatchForward", 0, "communication", 5310, 11397, 6059, 3, { "a2a dispatch": 4604, "a2a notify": 1381, "router": 74 }],
  ["mlpBackward", 0, "compute", 5312, 11058, 5693, 29, { "expert GEMM": 3086, "FP8 cast": 949, "SwiGLU": 540, "expert permute/reduce": 538, "dense GEMM": 358, "RMSNorm": 127, "transpose": 39, "elementwise": 38, "other GEMM": 18 }],
  ["mlpWeights", 0, "compute", 11060, 16393, 3575, 8, { "GEMM for weights": 2977, "FP8 cast": 598 }],
  ["dispatchBackward", 0, "communication", 11406, 18744, 7302, 2, { "a2a combine": 6549, "a2a notify": 753 }],
  ["mlpWeights", 0, "compute-2", 11514, 16029, 2845, 4, { "GEMM for weights": 2845 }],
  ["mlpForward", 0, "compute", 16397, 20686, 4250, 20, { "expert GEMM": 2685, "expert permute/reduce": 470, "dense GEMM": 387, "FP8 cast": 321, "router": 216, "transpose": 130, "elementwise": 26, "other GEMM": 15 }],
  ["combineForward", 0, "communication", 20689, 28016, 7325, 2, { "a2a combine": 6002, "a2a notify": 1323 }],
  ["attentionBackward", 0, "compute", 20690, 29905, 9018, 101, { "attention core": 4065, "dense GEMM": 2237, "FP8 cast": 1096, "elementwise": 663, "RMSNorm": 428, "RoPE": 247, "transpose": 144, "other GEMM": 138 }],
  ["attentionWeights", 0, "compute", 29907, 32288, 2375, 5, { "GEMM for weights": 2375 }],
  ["combineBackward", 1, "communication", 29908, 35135, 5224, 3, { "a2a dispatch": 3575, "a2a notify": 1315, "FP8 cast": 334 }],
  ["attentionForward", 1, "compute", 32291, 36684, 4263, 69, { "dense GEMM": 1646, "attention core": 1199, "FP8 cast": 445, "elementwise": 349, "RMSNorm": 264, "router": 140, "RoPE": 131, "other GEMM": 89 }],
  ["mlpBackward", 1, "compute", 36686, 42153, 5408, 29, { "expert GEMM": 2901, "FP8 cast": 922, "expert permute/reduce": 514, "SwiGLU": 484, "dense GEMM": 359, "RMSNorm": 133, "transpose": 42, "elementwise": 36, "other GEMM": 17 }],
  ["dispatchForward", 1, "communication", 36709, 42455, 5706, 3, { "a2a dispatch": 4154, "a2a notify": 1436, "router": 116 }],
  ["mlpWeights", 1, "compute", 42155, 47214, 3400, 8, { "GEMM for weights": 2839, "FP8 cast": 561 }],
  ["dispatchBackward", 1, "communication", 42465, 50377, 7909, 2, { "a2a combine": 6543, "a2a notify": 1366 }],
  ["mlpWeights", 1, "compute-2", 42593, 46843, 2623, 4, { "GEMM for weights": 2623 }],
  ["mlpForward", 1, "compute", 47217, 51637, 4384, 19, { "expert GEMM": 2763, "expert permute/reduce": 475, "dense GEMM": 395, "FP8 cast": 344, "router": 225, "transpose": 137, "elementwise": 29, "other GEMM": 16 }],
  ["attentionBackward", 1, "compute", 51640, 61203, 9368, 101, { "attention core": 4348, "dense GEMM": 2275, "FP8 cast": 1103, "elementwise": 676, "RMSNorm": 425, "RoPE": 263, "transpose": 144, "other GEMM": 134 }],
  ["combineForward", 1, "communication", 51640, 59902, 8260, 2, { "a2a combine": 6074, "a2a notify": 2186 }],
  ["attentionWeights", 1, "compute", 61205, 63595, 2382, 5, { "GEMM for weights": 2382 }],
  ["combineBackward", 2, "communication", 61206, 67416, 6207, 3, { "a2a dispatch": 3613, "a2a notify": 2245, "FP8 cast": 349 }],
  ["attentionForward", 2, "compute", 63598, 68165, 4438, 69, { "dense GEMM": 1684, "attention core": 1280, "FP8 cast": 489, "elementwise": 355, "RMSNorm": 256, "router": 150, "RoPE": 136, "other GEMM": 88 }],
  ["dispatchForward", 2, "communication", 68167, 75296, 7077, 3, { "a2a dispatch": 4437, "a2a notify": 2562, "router": 78 }],
  ["mlpBackward", 2, "compute", 68168, 73635, 5407, 29, { "expert GEMM": 2930, "FP8 cast": 913, "expert permute/reduce": 537, "SwiGLU": 447, "dense GEMM": 373, "RMSNorm": 115, "transpose": 43, "elementwise": 31, "other GEMM": 18 }],
  ["mlpWeights", 2, "compute", 73636, 78896, 3642, 8, { "GEMM for weights": 3047, "FP8 cast": 595 }],
  ["mlpWeights", 2, "compute-2", 74470, 78505, 3630, 4, { "GEMM for weights": 3630 }],
  ["dispatchBackward", 2, "communication", 75300, 82817, 7271, 2, { "a2a combine": 5889, "a2a notify": 1382 }],
  ["mlpForward", 2, "compute", 78900, 84112, 5175, 20, { "expert GEMM": 3312, "expert permute/reduce": 570, "dense GEMM": 405, "FP8 cast": 405, "router": 278, "transpose": 144, "elementwise": 36, "other GEMM": 25 }],
  ["combineForward", 2, "communication", 84115, 93656, 9521, 2, { "a2a combine": 5847, "a2a notify": 3674 }],
  ["attentionBackward", 2, "compute", 84116, 93762, 9452, 101, { "attention core": 4278, "dense GEMM": 2282, "FP8 cast": 1195, "elementwise": 670, "RMSNorm": 493, "RoPE": 246, "transpose": 150, "other GEMM": 138 }],
  ["attentionWeights", 2, "compute", 93763, 96163, 2392, 5, { "GEMM for weights": 2392 }],
  ["combineBackward", 3, "communication", 93764, 101039, 7266, 3, { "a2a notify": 3807, "a2a dispatch": 3113, "FP8 cast": 346 }],
  ["attentionForward", 3, "compute", 96166, 100768, 4467, 69, { "dense GEMM": 1703, "attention core": 1221, "FP8 cast": 477, "elementwise": 387, "RMSNorm": 311, "router": 167, "RoPE": 112, "other GEMM": 89 }],
  ["mlpBackward", 3, "compute", 101042, 105814, 4716, 29, { "expert GEMM": 2418, "FP8 cast": 845, "expert permute/reduce": 472, "SwiGLU": 392, "dense GEMM": 377, "RMSNorm": 117, "transpose": 50, "elementwise": 27, "other GEMM": 18 }],
  ["dispatchForward", 3, "communication", 101065, 109053, 7919, 3, { "a2a dispatch": 4188, "a2a notify": 3589, "router": 142 }],
  ["mlpWeights", 3, "compute", 105815, 110454, 3541, 8, { "GEMM for weights": 2984, "FP8 cast": 557 }],
  ["mlpWeights", 3, "compute-2", 106622, 110090, 2257, 4, { "GEMM for weights": 2257 }],
  ["dispatchBackward", 3, "communication", 109392, 116858, 7465, 2, { "a2a combine": 6492, "a2a notify": 973 }],
  ["mlpForward", 3, "compute", 110456, 115100, 4606, 20, { "expert GEMM": 2831, "expert permute/reduce": 527, "dense GEMM": 401, "FP8 cast": 399, "router": 245, "transpose": 145, "elementwise": 35, "other GEMM": 23 }],
  ["attentionBackward", 3, "compute", 116861, 126598, 9525, 101, { "attention core": 4326, "dense GEMM": 2296, "FP8 cast": 1183, "elementwise": 657, "RMSNorm": 533, "RoPE": 246, "transpose": 149, "other GEMM": 135 }],
  ["combineForward", 3, "communication", 116862, 126515, 9630, 2, { "a2a combine": 6052, "a2a notify": 3578 }],
  ["attentionWeights", 3, "compute", 126600, 129012, 2405, 5, { "GEMM for weights": 2405 }],
];

/** The 44 segments of the trace, by start. A new array at each call. @source deepseek-ai/profile-data, train.json */
export function traceSegments(): TraceSegment[] {
  return rows.map(([part, layer, stream, start, end, busy, kernels, byKind]) => ({
    part, layer, stream, kernels,
    start: start / 1e6,
    end: end / 1e6,
    busy: busy / 1e6,
    busyByKind: Object.fromEntries(Object.entries(byKind).map(([kind, time]) => [kind, time / 1e6])),
  }));
}

/**
 * The segments of the trace as arrays like those of `overlapChunks`, in the order of `traceSegments`. Lane 0 is the main
 * stream of computation, 1 communication, 2 the second stream of computation.
 *
 * @source deepseek-ai/profile-data, train.json
 */
export function traceIntervals(): Pick<ChunkOverlap, "lane" | "start" | "end" | "part" | "layer"> {
  const streams: readonly TraceSegment["stream"][] = ["compute", "communication", "compute-2"];
  const segments = traceSegments();
  return {
    lane: Uint8Array.from(segments, ({ stream }) => streams.indexOf(stream)),
    start: Float64Array.from(segments, ({ start }) => start),
    end: Float64Array.from(segments, ({ end }) => end),
    part: Uint8Array.from(segments, ({ part }) => chunkParts.indexOf(part)),
    layer: Uint8Array.from(segments, ({ layer }) => layer),
  };
}

/**
 * Busy time of the trace's kernels by what they do, over all segments or those that are picked; the longest first.
 *
 * @param picked  which segments; default all
 * @throws RangeError if `picked` is no function
 * @source deepseek-ai/profile-data
 */
export function traceTimeByKind(picked: (segment: TraceSegment) => boolean = () => true): { kind: string; seconds: number }[] {
  requireFunction({ picked });
  const secondsOfKind = new Map<string, number>();
  for (const segment of traceSegments().filter(picked)) {
    for (const [kind, seconds] of Object.entries(segment.busyByKind)) secondsOfKind.set(kind, (secondsOfKind.get(kind) ?? 0) + seconds);
  }
  return Array.from(secondsOfKind, ([kind, seconds]) => ({ kind, seconds })).sort((a, b) => b.seconds - a.seconds);
}

/**
 * The parts of the trace as a pair of chunks for `overlapChunks`: mean times over its four layers.
 *
 * Computation ran on 112 of 132 SMs, so it would take 112/132 of its time on all of them. What the links carried is not
 * in the trace: bytes are such that a link of 50 GB/s takes as long as the part did, waiting for other GPUs included.
 *
 * @param without  kinds of kernel, as in `busyByKind`, that computing parts do without; default none
 * @throws RangeError if `without` is no array
 * @source deepseek-ai/profile-data, train.json
 */
export function traceAsChunks(without: readonly string[] = []): OverlapOptions {
  requireArray({ without });
  without.forEach((kind, i) => requireText({ [`without[${i}]`]: kind }));
  const { sms, communicationSms, computeSms, layers } = publishedTrace;
  const bytesPerSecond = 50e9;
  const segments = traceSegments();
  /** Mean time of a part in a layer; of the two streams that compute for weights, the longer one's. */
  const mean = (part: ChunkPart): number => {
    let sum = 0;
    for (let layer = 0; layer < layers; layer++) {
      sum += Math.max(0, ...segments.filter((segment) => segment.part === part && segment.layer === layer).map(({ start, end }) => end - start));
    }
    return sum / layers;
  };
  const dropped = (part: ChunkPart): number => {
    let sum = 0;
    for (const segment of segments) {
      if (segment.part === part && segment.stream === "compute") for (const kind of without) sum += segment.busyByKind[kind] ?? 0;
    }
    return sum / layers;
  };
  const alone = (part: ChunkPart): number => ((mean(part) - dropped(part)) * computeSms) / sms;
  const bytes = (part: ChunkPart): number => mean(part) * bytesPerSecond;
  return {
    seconds: {
      mlpBackward: alone("mlpBackward"), mlpWeights: alone("mlpWeights"), mlpForward: alone("mlpForward"),
      attentionBackward: alone("attentionBackward"), attentionWeights: alone("attentionWeights"), attentionForward: alone("attentionForward"),
    },
    bytes: {
      dispatchForward: bytes("dispatchForward"), dispatchBackward: bytes("dispatchBackward"), combineForward: bytes("combineForward"),
      pipelineSend: 0, combineBackward: bytes("combineBackward"),
    },
    bytesPerSecond, sms, communicationSms, smsToFillLink: communicationSms, layers,
  };
}
