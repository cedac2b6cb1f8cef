import { bytesPerCopy, deepseekV3, linkBalance, linkTimesPerToken, nodesPerToken } from "v3-companion/compute";

const parameters = {
  nvlinkBytesPerSecond: 160000000000,
  infinibandBytesPerSecond: 50000000000,
  limitedNodes: 2,
  activatedExperts: 8,
  format: "fp8",
} as const;

const compute = ({
  nvlinkBytesPerSecond,
  infinibandBytesPerSecond,
  limitedNodes,
  activatedExperts,
  format,
}: typeof parameters) => {
  const { hiddenDim, moe } = deepseekV3;
  const bytes =
    format === "fp8"
      ? bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 })
      : bytesPerCopy({ hiddenDim, bytesPerValue: 2 });
  const rates = { nvlinkBytesPerSecond, infinibandBytesPerSecond };
  const byExperts = Array.from({ length: 32 }, (_, i) => ({
    experts: i + 1,
    ...linkTimesPerToken({ ...rates, nodes: limitedNodes, activatedExperts: i + 1, bytesPerCopy: bytes }),
  }));
  const byLimit = Array.from({ length: 8 }, (_, i) => {
    const { mean, remote, imbalance } = nodesPerToken({
      routedExperts: moe!.routedExperts,
      activatedExperts,
      nodes: 8,
      limitedNodes: i + 1,
      tokens: 1024,
    });
    return {
      limit: i + 1,
      mean,
      remote,
      imbalance,
      ...linkTimesPerToken({ ...rates, nodes: remote, activatedExperts, bytesPerCopy: bytes }),
    };
  });
  return {
    bytes,
    balance: linkBalance({ ...rates, limitedNodes, activatedExperts }),
    now: linkTimesPerToken({ ...rates, nodes: limitedNodes, activatedExperts, bytesPerCopy: bytes }),
    byExperts,
    byLimit,
  };
};

globalThis.print(compute(parameters));
