/** @file The bound that all-to-all alone sets to the speed of decoding: arXiv:2505.09343, §2.3.2, with every number open. */
import { requireNumbers, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";
import { linkTimesPerToken } from "../cluster/link-balance.ts";
import { deepFreeze } from "../freeze.ts";
import { expectedTokensPerStep } from "../prediction/speculation.ts";

export type SpeedLimitOptions = {
  /** Tokens of a GPU in each all-to-all. */
  tokensPerGpu: number;
  /** Experts that each of them goes to, the shared one too. */
  destinations: number;
  hiddenDim: number;
  /** Of a value: dispatched, and combined. */
  dispatchBytes: number;
  combineBytes: number;
  bytesPerSecond: number;
  /** Layers that dispatch and combine. */
  layers: number;
  /** Probabilities that drafts are kept, as in `expectedTokensPerStep`; none if left out. */
  acceptanceOfDepth?: readonly number[];
};

export type SpeedLimit = {
  /** Seconds of a dispatch and a combine. */
  allToAllSeconds: number;
  /** Two micro-batches, one after the other: computation hides behind them. */
  layerSeconds: number;
  secondsPerToken: number;
  tokensPerSecond: number;
};

/**
 * What the follow-up paper puts in, and what it prints for the result. It takes 7K for 7,000, counts all 61 layers though
 * three have no experts, and cuts 67.76 off to 67.
 *
 * @source arXiv:2505.09343, §2.3.2
 */
export const publishedSpeedLimit = deepFreeze({
  infiniband: {
    tokensPerGpu: 32,
    destinations: 9,
    hiddenDim: 7000,
    dispatchBytes: 1,
    combineBytes: 2,
    bytesPerSecond: 50e9,
    layers: 61,
  },
  nvl72: {
    tokensPerGpu: 32,
    destinations: 9,
    hiddenDim: 7000,
    dispatchBytes: 1,
    combineBytes: 2,
    bytesPerSecond: 900e9,
    layers: 61,
  },
  printed: {
    infiniband: { allToAllSeconds: 120.96e-6, secondsPerToken: 14.76e-3, tokensPerSecond: 67 },
    nvl72: { allToAllSeconds: 6.72e-6, secondsPerToken: 0.82e-3, tokensPerSecond: 1200 },
  },
} as const);

/**
 * The fastest that a request can be decoded if nothing but the links takes time.
 *
 * @throws RangeError if a number is not above 0
 * @source arXiv:2505.09343, §2.3.2
 */
export function speedLimit(options: SpeedLimitOptions): SpeedLimit {
  requireObject({ options });
  const {
    tokensPerGpu,
    destinations,
    hiddenDim,
    dispatchBytes,
    combineBytes,
    bytesPerSecond,
    layers,
    acceptanceOfDepth = [],
  } = options;
  requirePositiveInteger({ tokensPerGpu, hiddenDim, layers });
  requirePositive({ destinations, dispatchBytes, combineBytes, bytesPerSecond });
  requireNumbers({ acceptanceOfDepth });
  const bytesPerCopy = (dispatchBytes + combineBytes) * hiddenDim;
  const allToAllSeconds =
    tokensPerGpu *
    linkTimesPerToken({
      infinibandBytesPerSecond: bytesPerSecond,
      nvlinkBytesPerSecond: bytesPerSecond,
      nodes: destinations,
      activatedExperts: destinations,
      bytesPerCopy,
    }).infiniband;
  const layerSeconds = 2 * allToAllSeconds;
  const secondsPerToken = (layers * layerSeconds) / expectedTokensPerStep(acceptanceOfDepth);
  return { allToAllSeconds, layerSeconds, secondsPerToken, tokensPerSecond: 1 / secondsPerToken };
}
