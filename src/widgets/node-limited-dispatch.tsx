/** @file One token's way to its experts over two networks, and what a whole batch sends between nodes. */
import {
  allToAllTime,
  bytesPerCopy,
  deepseekV3,
  dispatchTraffic,
  loadImbalance,
  route,
  syntheticLogits,
  tokenHops,
  v3Cluster,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatNumber,
  HeatMap,
  integer,
  Legend,
  number,
  Readout,
  Table,
  timeline,
} from "../kit/index.ts";
import { NodeMap } from "./drawings/node-map.tsx";
import { limitedNodesParam } from "./limited-nodes-param.ts";

export default defineWidget({
  id: "node-limited-dispatch",
  title: "A token’s way to its experts",
  source: "§3.2.2, §2.1.2",
  caption:
    "Eight nodes of eight GPUs with four of the 256 experts each, rates and the two hops are as in the report, and so is the limit at rest. The batch is ours: 16 tokens on each GPU, with random affinities or skewed ones. Dispatch is in FP8 with its scales; combine takes the same ways back in BF16. Times count each link by itself, on the GPU that is busiest.",
  params: {
    limitedNodes: limitedNodesParam,
    copies: choice({
      label: "One copy for each",
      options: [
        ["node", "Node"],
        ["gpu", "GPU"],
        ["expert", "Expert"],
      ],
      initial: "node",
      report: true,
    }),
    skew: number({
      label: "Skew of the router",
      range: [0, 2],
      step: 0.1,
      initial: 0,
      help: "Spread of the experts’ popularity, in logits.",
    }),
    step: timeline({ label: "Hop", rate: 1, initial: 2 }),
    token: integer({ label: "Followed token", range: [0, 1023], initial: 3, viewOnly: true, fieldOnly: true }),
  },
  presets: {
    "As published": {},
    "No limit": { limitedNodes: 8 },
    "One copy for each expert": { copies: "expert" },
    "No limit, one for each expert": { limitedNodes: 8, copies: "expert" },
    "Skewed router": { skew: 1 },
  },
  compute: ({ limitedNodes, copies, skew }) => {
    const { hiddenDim, moe } = deepseekV3;
    const { routedExperts, activatedExperts } = moe!;
    const sizes = { activatedExperts, routedExperts, gpus: 64, gpusPerNode: 8 };
    const bytes = bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 });
    const logits = syntheticLogits({ tokens: 1024, routedExperts, skew });
    const routed = (limit: number) =>
      route(logits, null, {
        routedExperts,
        activatedExperts,
        expertGroups: 8,
        limitedGroups: limit,
        groupScoreTerms: Math.max(1, Math.floor(activatedExperts / limit)),
      }).expertOfSlot;
    const expertOfSlot = routed(limitedNodes);
    const free = routed(8);
    const ways = (
      [
        [limitedNodes, expertOfSlot],
        [8, free],
      ] as const
    ).flatMap(([limit, slots]) =>
      (["node", "gpu", "expert"] as const).map((rule) => {
        const traffic = dispatchTraffic(slots, { ...sizes, copies: rule });
        const { ibPerToken, nvlinkPerToken, nodesPerToken, slotsOfGpu } = traffic;
        const { infiniband, nvlink } = allToAllTime(traffic, { ...v3Cluster, bytesPerCopy: bytes });
        return {
          limit,
          rule,
          ibPerToken,
          nvlinkPerToken,
          nodesPerToken,
          infiniband,
          nvlink,
          imbalance: loadImbalance(slotsOfGpu),
        };
      }),
    );
    return { expertOfSlot, bytes, ways, ibOfNodes: dispatchTraffic(expertOfSlot, { ...sizes, copies }).ibOfNodes };
  },
  ends: () => ({ step: 2 }),
  view: ({ expertOfSlot, bytes, ways, ibOfNodes }, { values: { token, copies, limitedNodes, step } }) => {
    const { activatedExperts, routedExperts } = deepseekV3.moe!;
    const source = Math.floor(token / 16);
    const experts = expertOfSlot.slice(token * activatedExperts, (token + 1) * activatedExperts);
    const hops = tokenHops(experts, source, { activatedExperts, routedExperts, gpus: 64, gpusPerNode: 8, copies });
    const most = ibOfNodes.reduce((top, count) => Math.max(top, count), 1);
    const now = ways.find((way) => way.limit === limitedNodes && way.rule === copies)!;
    return (
      <>
        <Readout
          items={[
            {
              label: "Over InfiniBand",
              value: now.ibPerToken,
              as: "number",
              unit: "copies",
              note: `per token, ${formatNumber(bytes, 5)} bytes each`,
            },
            { label: "Over NVLink", value: now.nvlinkPerToken, as: "number", unit: "copies", note: "per token" },
            { label: "Nodes per token", value: now.nodesPerToken, as: "number", note: "its own among them" },
            {
              label: "Busiest GPU",
              value: now.imbalance,
              as: "ratio",
              note: "as many expert slots as the mean, in this batch",
            },
          ]}
        />
        <NodeMap token={token} source={source} experts={experts} hops={hops} step={step} />
        <Legend
          items={[
            ["The token", "accent"],
            ["Its experts", "accent-soft"],
            ["InfiniBand", "series-1"],
            ["NVLink", "series-2"],
          ]}
        >
          A number: so many of its experts on one GPU. Press a GPU to follow one of its tokens.
        </Legend>
        <div class="columns-chart">
          <p class="columns-label">Copies over InfiniBand from node ↓ to node →</p>
          <HeatMap
            rows={8}
            columns={8}
            groupSize={8}
            shades={5}
            shadeOf={(row, column) => Math.ceil((4 * ibOfNodes[8 * row + column]) / most)}
            label={`Copies that the batch sends over InfiniBand between nodes; ${formatNumber(most, 5)} at most`}
            width={680}
            height={96}
          />
        </div>
        <Fold label="What the batch sends, by limit and rule">
          <Table
            label="What the batch sends, by limit and rule"
            rows={ways
              .map(({ limit, rule, ...way }) => ({
                ...way,
                way: `${limit === 8 ? "No limit" : `At most ${limit} nodes`}, one for each ${rule === "gpu" ? "GPU" : rule}`,
              }))
              .slice(limitedNodes === 8 ? 3 : 0)}
            columns={[
              { key: "way", label: "Way" },
              { key: "ibPerToken", label: "InfiniBand", unit: "copies", as: "number", bar: true },
              { key: "nvlinkPerToken", label: "NVLink", unit: "copies", as: "number", bar: true },
              { key: "infiniband", label: "InfiniBand", as: "seconds" },
              { key: "nvlink", label: "NVLink", as: "seconds" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ ways }, { limitedNodes, copies }) => {
    const now = ways.find((way) => way.limit === limitedNodes && way.rule === copies)!;
    const plain = ways.find((way) => way.limit === 8 && way.rule === "expert")!;
    return `A token crosses InfiniBand ${formatNumber(now.ibPerToken)} times and NVLink ${formatNumber(now.nvlinkPerToken)} times in this batch; with no limit and a copy for each expert it would cross InfiniBand ${formatNumber(plain.ibPerToken)} times.`;
  },
  table: ({ ways, ibOfNodes }) => ({
    columns: [
      { key: "limit", label: "Limit on nodes" },
      { key: "rule", label: "One copy for each" },
      { key: "from", label: "From node" },
      { key: "to", label: "To node" },
      { key: "copies", label: "Copies over InfiniBand" },
      { key: "nvlinkPerToken", label: "Over NVLink, per token" },
      { key: "nodesPerToken", label: "Nodes per token" },
      { key: "infiniband", label: "InfiniBand", unit: "s" },
      { key: "nvlink", label: "NVLink", unit: "s" },
    ],
    rows: [
      ...ways.map(({ limit, rule, ibPerToken, nvlinkPerToken, nodesPerToken, infiniband, nvlink }) => ({
        limit,
        rule,
        from: null,
        to: null,
        copies: ibPerToken,
        nvlinkPerToken,
        nodesPerToken,
        infiniband,
        nvlink,
      })),
      ...Array.from(ibOfNodes, (count, i) => ({
        limit: null,
        rule: null,
        from: i >> 3,
        to: i & 7,
        copies: count,
        nvlinkPerToken: null,
        nodesPerToken: null,
        infiniband: null,
        nvlink: null,
      })),
    ],
  }),
});
