/** @file What became of the wishes: chips, libraries and measurements since, each with the words of its source. */
import { deepFreeze } from "../freeze.ts";
import type { Quoted } from "../cluster/hardware.ts";

export type Uptake = {
  /** Of `suggestions`. */
  suggestion: string;
  state: "in hardware" | "in part" | "in software" | "not read of";
  /** Who, and when; empty where nothing was read. */
  by: string;
  /** What it is, in our words. */
  what: string;
  /** What the source says; `null` where nothing was read. */
  quote: string | null;
  source: string | null;
  /** Day on which it was read. */
  read: string;
};

const read = "2026-11-26";
const deepEp = "deepseek-ai/DeepEP, README.md";
const inferenceX = "inferencex.semianalysis.com/blog/gb200-nvl72-vs-b200-disagg-deepseek-r1-fp4-dynamo-trt";

/** In the order of `suggestions`; some have two entries. @source each entry names its own */
export const uptakeOfSuggestions: readonly Uptake[] = deepFreeze([
  {
    suggestion: "communication",
    state: "in software",
    by: "DeepEP V2, 2026",
    what: "The same exchange with fewer SMs, on the same chips.",
    quote:
      "For V3-like legacy training, SM usage reduced from 24 to 4 - 6 while maintaining equivalent or better performance",
    source: deepEp,
    read,
  },
  {
    suggestion: "communication",
    state: "in part",
    by: "Copy engines and adapters, 2026",
    what: "No SM at all for context and pipeline parallelism; experts still take some.",
    quote: "0 SM PP (with RDMA); 0 SM CP (with Copy Engine); 0 SM RDMA low-latency EP is no longer supported",
    source: deepEp,
    read,
  },
  {
    suggestion: "multicast",
    state: "in part",
    by: "NVLink SHARP, since the H100",
    what: "Switches add up what all GPUs of a domain hold. An all-to-all is another pattern.",
    quote: "NVLink SHARP is an AllReduce offload system over NVLink only",
    source: "NVIDIA/nccl, issue 1031",
    read,
  },
  {
    suggestion: "adder",
    state: "in hardware",
    by: "Blackwell, 2025",
    what: "More bits, short of the 34 that the report names.",
    quote: "We find the accumulator maintain 25bits mantissa, higher compared to H100 (13bit mantissa)",
    source: "deepseek-ai/DeepGEMM, issue 176",
    read,
  },
  {
    suggestion: "scales",
    state: "in hardware",
    by: "Blackwell, 2025",
    what: "Scales for blocks of 32 values go into the instruction, as powers of two.",
    quote: "fuse the operand dequantization and MMA into a single instruction",
    source: "triton-lang.org, Gluon tutorial on tcgen05_mma_scaled",
    read,
  },
  { suggestion: "fused-cast", state: "not read of", by: "", what: "", quote: null, source: null, read },
  { suggestion: "near-memory-cast", state: "not read of", by: "", what: "", quote: null, source: null, read },
  {
    suggestion: "transposed-reads",
    state: "in hardware",
    by: "Blackwell, 2025",
    what: "FP8 operands in any layout. With a scale for each block, values still need scales along both directions.",
    quote:
      "Hopper: cannot efficiently access elements in columnwise fashion … Blackwell: supports columnwise access natively, so no transpose is needed",
    source: "nvidia.github.io/TransformerEngine, Performance Considerations",
    read,
  },
  {
    suggestion: "one-domain",
    state: "in hardware",
    by: "GB200 NVL72, 2025",
    what: "72 GPUs on fast links.",
    quote: "GB200 NVL72 connects all 72 GPUs over NVLink 5 at 900 GB/s per GPU uni-directional",
    source: inferenceX,
    read,
  },
  {
    suggestion: "one-domain",
    state: "in hardware",
    by: "CloudMatrix 384, 2025",
    what: "384 accelerators and their hosts on one bus.",
    quote:
      "384 Ascend 910C NPUs and 192 Kunpeng CPUs interconnected via an ultra-high-bandwidth Unified Bus (UB) network",
    source: "arXiv:2506.12708, abstract",
    read,
  },
  { suggestion: "low-latency", state: "not read of", by: "", what: "", quote: null, source: null, read },
] satisfies Uptake[]);

const words =
  "GB200 NVL72 delivers up to 4.39x throughput per GPU vs B200 at iso-interactivity — peaking at 125 tok/s/user (4,130 tok/s/GPU on GB200 NVL72 vs 941 tok/s/GPU on B200)";
const measured = (value: number): Quoted => ({
  value,
  quote: words,
  note: "DeepSeek-R1, FP4, 1k in and 1k out, drafts and split prefill on both; interpolated",
  source: inferenceX,
  read,
});
const linked = (value: number): Quoted => ({
  value,
  quote: "per-GPU bandwidth available to any wider-than-8 EP collective drops from 900 GB/s to 50 GB/s",
  source: inferenceX,
  read,
});

/**
 * What a larger fast domain brought where someone measured it: two chips that differ little but in their links, at the speed
 * for a user where they are furthest apart.
 *
 * @source inferencex.semianalysis.com/blog, 22 May 2026
 */
export const scaleUpMeasurement = deepFreeze({
  tokensPerSecondPerUser: measured(125),
  gb200: { tokensPerSecondPerGpu: measured(4130), linkBytesPerSecond: linked(900e9) },
  b200: { tokensPerSecondPerGpu: measured(941), linkBytesPerSecond: linked(50e9) },
});
