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
  color,
  defineWidget,
  Drawing,
  Fold,
  formatNumber,
  HeatMap,
  integer,
  Legend,
  number,
  Readout,
  short,
  Table,
  timeline,
  tip,
} from "../kit/index.ts";

export default defineWidget({
  id: "node-limited-dispatch",
  title: "A token’s way to its experts",
  source: "§3.2.2, §2.1.2",
  caption:
    "Eight nodes of eight GPUs with four of the 256 experts each, rates and the two hops are as in the report, and so is the limit at rest. The batch is ours: 16 tokens on each GPU, with random affinities or skewed ones. Dispatch is in FP8 with its scales; combine takes the same ways back in BF16. Times count each link by itself, on the GPU that is busiest.",
  params: {
    limitedNodes: integer({
      label: "Nodes per token",
      range: [1, 8],
      initial: deepseekV3.moe!.limitedGroups,
      report: true,
    }),
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
    const gpusOfExperts = new Set(Array.from(experts, (expert) => expert >> 2));
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
        <Drawing
          label={`Way of token ${token} from GPU ${source} to its experts`}
          height={({ narrow }) => (narrow ? 340 : 300)}
        >
          {({ width, narrow }) => {
            const columns = narrow ? 2 : 4;
            const cell = { width: width / columns, height: narrow ? 84 : 148 };
            const size = narrow ? 18 : 24;
            const place = (gpu: number): [number, number] => {
              const node = gpu >> 3;
              const gap = (cell.width - 16) / 4;
              return [
                (node % columns) * cell.width + 8 + gap * ((gpu & 3) + 0.5),
                Math.floor(node / columns) * cell.height + (narrow ? 30 : 50) + ((gpu & 7) >> 2) * (narrow ? 34 : 60),
              ];
            };
            return (
              <>
                {Array.from({ length: 8 }, (_, node) => (
                  <g key={node}>
                    <rect
                      x={(node % columns) * cell.width + 4}
                      y={Math.floor(node / columns) * cell.height + 2}
                      width={cell.width - 8}
                      height={cell.height - 6}
                      rx={6}
                      fill="none"
                      stroke="var(--rule)"
                    />
                    <text
                      x={(node % columns) * cell.width + 12}
                      y={Math.floor(node / columns) * cell.height + 15}
                      font-size={11}
                      fill="var(--ink-soft)"
                    >
                      Node {node}
                    </text>
                  </g>
                ))}
                {hops.map((hop, i) => (
                  <path
                    key={i}
                    d={arc(place(hop.from), place(hop.to))}
                    fill="none"
                    stroke={color(hop.link === "infiniband" ? "series-1" : "series-2")}
                    stroke-width={hop.link === "infiniband" ? 2.5 : 2}
                    opacity={step >= (hop.link === "infiniband" ? 1 : 2) ? 1 : 0.12}
                  />
                ))}
                {Array.from({ length: 64 }, (_, gpu) => {
                  const [cx, cy] = place(gpu);
                  const chosen = Array.from(experts).filter((expert) => expert >> 2 === gpu);
                  return (
                    <g
                      key={gpu}
                      {...tip(
                        `GPU ${gpu}, node ${gpu >> 3}${gpu === source ? ", has the token" : ""}: ${chosen.length > 0 ? `expert${chosen.length > 1 ? "s" : ""} ${chosen.join(", ")} of the token` : "no expert of the token"}`,
                        { token: gpu * 16 },
                      )}
                    >
                      <rect
                        x={short(cx - size / 2)}
                        y={short(cy - size / 2)}
                        width={size}
                        height={size}
                        rx={3}
                        fill={
                          gpu === source
                            ? color("accent")
                            : gpusOfExperts.has(gpu)
                              ? step >= 2
                                ? color("accent-soft")
                                : "var(--paper)"
                              : "var(--paper)"
                        }
                        stroke={gpusOfExperts.has(gpu) || gpu === source ? color("accent") : "var(--rule)"}
                        stroke-width={gpusOfExperts.has(gpu) ? 2 : 1}
                      />
                      {chosen.length > 1 && (
                        <text
                          x={short(cx)}
                          y={short(cy + 4)}
                          text-anchor="middle"
                          font-size={11}
                          fill={gpu === source ? "var(--paper)" : "var(--ink)"}
                        >
                          {chosen.length}
                        </text>
                      )}
                    </g>
                  );
                })}
              </>
            );
          }}
        </Drawing>
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
          <p class="columns-label">Copies over InfiniBand from node ↓ to node →</p>
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

/** A bow from one point to another; hops over one link do not lie on each other. */
function arc([x1, y1]: [number, number], [x2, y2]: [number, number]): string {
  const bend = 0.14;
  return `M${short(x1)} ${short(y1)}Q${short((x1 + x2) / 2 - bend * (y2 - y1))} ${short((y1 + y2) / 2 + bend * (x2 - x1))} ${short(x2)} ${short(y2)}`;
}
