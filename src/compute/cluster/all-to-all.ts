/** @file All-to-all of a batch: which copies of its tokens cross which links, and how long that takes (§3.2.2). */
import {
  refuse,
  requireBoolean,
  requireIntegerInRange,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositive,
  requirePositiveInteger,
  requireReals,
  requireTyped,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { mostExperts } from "../moe/load.ts";

/**
 * How tokens travel to experts on other nodes.
 *
 * - `node`: once to each node, to the GPU with the sender's place in it, and from there over NVLink: the report's way;
 * - `gpu`: once to each GPU that has experts for it, over InfiniBand if that GPU is on another node;
 * - `expert`: once for each expert.
 *
 * @source §3.2.2 for `node`; ours: the others, to compare with
 */
export const copyRules = deepFreeze(["node", "gpu", "expert"] as const);
export type CopyRule = (typeof copyRules)[number];

export type DispatchOptions = {
  activatedExperts: number;
  /** Experts lie on the GPUs of the group in order, equally many on each. */
  routedExperts: number;
  /** GPUs that share the experts; tokens lie on them in order, equally many on each. */
  gpus: number;
  gpusPerNode: number;
  /** Default `node`. */
  copies?: CopyRule;
  /** Whether two experts on one GPU get a copy each over NVLink, as the report's 3.2 experts per node count. Default false. */
  nvlinkPerExpert?: boolean;
  /** Whether switches copy: a GPU then sends a token once over each kind of link, however many receive it. For `node`; default false. */
  multicast?: boolean;
};

/** Copies of tokens that cross links. Combine sends as many, the other way. */
export type DispatchTraffic = {
  /** [nodes × nodes]: copies over InfiniBand from one node (row) to another. */
  ibOfNodes: Float64Array;
  /** [gpus]: copies that leave over InfiniBand. */
  ibSent: Float64Array;
  /** [gpus]: copies that arrive over InfiniBand. */
  ibReceived: Float64Array;
  /** [gpus]: copies that leave over NVLink. */
  nvlinkSent: Float64Array;
  nvlinkReceived: Float64Array;
  /** Copies per token, on average. */
  ibPerToken: number;
  nvlinkPerToken: number;
  /** Nodes with experts for a token, its own counted if it has one, on average. */
  nodesPerToken: number;
  /** [gpus]: expert slots that a GPU computes. */
  slotsOfGpu: Float64Array;
  tokens: number;
};

/**
 * Counts the copies that a routing sends over each GPU's links.
 *
 * Copies per token are those that leave. Copies to the token's own GPU cost nothing. Under `node`, a copy for the sender's counterpart itself needs no NVLink.
 *
 * @param expertOfSlot  [tokens × activatedExperts], as `route` gives it
 * @throws RangeError if sizes do not divide, or an expert does not exist
 * @source §3.2.2
 */
export function dispatchTraffic(expertOfSlot: Uint16Array, options: DispatchOptions): DispatchTraffic {
  requireDispatch(expertOfSlot, options);
  const {
    activatedExperts,
    routedExperts,
    gpus,
    gpusPerNode,
    copies = "node",
    nvlinkPerExpert = false,
    multicast = false,
  } = options;
  const nodes = gpus / gpusPerNode;
  const tokens = expertOfSlot.length / activatedExperts;
  const expertsPerGpu = routedExperts / gpus;
  const tokensPerGpu = tokens / gpus;
  const traffic: DispatchTraffic = {
    ibOfNodes: new Float64Array(nodes * nodes),
    ibSent: new Float64Array(gpus),
    ibReceived: new Float64Array(gpus),
    nvlinkSent: new Float64Array(gpus),
    nvlinkReceived: new Float64Array(gpus),
    ibPerToken: 0,
    nvlinkPerToken: 0,
    nodesPerToken: 0,
    slotsOfGpu: new Float64Array(gpus),
    tokens,
  };
  const lastTokenOfNode = new Int32Array(nodes).fill(-1);
  const lastTokenOfGpu = new Int32Array(gpus).fill(-1);
  /** Last token that left a GPU over each kind of link. */
  const lastSentIb = new Int32Array(gpus).fill(-1);
  const lastSentNvlink = new Int32Array(gpus).fill(-1);
  let ib = 0;
  let nvlink = 0;
  let visits = 0;
  const leaves = (last: Int32Array, from: number, token: number): boolean => {
    const isNew = last[from] !== token;
    last[from] = token;
    return isNew || !multicast;
  };
  const sendIb = (from: number, to: number, token: number): void => {
    traffic.ibReceived[to]++;
    traffic.ibOfNodes[Math.floor(from / gpusPerNode) * nodes + Math.floor(to / gpusPerNode)]++;
    if (!leaves(lastSentIb, from, token)) return;
    traffic.ibSent[from]++;
    ib++;
  };
  const sendNvlink = (from: number, to: number, token: number): void => {
    if (from === to) return;
    traffic.nvlinkReceived[to]++;
    if (!leaves(lastSentNvlink, from, token)) return;
    traffic.nvlinkSent[from]++;
    nvlink++;
  };
  for (let slot = 0; slot < expertOfSlot.length; slot++) {
    const token = Math.floor(slot / activatedExperts);
    const expert = expertOfSlot[slot];
    if (expert >= routedExperts) refuse("expertOfSlot", `hold experts below ${routedExperts}`, expert);
    const source = Math.floor(token / tokensPerGpu);
    const target = Math.floor(expert / expertsPerGpu);
    const node = Math.floor(target / gpusPerNode);
    const isHome = node === Math.floor(source / gpusPerNode);
    const isFirstOnNode = lastTokenOfNode[node] !== token;
    const isFirstOnGpu = lastTokenOfGpu[target] !== token;
    lastTokenOfNode[node] = lastTokenOfGpu[target] = token;
    traffic.slotsOfGpu[target]++;
    if (isFirstOnNode) visits++;
    const counterpart = node * gpusPerNode + (source % gpusPerNode);
    if (isHome) {
      if (isFirstOnGpu || nvlinkPerExpert || copies === "expert") sendNvlink(source, target, token);
    } else if (copies === "node") {
      if (isFirstOnNode) sendIb(source, counterpart, token);
      if (isFirstOnGpu || nvlinkPerExpert) sendNvlink(counterpart, target, token);
    } else if (isFirstOnGpu || copies === "expert") {
      sendIb(source, target, token);
    }
  }
  traffic.ibPerToken = tokens === 0 ? 0 : ib / tokens;
  traffic.nvlinkPerToken = tokens === 0 ? 0 : nvlink / tokens;
  traffic.nodesPerToken = tokens === 0 ? 0 : visits / tokens;
  return traffic;
}

export type LinkRates = {
  nvlinkBytesPerSecond: number;
  infinibandBytesPerSecond: number;
};

/** Times in seconds that the busiest GPU's links take, each link by itself. */
export type LinkTimes = { infiniband: number; nvlink: number; total: number; binding: "infiniband" | "nvlink" };

/**
 * How long an all-to-all takes: its busiest link, in whichever direction is busier. Both kinds of link work at once, so
 * the slower one binds.
 *
 * @param bytesPerCopy  see `bytesPerCopy`
 * @throws RangeError if bytes or a rate are not above 0
 * @source §3.2.2; ours: that the busiest link decides
 */
export function allToAllTime(traffic: DispatchTraffic, options: LinkRates & { bytesPerCopy: number }): LinkTimes {
  requireObject({ traffic, options });
  const { ibSent, ibReceived, nvlinkSent, nvlinkReceived } = traffic;
  requireReals({
    "traffic.ibSent": ibSent,
    "traffic.ibReceived": ibReceived,
    "traffic.nvlinkSent": nvlinkSent,
    "traffic.nvlinkReceived": nvlinkReceived,
  });
  const { bytesPerCopy, nvlinkBytesPerSecond, infinibandBytesPerSecond } = options;
  requirePositive({ bytesPerCopy, nvlinkBytesPerSecond, infinibandBytesPerSecond });
  const most = (...arrays: Float64Array[]): number =>
    arrays.reduce((top, array) => array.reduce((a, b) => Math.max(a, b), top), 0);
  const infiniband = (most(traffic.ibSent, traffic.ibReceived) * bytesPerCopy) / infinibandBytesPerSecond;
  const nvlink = (most(traffic.nvlinkSent, traffic.nvlinkReceived) * bytesPerCopy) / nvlinkBytesPerSecond;
  return {
    infiniband,
    nvlink,
    total: Math.max(infiniband, nvlink),
    binding: infiniband >= nvlink ? "infiniband" : "nvlink",
  };
}

/**
 * How uneven the work of the GPUs is: slots of the busiest one over the mean. 1 if all have the same, or there are none.
 *
 * @throws RangeError if there is no GPU, or a load is negative or not finite
 * @source ours: the busiest over the mean
 */
export function loadImbalance(slotsOfGpu: Float64Array): number {
  requireNumbers({ slotsOfGpu });
  if (slotsOfGpu.length === 0) refuse("slotsOfGpu", "have at least 1 entry", "none");
  for (let gpu = 0; gpu < slotsOfGpu.length; gpu++) requireNonNegative({ [`slotsOfGpu[${gpu}]`]: slotsOfGpu[gpu] });
  const sum = slotsOfGpu.reduce((total, slots) => total + slots, 0);
  return sum === 0 ? 1 : slotsOfGpu.reduce((most, slots) => Math.max(most, slots), 0) / (sum / slotsOfGpu.length);
}

function requireDispatch(expertOfSlot: Uint16Array, options: DispatchOptions): void {
  requireTyped({ expertOfSlot }, Uint16Array);
  requireObject({ options });
  const {
    activatedExperts,
    routedExperts,
    gpus,
    gpusPerNode,
    copies = "node",
    nvlinkPerExpert = false,
    multicast = false,
  } = options;
  requirePositiveInteger({ activatedExperts, gpusPerNode });
  requireIntegerInRange({ routedExperts, gpus }, 1, mostExperts);
  requireOneOf({ copies }, copyRules);
  requireBoolean({ nvlinkPerExpert, multicast });
  if (multicast && copies !== "node") refuse("copies", "be node where switches copy", copies);
  if (gpus % gpusPerNode !== 0) refuse("gpus", `be a multiple of the ${gpusPerNode} GPUs of a node`, gpus);
  if (routedExperts % gpus !== 0)
    refuse("routedExperts", `be a multiple of the ${gpus} GPUs that share them`, routedExperts);
  const perGpu = activatedExperts * gpus;
  if (expertOfSlot.length % perGpu !== 0)
    refuse("expertOfSlot", `have a multiple of ${perGpu} entries, as many tokens on each GPU`, expertOfSlot.length);
}
