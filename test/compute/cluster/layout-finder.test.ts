import { describe, expect, it } from "vitest";
import {
  deepseekV3,
  findLayouts,
  layoutIsPossible,
  layoutSearch,
  megatronArguments,
  memoryPerGpu,
  possibleLayouts,
  trainingStep,
  v3Cluster,
  v3Layout,
} from "../../../src/compute/index.ts";

const batch = { batchSequences: 15_360, sequenceLength: 4096 };

describe("possibleLayouts(model, cluster, options)", () => {
  it("are possible, different, and have the published one among them", () => {
    const layouts = possibleLayouts(deepseekV3, v3Cluster, batch);
    for (const layout of layouts) expect(layoutIsPossible(deepseekV3, layout)).toBe(true);
    expect(new Set(layouts.map((layout) => JSON.stringify(layout))).size).toBe(layouts.length);
    expect(layouts).toContainEqual(v3Layout);
    expect(layouts).toContainEqual({ ...v3Layout, tensorRanks: 2 });
  });
  it("have tensor ranks inside a node, and none if none are wanted", () => {
    const ranks = (nodes: Partial<typeof v3Cluster>, most?: number): number[] => [
      ...new Set(
        possibleLayouts(deepseekV3, { ...v3Cluster, ...nodes }, { ...batch, mostTensorRanks: most }).map(
          ({ tensorRanks = 1 }) => tensorRanks,
        ),
      ),
    ];
    expect(ranks({}).sort()).toEqual([1, 2, 4, 8]);
    expect(ranks({ gpusPerNode: 4 }).sort()).toEqual([1, 2, 4]);
    expect(ranks({}, 1)).toEqual([1]);
  });
});

describe("findLayouts(model, cluster, options)", () => {
  const ranked = findLayouts(deepseekV3, v3Cluster, batch);
  it("has every layout twice, with and without recomputation", () => {
    expect(ranked.length).toBe(2 * possibleLayouts(deepseekV3, v3Cluster, batch).length);
  });
  it("simulates the best that fit, and sorts what fits by speed", () => {
    const best = ranked.filter(({ simulated }) => simulated !== null);
    expect(best.length).toBe(20);
    const fitting = best.filter(({ fits }) => fits);
    for (let i = 1; i < fitting.length; i++)
      expect(fitting[i].simulated).toBeLessThanOrEqual(fitting[i - 1].simulated ?? 0);
    const rest = ranked.slice(20).filter(({ fits }) => fits);
    for (let i = 1; i < rest.length; i++)
      expect(rest[i].tokensPerSecondPerGpu).toBeLessThanOrEqual(rest[i - 1].tokensPerSecondPerGpu);
    for (const { fits, memoryBytes } of ranked) expect(fits).toBe(memoryBytes <= v3Cluster.memoryBytes);
  });
  it("has the published layout among the ten fastest that fit without tensor ranks", () => {
    const unsplit = ranked.filter(({ layout }) => layout.tensorRanks === undefined);
    const place = unsplit.findIndex(
      ({ layout, recompute }) =>
        recompute &&
        layout.schedule === "DualPipe" &&
        layout.pipelineRanks === 16 &&
        layout.expertRanks === 64 &&
        layout.microBatchSequences === 1,
    );
    expect(place).toBeLessThan(10);
    expect(unsplit[place].fits).toBe(true);
  });
  it("finds the same layouts without tensor ranks as if no others were tried", () => {
    const unsplit = ranked.filter(({ layout }) => layout.tensorRanks === undefined);
    const alone = findLayouts(deepseekV3, v3Cluster, { ...batch, mostTensorRanks: 1, simulate: 0 });
    const speeds = (entries: typeof ranked) =>
      entries.map(({ tokensPerSecondPerGpu }) => tokensPerSecondPerGpu).sort((a, b) => a - b);
    expect(speeds(unsplit)).toEqual(speeds(alone));
  });
  it("has the speed of trainingStep and the memory of memoryPerGpu", () => {
    for (const entry of [ranked[0], ranked[100], ranked[3000], ranked.at(-1)!]) {
      const { layout, recompute } = entry;
      const step = trainingStep(deepseekV3, layout, { recompute, how: "formula" });
      expect(entry.tokensPerSecondPerGpu).toBe(step.tokensPerSecondPerGpu);
      const { firstLayerOfStage } = step;
      const how = entry.simulated === null ? "formula" : "counted";
      expect(entry.memoryBytes).toBe(memoryPerGpu(deepseekV3, layout, { recompute, firstLayerOfStage, how }).most);
    }
  });
  it("prefers tensor ranks on fast links, and none on slow ones", () => {
    const best = (nvlinkBytesPerSecond: number): number =>
      findLayouts(deepseekV3, v3Cluster, { ...batch, assume: { nvlinkBytesPerSecond }, simulate: 0 })[0].layout
        .tensorRanks ?? 1;
    expect(best(900e9)).toBeGreaterThan(1);
    expect(best(40e9)).toBe(1);
  });
});

describe("layoutSearch(model, cluster, options)", () => {
  it("tells how far it is, and may be left at any time", () => {
    const search = layoutSearch(deepseekV3, v3Cluster, { ...batch, simulate: 1 });
    const first = search.next();
    const second = search.next();
    expect(first.done).toBe(false);
    if (first.done || second.done) return;
    expect(second.value.done).toBeGreaterThan(first.value.done);
    expect(second.value.done).toBeLessThan(second.value.total);
    expect(search.return([]).done).toBe(true);
  });
  it("refuses a cluster that is none", () => {
    expect(() => layoutSearch(deepseekV3, { ...v3Cluster, infinibandBytesPerSecond: -50e9 }, batch).next()).toThrow(
      new RangeError("cluster.infinibandBytesPerSecond must be a finite number above 0 (got -50000000000)"),
    );
    expect(() => layoutSearch(deepseekV3, { ...v3Cluster, gpus: 2047 }, batch).next()).toThrow(
      new RangeError("cluster.gpus must be a multiple of the 8 GPUs of a node (got 2047)"),
    );
  });
});

describe("megatronArguments(model, layout)", () => {
  it("gives the sizes of V3, and says that DualPipe is not among them", () => {
    const { arguments: lines, notCaptured } = megatronArguments(deepseekV3, v3Layout);
    expect(lines).toEqual([
      "--tensor-model-parallel-size 1",
      "--pipeline-model-parallel-size 16",
      "--seq-length 4096",
      "--micro-batch-size 1",
      "--global-batch-size 15360",
      "--use-distributed-optimizer",
      "--expert-model-parallel-size 64",
      "--expert-tensor-parallel-size 1",
      "--num-experts 256",
      "--moe-router-topk 8",
      "--moe-router-num-groups 8",
      "--moe-router-group-topk 4",
      "--recompute-granularity selective",
      "--recompute-modules mla_up_proj layernorm",
    ]);
    expect(notCaptured[0]).toBe("Megatron-LM has no DualPipe: these arguments run 1F1B.");
  });
  it("says where groups of the router are no nodes", () => {
    const { notCaptured } = megatronArguments(deepseekV3, { ...v3Layout, expertRanks: 32 });
    expect(notCaptured.join("\n")).toContain("limits a token to 4 of 8 groups, but the experts lie on 4 nodes");
    expect(megatronArguments(deepseekV3, v3Layout).notCaptured.join("\n")).not.toContain("a group is no node");
  });
  it("splits matrices and the sequence with them", () => {
    const { arguments: lines, notCaptured } = megatronArguments(deepseekV3, { ...v3Layout, tensorRanks: 4 });
    expect(lines.slice(0, 2)).toEqual(["--tensor-model-parallel-size 4", "--sequence-parallel"]);
    expect(lines).toContain("--expert-tensor-parallel-size 1");
    expect(notCaptured.join("\n")).toContain("--tp-comm-overlap");
  });
  it("has chunks for Interleaved", () => {
    const { arguments: lines } = megatronArguments(deepseekV3, {
      ...v3Layout,
      schedule: "Interleaved",
      chunks: 2,
      batchSequences: 16_384,
    });
    expect(lines).toContain("--num-virtual-stages-per-pipeline-rank 2");
  });
});
