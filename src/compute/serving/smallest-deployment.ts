/** @file How many GPUs a model needs: the smallest number that is possible, and what it is decided by. */
import {
  refuse,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requirePositive,
  requirePositiveInteger,
} from "../check.ts";
import { cacheBytesPerRequest, cacheFormats, type CacheFormat } from "../attention/cache-bytes.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "../model/configs.ts";
import { modelParameters } from "../model/parameters.ts";
import { weightBytes, type WeightFormat } from "./weight-formats.ts";

/**
 * How a request's cache lies on the GPUs: whole on each (tensor parallelism), or on one of them (data-parallel attention).
 *
 * @source arXiv:1909.08053, §3, for heads on each; §3.4.2, data-parallel attention
 */
export const cacheLayouts = deepFreeze(["onEach", "onOne"] as const);
export type CacheLayout = (typeof cacheLayouts)[number];

export type DeploymentNeed = {
  weights: WeightFormat;
  /** Tokens of a request, prompt and answer. */
  context: number;
  /** Requests at the same time. */
  requests: number;
  /** Of one GPU. */
  memoryBytes: number;
  gpusPerNode: number;
  cache?: CacheFormat;
  layout?: CacheLayout;
  /** Of each GPU, for activations, buffers and the runtime: ours. Default a tenth of its memory. */
  reservedBytes?: number;
};

export type Deployment = {
  gpus: number;
  nodes: number;
  /** Of all of it. */
  weightBytes: number;
  /** Of all requests, in all copies. */
  cacheBytes: number;
  cachePerRequest: number;
  /** On the fullest GPU, reserve included. */
  bytesPerGpu: number;
  /** What one GPU fewer (of the possible numbers) would not hold. `weights`: not even they fit; `cache`: they do, but not the caches; `nothing`: one GPU is enough. */
  binding: "weights" | "cache" | "nothing";
  /** The next smaller possible number; 0 if there is none. */
  tooFew: number;
  /** Requests that this many GPUs could serve. */
  mostRequests: number;
};

/**
 * The smallest possible deployment. Possible are powers of two, beyond one node only whole nodes: so heads and experts of
 * the models here divide evenly. Weights are spread over all GPUs, none of them twice.
 *
 * @returns `null` if 4,096 GPUs do not suffice
 * @throws RangeError if a size is not allowed
 * @source ours; counts by §2.1
 */
export function smallestDeployment(model: ModelConfig, need: DeploymentNeed): Deployment | null {
  requireObject({ need });
  const { weights, context, requests, memoryBytes, gpusPerNode, cache = cacheFormats[0], layout = "onOne" } = need;
  requireObject({ weights, cache });
  requireIntegerInRange({ context, requests }, 1, 2 ** 31);
  requirePositiveInteger({ gpusPerNode });
  requirePositive({ memoryBytes });
  const reservedBytes = need.reservedBytes ?? memoryBytes / 10;
  requireNonNegative({ reservedBytes });
  if (layout !== "onEach" && layout !== "onOne") refuse("layout", 'be one of "onEach", "onOne"', layout);
  const all = weightBytes(modelParameters(model), weights);
  const room = memoryBytes - reservedBytes;
  let tooFew = 0;
  let weightsFitBefore = false;
  for (let gpus = 1; gpus <= 4096; gpus *= 2) {
    if (gpus > gpusPerNode && gpus % gpusPerNode !== 0) continue;
    const cachePerRequest = cacheBytesPerRequest(model, {
      format: cache,
      context,
      tensorRanks: layout === "onEach" ? Math.min(gpus, model.attention.attentionHeads) : 1,
    });
    const onFullest = layout === "onEach" ? requests : Math.ceil(requests / gpus);
    const free = room - all / gpus;
    const fitting = Math.max(0, Math.floor(free / cachePerRequest));
    if (free >= 0 && onFullest <= fitting) {
      const copies = layout === "onEach" ? gpus : 1;
      return {
        gpus,
        nodes: Math.ceil(gpus / gpusPerNode),
        weightBytes: all,
        cacheBytes: requests * cachePerRequest * copies,
        cachePerRequest,
        bytesPerGpu: all / gpus + onFullest * cachePerRequest + reservedBytes,
        binding: tooFew === 0 ? "nothing" : weightsFitBefore ? "cache" : "weights",
        tooFew,
        mostRequests: layout === "onEach" ? fitting : fitting * gpus,
      };
    }
    tooFew = gpus;
    weightsFitBefore = free >= 0;
  }
  return null;
}
