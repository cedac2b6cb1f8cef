/** @file How many experts a token can reach before NVLink, and not InfiniBand, is the slower link. */
import {
  bytesPerCopy,
  deepseekV3,
  linkBalance,
  linkTimesPerToken,
  nodesPerToken,
  v3Cluster,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatAs,
  formatNumber,
  formatPercent,
  integer,
  number,
  Readout,
  withPlural,
} from "../kit/index.ts";
import { LinkTimes, LinkTimesLegend, NodesReached, NodesReachedLegend } from "./drawings/link-balance.tsx";
import { limitedNodesParam } from "./limited-nodes-param.ts";

const rate = { range: [5e9, 2e12] as [number, number], scale: "log", shown: ["si", 3, "B/s"] } as const;

export default defineWidget({
  id: "bandwidth-balance",
  title: "Experts that come free of charge",
  source: "§3.2.2",
  caption:
    "At rest, rates, limit and experts are the report’s. Upper picture: one copy over InfiniBand for each node, one over NVLink for each expert, which is how the report counts. Lower picture: a batch of 1,024 tokens with random affinities, ours, under each limit from one node to all eight.",
  params: {
    nvlinkBytesPerSecond: number({
      mine: "scaleUpBytesPerSecond",
      label: "NVLink",
      ...rate,
      initial: v3Cluster.nvlinkBytesPerSecond,
      report: true,
    }),
    infinibandBytesPerSecond: number({
      mine: "scaleOutBytesPerSecond",
      label: "InfiniBand",
      ...rate,
      initial: v3Cluster.infinibandBytesPerSecond,
      report: true,
    }),
    limitedNodes: limitedNodesParam,
    activatedExperts: integer({
      label: "Experts per token",
      range: [1, 16],
      initial: deepseekV3.moe!.activatedExperts,
      report: true,
    }),
    format: choice({
      label: "Sent",
      options: [
        ["fp8", "Dispatch, FP8"],
        ["bf16", "Combine, BF16"],
      ],
      initial: "fp8",
    }),
  },
  presets: {
    "As published": {},
    "InfiniBand as reached": { infinibandBytesPerSecond: 40e9 },
    "NVLink of an H100": { nvlinkBytesPerSecond: 450e9 },
    "16 experts": { activatedExperts: 16 },
    "Two nodes": { limitedNodes: 2 },
  },
  compute: ({ nvlinkBytesPerSecond, infinibandBytesPerSecond, limitedNodes, activatedExperts, format }) => {
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
  },
  view: ({ bytes, balance, now, byExperts, byLimit }, { values }) => (
    <>
      <Readout
        items={[
          {
            label: "Free experts per node",
            value: balance.expertsPerNode,
            as: "number",
            note: "NVLink over InfiniBand",
          },
          {
            label: "Free experts in all",
            value: balance.experts,
            as: "number",
            note: `${Math.floor(balance.experts)} whole ones on ${withPlural(String(values.limitedNodes), "node")}`,
          },
          {
            label: "Slower link",
            text: now.infiniband >= now.nvlink ? "InfiniBand" : "NVLink",
            note: `NVLink takes ${formatPercent(balance.nvlinkShare)} of InfiniBand’s time`,
          },
          {
            label: "One copy",
            value: bytes,
            as: ["number", 5],
            unit: "bytes",
            note: values.format === "fp8" ? "7,168 values and 56 scales" : "7,168 values",
          },
        ]}
      />
      <LinkTimes byExperts={byExperts} free={balance.experts} activatedExperts={values.activatedExperts} />
      <LinkTimesLegend />
      <NodesReached byLimit={byLimit} limitedNodes={values.limitedNodes} />
      <NodesReachedLegend />
    </>
  ),
  summary: ({ balance, now }, { activatedExperts, limitedNodes }) =>
    `On ${withPlural(String(limitedNodes), "node")} ${formatNumber(balance.experts)} experts come free of charge; with ${activatedExperts} of them ${now.infiniband >= now.nvlink ? "InfiniBand" : "NVLink"} is the slower link, and a token keeps it busy for ${formatAs(Math.max(now.infiniband, now.nvlink), "seconds")}.`,
  table: ({ byExperts, byLimit }) => ({
    columns: [
      { key: "experts", label: "Experts per token" },
      { key: "limit", label: "Limit on nodes" },
      { key: "infiniband", label: "InfiniBand", unit: "s" },
      { key: "nvlink", label: "NVLink", unit: "s" },
      { key: "mean", label: "Nodes per token" },
      { key: "remote", label: "of them over InfiniBand" },
      { key: "imbalance", label: "Busiest node over the mean" },
    ],
    rows: [
      ...byExperts.map((row) => ({ ...row, limit: null, mean: null, remote: null, imbalance: null })),
      ...byLimit.map((row) => ({ ...row, experts: null })),
    ],
  }),
});
