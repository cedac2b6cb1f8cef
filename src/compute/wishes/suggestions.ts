/** @file What the report and its authors' later paper wish for, each as one change of a design, and what each would win. */
import { requireOneOf } from "../check.ts";
import { allToAllTime, dispatchTraffic, type DispatchTraffic } from "../cluster/all-to-all.ts";
import { v3Cluster } from "../cluster/cluster.ts";
import { bytesPerCopy } from "../cluster/dispatch-bytes.ts";
import { deepFreeze } from "../freeze.ts";
import { deepseekV3 } from "../model/configs.ts";
import { syntheticLogits } from "../moe/batch.ts";
import { gateOf, route } from "../moe/gate.ts";
import { overlapChunks, type OverlapOptions } from "../pipeline/chunk-overlap.ts";
import { traceAsChunks } from "../pipeline/published-trace.ts";
import { designAssumptions, h800Design, scalingBound, type Design } from "./design.ts";
import { decodeOnDesign, servedUnit } from "./design-decode.ts";
import { trainOnDesign } from "./design-training.ts";

export type Suggestion = {
  id: string;
  name: string;
  /** Where it is wished for. */
  source: string;
  /** What it changes of the design; nothing where the models of this module have no place for it. */
  change: Readonly<Partial<Design>>;
  /** Kinds of kernel that the published trace would do without. */
  dropsKernels: readonly string[];
  /** What the numbers rest on. */
  note: string;
};

const insights = "arXiv:2505.09343";

/** In the order of the report, then of the later paper. @source §3.5; arXiv:2505.09343 */
export const suggestions: readonly Suggestion[] = deepFreeze([
  {
    id: "communication",
    name: "Communication off the SMs",
    source: "§3.5.1",
    change: { communicationSms: 0 },
    dropsKernels: [],
    note: "All SMs compute; the links are as fast as before, and nothing else is taken from the GPU.",
  },
  {
    id: "multicast",
    name: "Multicast and reduction in the network",
    source: `§3.5.1; ${insights}, §4.4`,
    change: {},
    dropsKernels: [],
    note: "A GPU sends a token once and switches copy it. Whoever receives it still receives as much, so the busiest direction of a link does.",
  },
  {
    id: "adder",
    name: "Full accumulation precision",
    source: "§3.5.2",
    change: { adderBits: 34 },
    dropsKernels: [],
    note: "Changes errors, not times: promotion overlaps with the products (§3.3.2).",
  },
  {
    id: "scales",
    name: "Tensor cores that apply scales",
    source: "§3.5.2",
    change: { appliesScales: true },
    dropsKernels: [],
    note: "Nothing, if scaling runs under the products, as §3.3.2 says of two warpgroups; at most what it takes if none of it does.",
  },
  {
    id: "fused-cast",
    name: "Cast while a tile is fetched",
    source: "§3.5.2",
    change: { cast: "fused" },
    dropsKernels: ["FP8 cast"],
    note: "Two bytes less for each value that a layer makes. In the trace all cast kernels go, those that dequantize too.",
  },
  {
    id: "near-memory-cast",
    name: "Cast beside the memory",
    source: "§3.5.2",
    change: { cast: "near-memory" },
    dropsKernels: ["FP8 cast"],
    note: "Three bytes less for each value; in the trace as above.",
  },
  {
    id: "transposed-reads",
    name: "Transposed reads",
    source: "§3.5.2",
    change: { transposedReads: true },
    dropsKernels: ["transpose"],
    note: "Two bytes less for each value in products for weights. In the trace transposing kernels go; casts stay.",
  },
  {
    id: "one-domain",
    name: "Experts of a layer in one fast domain",
    source: `${insights}, §4.4`,
    change: { scaleUpSize: 64 },
    dropsKernels: [],
    note: "All 64 GPUs that share experts on NVLink of the same rate; no other node is asked.",
  },
  {
    id: "low-latency",
    name: "Half the latency",
    source: `${insights}, §5.2`,
    change: { latency: h800Design.latency / 2 },
    dropsKernels: [],
    note: "Matters where messages are small: in decoding. A training step has none in this model.",
  },
]);

/** Ids of all suggestions, in their order. @source ours: names of what is here */
export const suggestionIds: readonly string[] = deepFreeze(suggestions.map(({ id }) => id));

export type BeforeAfter = { before: number; after: number };

export type SuggestionGain = {
  id: string;
  /** GPU-hours of pre-training. */
  hours: BeforeAfter;
  /** The same, if what hides the old way today did not; `null` where nothing does. */
  hoursIfExposed: BeforeAfter | null;
  /** Seconds of the trace's pair of chunks. */
  traceSeconds: BeforeAfter;
  /** Tokens per second and GPU in the served unit. */
  decodeSpeed: BeforeAfter;
  /** Seconds of dispatch and combine of a routed batch, on the busiest link. */
  allToAllSeconds: BeforeAfter;
};

/**
 * What a suggestion alone would win: each simulator of the earlier chapters is run on the H800, and again with what the
 * suggestion changes. Nothing is multiplied, so a bound that does not bind wins nothing when it is loosened.
 *
 * @param how  as in `trainOnDesign`; default simulated
 * @throws RangeError if there is no such suggestion
 * @source §3.5; the models are those of chapters 3.1, 3.2, 3.5 and 3.7
 */
export function suggestionGain(id: string, how: "simulated" | "formula" = "simulated"): SuggestionGain {
  requireOneOf({ id }, suggestionIds);
  requireOneOf({ how }, ["simulated", "formula"]);
  const { change, dropsKernels } = suggestions.find((suggestion) => suggestion.id === id) as Suggestion;
  const design: Design = { ...h800Design, ...change };
  const before = (baselines[how] ??= runAll(h800Design, [], false, how));
  const after = runAll(design, dropsKernels, id === "multicast", how);
  const both = (of: keyof Runs): BeforeAfter => ({ before: before[of], after: after[of] });
  return {
    id,
    hours: both("hours"),
    hoursIfExposed: id === "scales" ? { before: before.hours, after: hoursWithoutScaling(how) } : null,
    traceSeconds: both("traceSeconds"),
    decodeSpeed: both("decodeSpeed"),
    allToAllSeconds: both("allToAllSeconds"),
  };
}

type Runs = { hours: number; traceSeconds: number; decodeSpeed: number; allToAllSeconds: number };

/** The H800's runs, which all suggestions are compared with: made once. */
const baselines: { simulated?: Runs; formula?: Runs } = {};

function runAll(
  design: Design,
  dropsKernels: readonly string[],
  multicast: boolean,
  how: "simulated" | "formula",
): Runs {
  return {
    hours: trainOnDesign(design, { how }).gpuHours,
    traceSeconds: traceSpan(design, dropsKernels),
    decodeSpeed: decodeOnDesign(design, servedUnit).tokensPerSecondPerGpu,
    allToAllSeconds: allToAllSeconds(design, multicast),
  };
}

function traceSpan(design: Design, dropsKernels: readonly string[]): number {
  const { communicationSms } = design;
  const given: OverlapOptions = traceAsChunks(dropsKernels);
  return overlapChunks({ ...given, communicationSms, smsToFillLink: communicationSms === 0 ? 0 : given.smsToFillLink })
    .span;
}

/** If scaling ran before or after the products and not under them, without it they would be faster by what it takes. */
function hoursWithoutScaling(how: "simulated" | "formula"): number {
  const { attentionProductFlopPerSecond, ffnProductFlopPerSecond } = designAssumptions(h800Design);
  const faster = (rate: number): number => 1 / (1 / rate - 1 / scalingBound(h800Design));
  return trainOnDesign(h800Design, {
    how,
    assume: {
      attentionProductFlopPerSecond: faster(attentionProductFlopPerSecond),
      ffnProductFlopPerSecond: faster(ffnProductFlopPerSecond),
    },
  }).gpuHours;
}

/** Dispatch in FP8 and combine in BF16 of 4,096 routed tokens on the 64 GPUs that share experts. Combine mirrors dispatch. */
function allToAllSeconds(design: Design, multicast: boolean): number {
  const { hiddenDim } = deepseekV3;
  const moe = deepseekV3.moe!;
  const { nvlinkBytesPerSecond, infinibandBytesPerSecond } = designAssumptions(design);
  const gpusPerNode = Math.min(design.scaleUpSize, routedGpus);
  const traffic = routedTraffic(moe.routedExperts, moe.activatedExperts, gpusPerNode, multicast);
  const time = (bytes: number): number =>
    allToAllTime(traffic, { bytesPerCopy: bytes, nvlinkBytesPerSecond, infinibandBytesPerSecond }).total;
  return (
    time(bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 })) +
    time(bytesPerCopy({ hiddenDim, bytesPerValue: 2 }))
  );
}

/** Experts of the batch's tokens: routed once. */
let slots: Uint16Array | undefined;
const routedGpus = v3Cluster.gpusPerNode * 8;

function routedTraffic(
  routedExperts: number,
  activatedExperts: number,
  gpusPerNode: number,
  multicast: boolean,
): DispatchTraffic {
  slots ??= route(
    syntheticLogits({ tokens: 4096, routedExperts, skew: 0 }),
    null,
    gateOf(deepseekV3.moe!),
  ).expertOfSlot;
  return dispatchTraffic(slots, { activatedExperts, routedExperts, gpus: routedGpus, gpusPerNode, multicast });
}
