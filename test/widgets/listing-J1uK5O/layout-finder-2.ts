import { deepseekV3, layoutSearch, v3Cluster, v3Layout } from "v3-companion/compute";

const parameters = {
  gpus: 4096,
  memory: 80000000000,
  infinibandBytesPerSecond: 40000000000,
  imbalance: 1.1,
  batchSequences: 15360,
  workspace: 4000000000,
} as const;

function* compute(
  { gpus, memory, infinibandBytesPerSecond, imbalance, batchSequences, workspace }: typeof parameters,
  { progress }: { pause(): Promise<void>; progress(share: number): void },
) {
  const cluster = { ...v3Cluster, gpus, memoryBytes: memory };
  const search = layoutSearch(deepseekV3, cluster, {
    batchSequences,
    sequenceLength: v3Layout.sequenceLength,
    assume: { infinibandBytesPerSecond, expertImbalance: imbalance },
    memory: { workspaceBytes: workspace },
  });
  let step = search.next();
  while (!step.done) {
    progress(step.value.done / step.value.total);
    step = search.next();
  }
  yield { ranked: step.value };
}

const run = { pause: async () => {}, progress: () => {} };
let result;
for (result of compute(parameters, run)); // the last is the result
globalThis.print(result);
