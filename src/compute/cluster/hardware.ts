/**
 * @file Accelerators: rates and memory, each figure with the line that says so. Peaks are dense: data sheets often print
 * twice as much, for matrices half of zeros. Rates of links count one direction, data sheets both.
 */
import { requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/** One figure, in base units, with where it was read. */
export type Quoted = {
  value: number;
  /** The words that give it; what we did with them stands in `note`. */
  quote: string;
  note?: string;
  source: string;
  /** Day on which it was read. */
  read: string;
};

/** `null` where we have read no source, or where there is no such thing. */
export type Device = {
  id: string;
  name: string;
  /** Streaming multiprocessors, or what does their work. */
  sms: Quoted | null;
  /** FLOP per second, dense. */
  peakBf16: Quoted | null;
  peakFp8: Quoted | null;
  /** Bytes, in 10⁹ per GB. */
  memoryBytes: Quoted | null;
  memoryBytesPerSecond: Quoted | null;
  /** Of the fast links together, to others of its node or pod, one direction. */
  scaleUpBytesPerSecond: Quoted | null;
  /** Accelerators that the fast links join. */
  scaleUpSize: Quoted | null;
  /** To accelerators that they do not reach, per accelerator, one direction. */
  scaleOutBytesPerSecond: Quoted | null;
  /** FLOP per second of what adds and scales beside the matrix units, in FP32. */
  peakFp32: Quoted | null;
  /** Bits of an aligned product that the adder for FP8 keeps, the leading one included. */
  adderBits: Quoted | null;
  /** Values that share a scale which the matrix units apply by themselves. */
  valuesPerScale: Quoted | null;
  /** Of the accelerator alone, at most. */
  watts: Quoted | null;
  /** Rent of one for an hour, on demand, on the day of the source. */
  usdPerHour: Quoted | null;
};

const read = "2026-11-26";
const garden = (chip: string): string => `glennklockwood.com/garden/processors/${chip}, after NVIDIA’s white papers`;
const trace = "device record of deepseek-ai/profile-data, train.json; names of its fields are ours";
const tpu = "docs.cloud.google.com/tpu/docs/v5p-training";
const bothWays = "half of it: both directions are counted";
const computePulse = "gentic.news/ai-data-centers/learn/compute";
const supernode = "chinaresearchcollective.substack.com, CloudMatrix 384";
const inferenceX = "inferencex.semianalysis.com/blog/gb200-nvl72-vs-b200-disagg-deepseek-r1-fp4-dynamo-trt";
const spheron = "spheron.network, prices of 17 March 2026";

const h800Node = { value: 8, quote: "8 GPUs connected by NVLink and NVSwitch within nodes", source: "§3.1", read };
const hopperNode = {
  value: 8,
  quote: "Eight NVIDIA Hopper GPUs",
  source: "docs.nvidia.com/dgx-basepod, Core Components",
  read,
};
const connectX7 = {
  value: 50e9,
  quote: "eight single-port NVIDIA ConnectX-7 VPI, … up to 400 Gb/s InfiniBand/Ethernet",
  note: "one for each GPU",
  source: "docs.nvidia.com/dgx-basepod, Core Components",
  read,
};
const hopperVector = {
  value: 66.9e12,
  quote: "132 at 1980 MHz (16896 cores, 66.908 TFLOPs/s)",
  note: "of a GH200, whose GPU is the same",
  source: "mredenti/PowerCapping, configuration/OpenCL_benchmark.md",
  read,
};
const hopperBits = {
  value: 14,
  quote: "it only uses the highest 14 bits of each mantissa product",
  source: "§3.5.2",
  read,
};
const blackwellBits = {
  value: 26,
  quote: "We find the accumulator maintain 25bits mantissa, higher compared to H100 (13bit mantissa)",
  note: "and the leading one; MMA-Sim, arXiv:2511.10909, agrees",
  source: "deepseek-ai/DeepGEMM, issue 176",
  read,
};
const blackwellTile = {
  value: 32,
  quote: "Blocks are one-dimensional, containing 32 consecutive values",
  note: "MXFP8",
  source: "docs.nvidia.com, Transformer Engine 2.18, MXFP8",
  read,
};
const none = {
  scaleUpSize: null,
  scaleOutBytesPerSecond: null,
  peakFp32: null,
  adderBits: null,
  valuesPerScale: null,
  watts: null,
  usdPerHour: null,
};

const hopperPeaks = {
  sms: { value: 132, quote: "132 SMs (2 per TPC)", source: garden("h100"), read },
  peakBf16: {
    value: 989.4e12,
    quote: "BF16 | 133.8 | 989.4 | 1978.9",
    note: "matrix products, dense, then sparse",
    source: garden("h100"),
    read,
  },
  peakFp8: {
    value: 1978.9e12,
    quote: "FP8 | 1978.9 | 3957.8",
    note: "dense, then sparse",
    source: garden("h100"),
    read,
  },
};

const hopperRest = { peakFp32: hopperVector, adderBits: hopperBits, valuesPerScale: null };

/** Accelerators that the chapters and the calculator compare. @source each figure names its own */
export const devices: readonly Device[] = deepFreeze([
  {
    id: "a100",
    name: "A100 SXM 80 GB",
    sms: { value: 108, quote: "108 SMs (2 per TPC)", source: garden("A100"), read },
    peakBf16: { value: 312e12, quote: "BF16 | 312 | 624", note: "dense, then sparse", source: garden("A100"), read },
    peakFp8: null, // it has no FP8
    memoryBytes: { value: 80e9, quote: "80 GB HBM2e (5 stacks)", source: garden("A100"), read },
    memoryBytesPerSecond: {
      value: 2.039e12,
      quote: "Memory Bandwidth | 1,555GB/s | 1,935GB/s | 1,555GB/s | 2,039GB/s",
      source: "thundercompute.com/blog/nvidia-a100-specs-full-guide",
      read,
    },
    scaleUpBytesPerSecond: { value: 300e9, quote: "300+300 GB/s NVLink (D2D)", source: garden("A100"), read },
    ...none,
    scaleUpSize: {
      value: 8,
      quote: "Eight NVIDIA A100 SXM4 GPUs with NVLink",
      source: "microway.com, DGX A100 review",
      read,
    },
    scaleOutBytesPerSecond: {
      value: 25e9,
      quote: "Eight Mellanox 200Gbps HDR InfiniBand/Ethernet Single-Port Adapters",
      note: "one for each GPU",
      source: "microway.com, DGX A100 review",
      read,
    },
  },
  {
    id: "h100",
    name: "H100 SXM 80 GB",
    ...hopperPeaks,
    memoryBytes: { value: 80e9, quote: "80 GB HBM3 (5 stacks)", source: garden("h100"), read },
    memoryBytesPerSecond: { value: 3.35e12, quote: "3.35 TB/s (max)?", source: garden("h100"), read },
    scaleUpBytesPerSecond: {
      value: 450e9,
      quote: "900 GB/s NVLink (D2D)",
      note: bothWays,
      source: garden("h100"),
      read,
    },
    ...hopperRest,
    scaleUpSize: hopperNode,
    scaleOutBytesPerSecond: connectX7,
    watts: { value: 700, quote: "H100 SXM5 (2022): 80 GB HBM3, 3.35 TB/s, 700 W", source: computePulse, read },
    usdPerHour: {
      value: 2.95,
      quote: "The cohort median is now around $2.95/GPU-hour",
      source: "aimultiple.com/gpu-index, 20 May 2026",
      read,
    },
  },
  {
    id: "h200",
    name: "H200 SXM",
    ...hopperPeaks,
    memoryBytes: {
      value: 141e9,
      quote: '"accelerator_memory_capacity": "141 GB"',
      source: "mlcommons/inference_results_v4.1, closed/NVIDIA/systems/H200-SXM-141GBx8_TRT_MaxQ.json",
      read,
    },
    memoryBytesPerSecond: {
      value: 4.8e12,
      quote: "141 GB at 4.8 TB/s on its SXM and NVL boards",
      source: "aiwiki.ai/wiki/nvidia_h200",
      read,
    },
    scaleUpBytesPerSecond: {
      value: 450e9,
      quote: "18x 4th Gen NVLink, 900GB/s",
      note: bothWays,
      source: "mlcommons/inference_results_v4.1, closed/NVIDIA/systems/H200-SXM-141GBx8_TRT_MaxQ.json",
      read,
    },
    ...hopperRest,
    scaleUpSize: hopperNode,
    scaleOutBytesPerSecond: connectX7,
    watts: { value: 700, quote: "H200 (2024): drop-in upgrade, same TDP", source: computePulse, read },
    usdPerHour: { value: 4.54, quote: "H200 at $4.54/hr", source: spheron, read },
  },
  {
    id: "h800",
    name: "H800 SXM",
    sms: {
      value: 132,
      quote: "sms: 132",
      note: "20 blocks of all-to-all and 112 of products fill them",
      source: trace,
      read,
    },
    peakBf16: {
      ...hopperPeaks.peakBf16,
      note: "the H100’s: 385 TFLOP/s being 38.94% in arXiv:2505.09343, Table 4, agrees",
    },
    peakFp8: { ...hopperPeaks.peakFp8, note: "the H100’s, twice BF16 as on that chip" },
    memoryBytes: {
      value: 84_943_110_144,
      quote: "memoryBytes: 84943110144",
      note: "79.1 GiB, sold as 80 GB",
      source: trace,
      read,
    },
    memoryBytesPerSecond: {
      value: 3.35e12,
      quote: "3.35 TB/s (max)?",
      note: "the H100’s; FlashMLA’s README measures 3 TB/s on an H800",
      source: garden("h100"),
      read,
    },
    scaleUpBytesPerSecond: {
      value: 200e9,
      quote: "NVLink bandwidth is severely reduced to only 400 GB/s total aggregate bidirectional bandwidth",
      note: `${bothWays}; arXiv:2505.09343, §4, has the same; the report works with 160 GB/s`,
      source: "tumgag.com, NVIDIA H800 vs H100",
      read,
    },
    ...hopperRest,
    scaleUpSize: h800Node,
    scaleOutBytesPerSecond: {
      value: 50e9,
      quote: "each connected to a CX7 InfiniBand 400 Gb/s RDMA network card (~50 GB/s maximum bandwidth)",
      source: "deepseek-ai/DeepEP, README.md of the first release",
      read,
    },
    watts: null, // read for the H100 alone
    usdPerHour: {
      value: 2,
      quote: "Assuming the rental price of the H800 GPU is $2 per GPU hour",
      note: "assumed by the report",
      source: "§1, Table 1",
      read,
    },
  },
  {
    id: "h20",
    name: "H20, 96 GB",
    ...none,
    sms: { value: 78, quote: "H20配备78组SM", note: "Geekbench", source: "zangshuxian.com, H20 and H100", read },
    peakBf16: {
      value: 148e12,
      quote: "H20的FP16稠密算力为148TFLOPS",
      note: "said of FP16, which is as fast",
      source: "zangshuxian.com, H20 and H100",
      read,
    },
    peakFp8: null, // INT8 was read, FP8 was not
    memoryBytes: {
      value: 96e9,
      quote: "96 GB HBM3 — 4,000 GB/s bandwidth",
      source: "willitrunai.com/es/gpus/h20-96gb",
      read,
    },
    memoryBytesPerSecond: {
      value: 4e12,
      quote: "96 GB HBM3 — 4,000 GB/s bandwidth",
      source: "willitrunai.com/es/gpus/h20-96gb",
      read,
    },
    scaleUpBytesPerSecond: {
      value: 450e9,
      quote: "NVLink 4.0 (900 GB/s)",
      note: bothWays,
      source: "willitrunai.com/es/gpus/h20-96gb",
      read,
    },
    peakFp32: { value: 44e12, quote: "FP32为44TFLOPS", source: "zangshuxian.com, H20 and H100", read },
    adderBits: hopperBits,
    watts: { value: 400, quote: "400W TDP (vs. H100's 700W)", source: "willitrunai.com/es/gpus/h20-96gb", read },
  },
  {
    id: "b200",
    name: "B200 SXM, 1,000 W",
    sms: null,
    peakBf16: {
      value: 2250e12,
      quote: "BF16 | 2250 | 4500",
      note: "HGX at 1,000 W; dense, then sparse",
      source: garden("B200"),
      read,
    },
    peakFp8: { value: 4500e12, quote: "FP8 | 4500 | 9000", note: "likewise", source: garden("B200"), read },
    memoryBytes: {
      value: 180e9,
      quote: '"accelerator_memory_capacity": "180 GB"',
      source: "mlcommons/inference_results_v6.0, closed/Nebius/systems/nebius_b200_n1.json",
      read,
    },
    memoryBytesPerSecond: { value: 8e12, quote: "8 TB/s (max)", source: garden("B200"), read },
    scaleUpBytesPerSecond: {
      value: 900e9,
      quote: "2x 900 GB/s NVLink 5 (D2D)",
      note: bothWays,
      source: garden("B200"),
      read,
    },
    scaleUpSize: { value: 8, quote: "A B200 server connects only 8 GPUs over NVLink", source: inferenceX, read },
    scaleOutBytesPerSecond: {
      value: 50e9,
      quote: "ConnectX-7 RoCEv2 Ethernet at 400 Gbit/s per GPU",
      source: inferenceX,
      read,
    },
    peakFp32: { value: 80e12, quote: "FP32 | 80", source: garden("B200"), read },
    adderBits: blackwellBits,
    valuesPerScale: blackwellTile,
    watts: { value: 1000, quote: "1000 W maximum", source: garden("B200"), read },
    usdPerHour: { value: 6.03, quote: "B200 at $6.03/hr", source: spheron, read },
  },
  {
    id: "gb200",
    name: "GB200 NVL72, one of its GPUs",
    sms: null,
    peakBf16: {
      value: 2500e12,
      quote: "BF16 | 2500 | 5000",
      note: "at 1,200 W; dense, then sparse",
      source: garden("B200"),
      read,
    },
    peakFp8: { value: 5000e12, quote: "FP8 | 5000 | 10000", note: "likewise", source: garden("B200"), read },
    memoryBytes: {
      value: 186e9,
      quote: '"accelerator_memory_capacity": "186 GB"',
      source: "mlcommons/inference_results_v6.1, closed/Crusoe/systems/GB200-NVL72_GB200-186GB_aarch64x16_Dynamo.json",
      read,
    },
    memoryBytesPerSecond: { value: 8e12, quote: "8 TB/s (max)", note: "the B200's", source: garden("B200"), read },
    scaleUpBytesPerSecond: {
      value: 900e9,
      quote: "2x 900 GB/s NVLink 5 (D2D)",
      note: bothWays,
      source: garden("B200"),
      read,
    },
    scaleUpSize: {
      value: 72,
      quote: "GB200 NVL72 connects all 72 GPUs over NVLink 5 at 900 GB/s per GPU uni-directional",
      source: inferenceX,
      read,
    },
    scaleOutBytesPerSecond: null, // differs by rack
    peakFp32: { value: 90e12, quote: "FP32 | 90", source: garden("B200"), read },
    adderBits: blackwellBits,
    valuesPerScale: blackwellTile,
    watts: { value: 1200, quote: "the GB200 variant of B200 when configured to 1,200 W", source: garden("B200"), read },
    usdPerHour: {
      value: 4.54,
      quote: "GB200 Superchips at $9.08/hr per Superchip",
      note: "half of it: a superchip has two GPUs",
      source: spheron,
      read,
    },
  },
  {
    id: "mi300x",
    name: "MI300X",
    sms: {
      value: 304,
      quote: "304 high-throughput compute units",
      source: "gpu.blog/gpus/instinct-mi300x-mi300x",
      read,
    },
    peakBf16: {
      value: 1307.4e12,
      quote: "Matrix FP16/BF16: 1307.4 TFLOPS",
      source: "lzwjava.github.io/rocm-fp8-support-on-mi300x-en, after ROCm’s mi300.md",
      read,
    },
    peakFp8: {
      value: 2614.9e12,
      quote: "Matrix FP8: 2614.9 TFLOPS",
      source: "lzwjava.github.io/rocm-fp8-support-on-mi300x-en, after ROCm’s mi300.md",
      read,
    },
    memoryBytes: {
      value: 192e9,
      quote: '"accelerator_memory_capacity": "192 GB"',
      source: "mlcommons/inference_results_v4.1, closed/AMD/systems/8xMI300X_2xEPYC-9374F.json",
      read,
    },
    memoryBytesPerSecond: {
      value: 5.3e12,
      quote: "192 GB of HBM3 memory and 5.3 TB/s of memory bandwidth",
      source: "aiwiki.ai/wiki/amd_instinct_mi300x",
      read,
    },
    scaleUpBytesPerSecond: {
      value: 448e9,
      quote: "up to 128 GB/s bidirectional per link and 448 GB/s aggregate bandwidth for an 8-GPU system",
      note: "seven links of 64 GB/s in one direction",
      source: "emergentmind.com/topics/amd-mi300x-gpu",
      read,
    },
    ...none,
    scaleUpSize: {
      value: 8,
      quote: "448 GB/s aggregate bandwidth for an 8-GPU system",
      source: "emergentmind.com/topics/amd-mi300x-gpu",
      read,
    },
    watts: { value: 750, quote: "192 GB HBM3 at 5.3 TB/s, ~750 W", source: computePulse, read },
  },
  {
    id: "tpu-v5p",
    name: "TPU v5p, one chip",
    sms: null, // two TensorCores a chip, which are no SMs
    peakBf16: { value: 459e12, quote: "Peak compute per chip (BF16) (TFLOPs) | 459", source: tpu, read },
    peakFp8: {
      value: 459e12,
      quote: "Peak compute per chip (FP8) (TFLOPs) | 459",
      note: "FP8 is no faster",
      source: tpu,
      read,
    },
    memoryBytes: { value: 95 * 2 ** 30, quote: "HBM capacity per chip (GiB) | 95", source: tpu, read },
    memoryBytesPerSecond: { value: 2.765e12, quote: "HBM bandwidth per chip (GBps) | 2765", source: tpu, read },
    scaleUpBytesPerSecond: {
      value: 600e9,
      quote: "Bidirectional inter-chip interconnect (ICI) bandwidth per chip (GBps) | 1200",
      note: bothWays,
      source: tpu,
      read,
    },
    ...none,
    scaleUpSize: {
      value: 8960,
      quote: "TPU pods scale to 8,960 chips with custom optical interconnect",
      note: "a torus, in which chips far apart share links",
      source: computePulse,
      read,
    },
  },
  {
    id: "ascend-910b",
    name: "Ascend 910B",
    ...none,
    sms: null,
    peakBf16: {
      value: 320e12,
      quote: "FP16 computing power of approximately 320 TFLOPS",
      note: "said of FP16",
      source: "boardor.com, Ascend 910B and H20",
      read,
    },
    peakFp8: null, // it has no FP8
    memoryBytes: {
      value: 64e9,
      quote: "equipped with 64GB HBM2e memory",
      source: "boardor.com, Ascend 910B and H20",
      read,
    },
    memoryBytesPerSecond: null, // the same page gives 400 GB/s, which cannot be meant
    scaleUpBytesPerSecond: null,
    watts: { value: 310, quote: "power consumption of 310W", source: "boardor.com, Ascend 910B and H20", read },
  },
  {
    id: "ascend-910c",
    name: "Ascend 910C in a CloudMatrix 384",
    ...none,
    sms: null,
    peakBf16: {
      value: 289e15 / 384,
      quote: "Total Compute (BF16): ~289 PFLOPS; NPU Configuration: 384 × Ascend 910C",
      note: "their quotient; techpowerup.com has 780 TFLOP/s",
      source: supernode,
      read,
    },
    peakFp8: null, // it has no FP8
    memoryBytes: {
      value: 128e9,
      quote: "Total NPU Memory: ~48 TB HBM",
      note: "over 384, 125 GB; eight stacks of 16 are 128",
      source: supernode,
      read,
    },
    memoryBytesPerSecond: {
      value: 3.2e12,
      quote: "the Ascend 910C’s eight HBM2E stacks and 3,200 GB/s",
      source: "techpowerup.com/335749, after DigiTimes",
      read,
    },
    scaleUpBytesPerSecond: {
      value: 392e9,
      quote: "Interconnect bandwidth 784 GB/s",
      note: `${bothWays}; another source has 196 GB/s, which fits one of its two dies`,
      source: "besthub.dev, Ascend roadmap",
      read,
    },
    scaleUpSize: {
      value: 384,
      quote:
        "384 Ascend 910C NPUs and 192 Kunpeng CPUs interconnected via an ultra-high-bandwidth Unified Bus (UB) network",
      source: "arXiv:2506.12708, abstract",
      read,
    },
  },
]);

/** Ids of all devices, in the order of `devices`. @source ours: names of what is here */
export const deviceIds: readonly string[] = deepFreeze(devices.map(({ id }) => id));

/**
 * An accelerator by its id.
 *
 * @throws RangeError if there is none
 * @source ours: a way to look up `devices`
 */
export function deviceById(id: string): Device {
  requireOneOf({ id }, deviceIds);
  return devices.find((device) => device.id === id) as Device;
}
