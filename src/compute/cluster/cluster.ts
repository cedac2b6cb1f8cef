/** @file The report's cluster, and what a cluster is to the computations of this folder. */
import { refuse, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/** GPUs in nodes: fast links inside a node, slower ones between nodes. Rates are of one GPU, in one direction. */
export type Cluster = {
  gpus: number;
  gpusPerNode: number;
  nvlinkBytesPerSecond: number;
  infinibandBytesPerSecond: number;
  /** Of one GPU. */
  memoryBytes: number;
  sms: number;
};

/** 2,048 H800 in nodes of eight. The rates are those that the report works with. @source §3.1, §3.2.2 */
export const v3Cluster: Readonly<Cluster> = deepFreeze({
  gpus: 2048,
  gpusPerNode: 8,
  nvlinkBytesPerSecond: 160e9,
  infinibandBytesPerSecond: 50e9,
  memoryBytes: 80e9,
  sms: 132,
});

/** SMs that communicate, as channels of two. @source §3.2.2 */
export const v3Channels = deepFreeze({ communicationSms: 20, channels: 10 } as const);

/** Checks a cluster. @throws RangeError that names the first field which is not allowed */
export function requireCluster(cluster: Cluster): void {
  requireObject({ cluster });
  const { gpus, gpusPerNode, nvlinkBytesPerSecond, infinibandBytesPerSecond, memoryBytes, sms } = cluster;
  requirePositiveInteger({ "cluster.gpus": gpus, "cluster.gpusPerNode": gpusPerNode, "cluster.sms": sms });
  requirePositive({
    "cluster.nvlinkBytesPerSecond": nvlinkBytesPerSecond,
    "cluster.infinibandBytesPerSecond": infinibandBytesPerSecond,
    "cluster.memoryBytes": memoryBytes,
  });
  if (gpus % gpusPerNode !== 0 && gpus > gpusPerNode)
    refuse("cluster.gpus", `be a multiple of the ${gpusPerNode} GPUs of a node`, gpus);
}
