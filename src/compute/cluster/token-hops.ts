/** @file The way of one token to its experts, hop by hop (§3.2.2). */
import { refuse, requireIntegerInRange, requireObject, requireTyped } from "../check.ts";
import { dispatchTraffic, type DispatchOptions } from "./all-to-all.ts";

/** One copy of a token that crosses one link, from one GPU to another. */
export type TokenHop = { link: "infiniband" | "nvlink"; from: number; to: number };

/**
 * Copies of one token, in the order in which they can be sent: those over InfiniBand first, then those over NVLink.
 *
 * Over a whole batch they are those that `dispatchTraffic` counts. Combine takes the same hops the other way.
 *
 * @param experts  [activatedExperts]: the token's experts
 * @param source  GPU of the token
 * @throws RangeError as `dispatchTraffic`, or if the GPU does not exist
 * @source §3.2.2
 */
export function tokenHops(experts: Uint16Array, source: number, options: DispatchOptions): TokenHop[] {
  requireTyped({ experts }, Uint16Array);
  requireObject({ options });
  dispatchTraffic(new Uint16Array(), options); // checks the sizes
  const { activatedExperts, routedExperts, gpus, gpusPerNode, copies = "node", nvlinkPerExpert = false } = options;
  requireIntegerInRange({ source }, 0, gpus - 1);
  if (experts.length !== activatedExperts) refuse("experts", `have ${activatedExperts} entries`, experts.length);
  const nodeOf = (gpu: number): number => Math.floor(gpu / gpusPerNode);
  const hops: TokenHop[] = [];
  const nodes = new Set<number>();
  const targets = new Set<number>();
  for (const [i, expert] of experts.entries()) {
    requireIntegerInRange({ [`experts[${i}]`]: expert }, 0, routedExperts - 1);
    const to = Math.floor((expert * gpus) / routedExperts);
    const node = nodeOf(to);
    const isFirstOnGpu = !targets.has(to);
    if (node !== nodeOf(source) && copies === "node" && !nodes.has(node)) {
      hops.push({ link: "infiniband", from: source, to: node * gpusPerNode + (source % gpusPerNode) });
    }
    nodes.add(node);
    targets.add(to);
    if (!isFirstOnGpu && copies !== "expert" && !(nvlinkPerExpert && (copies === "node" || node === nodeOf(source))))
      continue;
    if (node !== nodeOf(source) && copies !== "node") {
      hops.push({ link: "infiniband", from: source, to });
      continue;
    }
    const from = node === nodeOf(source) ? source : node * gpusPerNode + (source % gpusPerNode);
    if (from !== to) hops.push({ link: "nvlink", from, to });
  }
  return hops.sort((a, b) => Number(a.link === "nvlink") - Number(b.link === "nvlink"));
}
