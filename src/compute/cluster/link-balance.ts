/** @file What the two kinds of link allow: experts that come free, and rates above the link's. */
import { requireObject, requirePositive, requirePositiveInteger } from "../check.ts";
import type { LinkRates } from "./all-to-all.ts";

export type LinkBalance = {
  /** Copies over NVLink in the time of one over InfiniBand: experts that a token can reach on a node at no extra cost. */
  expertsPerNode: number;
  /** The same on all nodes that it may use. The report rounds it up. */
  experts: number;
  /** NVLink's time over InfiniBand's with the experts that are used; the larger than 1, the more NVLink binds. */
  nvlinkShare: number;
};

/**
 * How many experts come free of charge: a token goes once to each of `limitedNodes` nodes over InfiniBand, and once to
 * each expert over NVLink.
 *
 * V3: 160 / 50 = 3.2 experts per node, 12.8 on four nodes, which the report prints as 13. It uses 8.
 *
 * @throws RangeError if a rate is not above 0, or a count no positive integer
 * @source §3.2.2
 */
export function linkBalance(options: LinkRates & { limitedNodes: number; activatedExperts: number }): LinkBalance {
  requireObject({ options });
  const { nvlinkBytesPerSecond, infinibandBytesPerSecond, limitedNodes, activatedExperts } = options;
  requirePositive({ nvlinkBytesPerSecond, infinibandBytesPerSecond });
  requirePositiveInteger({ limitedNodes, activatedExperts });
  const expertsPerNode = nvlinkBytesPerSecond / infinibandBytesPerSecond;
  return {
    expertsPerNode,
    experts: limitedNodes * expertsPerNode,
    nvlinkShare: activatedExperts / (limitedNodes * expertsPerNode),
  };
}

/**
 * Seconds that one token keeps each kind of link busy: InfiniBand with a copy for each node, NVLink with one for each expert.
 *
 * An upper bound for both: copies for experts on the sender's own node pass no InfiniBand, those for its own GPU no link.
 *
 * @param options.nodes  nodes that the token goes to; need not be whole, since a batch has a mean
 * @throws RangeError if a rate or a count is not above 0
 * @source §3.2.2
 */
export function linkTimesPerToken(
  options: LinkRates & { nodes: number; activatedExperts: number; bytesPerCopy: number },
): { infiniband: number; nvlink: number } {
  requireObject({ options });
  const { nvlinkBytesPerSecond, infinibandBytesPerSecond, nodes, activatedExperts, bytesPerCopy } = options;
  requirePositive({ nvlinkBytesPerSecond, infinibandBytesPerSecond, nodes, activatedExperts, bytesPerCopy });
  return {
    infiniband: (nodes * bytesPerCopy) / infinibandBytesPerSecond,
    nvlink: (activatedExperts * bytesPerCopy) / nvlinkBytesPerSecond,
  };
}

/**
 * The rate that a measurement reports which counts all traffic, though a part of it stays on the node: it may be above
 * the link's and contradicts nothing.
 *
 * Where tokens go to all nodes alike, 1/`nodes` of them stay at home, and the others pass the link. Two nodes: 100 GB/s
 * measured mean 50 GB/s on the wire; eight nodes: 51 mean 44.6.
 *
 * @returns bytes per second that crossed the link
 * @throws RangeError if the rate is not above 0, or `nodes` no positive integer
 * @source deepseek-ai/DeepEP, README.md: "the results are logical bandwidth"
 */
export function rateOnTheWire(options: { measuredBytesPerSecond: number; nodes: number }): number {
  requireObject({ options });
  const { measuredBytesPerSecond, nodes } = options;
  requirePositive({ measuredBytesPerSecond });
  requirePositiveInteger({ nodes });
  return (measuredBytesPerSecond * (nodes - 1)) / nodes;
}

/**
 * Rate of a collective as its bus sees it: all-gather and reduce-scatter over n GPUs move (n − 1)/n of the bytes that the
 * algorithm counts over each link, all-reduce twice as many.
 *
 * @returns bus bandwidth in bytes per second
 * @throws RangeError if the rate is not above 0, or `gpus` no positive integer
 * @source NVIDIA/nccl-tests, doc/PERFORMANCE.md
 */
export function busBandwidth(options: { algorithmBytesPerSecond: number; gpus: number; allReduce?: boolean }): number {
  requireObject({ options });
  const { algorithmBytesPerSecond, gpus, allReduce = false } = options;
  requirePositive({ algorithmBytesPerSecond });
  requirePositiveInteger({ gpus });
  return (algorithmBytesPerSecond * (allReduce ? 2 : 1) * (gpus - 1)) / gpus;
}
