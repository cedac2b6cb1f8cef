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
};

const read = "2026-11-26";
const garden = (chip: string): string => `glennklockwood.com/garden/processors/${chip}, after NVIDIA's white papers`;
const trace = "device record of deepseek-ai/profile-data, train.json; names of its fields are ours";
const tpu = "docs.cloud.google.com/tpu/docs/v5p-training";
const bothWays = "half of it: both directions are counted";

const hopperPeaks = {
  sms: { value: 132, quote: "132 SMs (2 per TPC)", source: garden("h100"), read },
  peakBf16: { value: 989.4e12, quote: "BF16 | 133.8 | 989.4 | 1978.9", note: "matrix products, dense, then sparse", source: garden("h100"), read },
  peakFp8: { value: 1978.9e12, quote: "FP8 | 1978.9 | 3957.8", note: "dense, then sparse", source: garden("h100"), read },
};

/** Accelerators that the chapters and the calculator compare. */
export const devices: readonly Device[] = deepFreeze([
  {
    id: "a100", name: "A100 SXM 80 GB",
    sms: { value: 108, quote: "108 SMs (2 per TPC)", source: garden("A100"), read },
    peakBf16: { value: 312e12, quote: "BF16 | 312 | 624", note: "dense, then sparse", source: garden("A100"), read },
    peakFp8: null, // it has no FP8
    memoryBytes: { value: 80e9, quote: "80 GB HBM2e (5 stacks)", source: garden("A100"), read },
    memoryBytesPerSecond: { value: 2.039e12, quote: "Memory Bandwidth | 1,555GB/s | 1,935GB/s | 1,555GB/s | 2,039GB/s", source: "thundercompute.com/blog/nvidia-a100-specs-full-guide", read },
    scaleUpBytesPerSecond: { value: 300e9, quote: "300+300 GB/s NVLink (D2D)", source: garden("A100"), read },
  },
  {
    id: "h100", name: "H100 SXM 80 GB", ...hopperPeaks,
    memoryBytes: { value: 80e9, quote: "80 GB HBM3 (5 stacks)", source: garden("h100"), read },
    memoryBytesPerSecond: { value: 3.35e12, quote: "3.35 TB/s (max)?", source: garden("h100"), read },
    scaleUpBytesPerSecond: { value: 450e9, quote: "900 GB/s NVLink (D2D)", note: bothWays, source: garden("h100"), read },
  },
  {
    id: "h200", name: "H200 SXM", ...hopperPeaks,
    memoryBytes: { value: 141e9, quote: '"accelerator_memory_capacity": "141 GB"', source: "mlcommons/inference_results_v4.1, closed/NVIDIA/systems/H200-SXM-141GBx8_TRT_MaxQ.json", read },
    memoryBytesPerSecond: { value: 4.8e12, quote: "141 GB at 4.8 TB/s on its SXM and NVL boards", source: "aiwiki.ai/wiki/nvidia_h200", read },
    scaleUpBytesPerSecond: { value: 450e9, quote: "18x 4th Gen NVLink, 900GB/s", note: bothWays, source: "mlcommons/inference_results_v4.1, closed/NVIDIA/systems/H200-SXM-141GBx8_TRT_MaxQ.json", read },
  },
  {
    id: "h800", name: "H800 SXM",
    sms: { value: 132, quote: "sms: 132", note: "20 blocks of all-to-all and 112 of products fill them", source: trace, read },
    peakBf16: { ...hopperPeaks.peakBf16, note: "the H100's: 385 TFLOP/s being 38.94% in arXiv:2505.09343, Table 4, agrees" },
    peakFp8: { ...hopperPeaks.peakFp8, note: "the H100's, twice BF16 as on that chip" },
    memoryBytes: { value: 84_943_110_144, quote: "memoryBytes: 84943110144", note: "79.1 GiB, sold as 80 GB", source: trace, read },
    memoryBytesPerSecond: { value: 3.35e12, quote: "3.35 TB/s (max)?", note: "the H100's; FlashMLA's README measures 3 TB/s on an H800", source: garden("h100"), read },
    scaleUpBytesPerSecond: { value: 200e9, quote: "NVLink bandwidth is severely reduced to only 400 GB/s total aggregate bidirectional bandwidth", note: `${bothWays}; arXiv:2505.09343, §4, has the same; the report works with 160 GB/s`, source: "tumgag.com, NVIDIA H800 vs H100", read },
  },
  {
    id: "b200", name: "B200 SXM, 1,000 W",
    sms: null,
    peakBf16: { value: 2250e12, quote: "BF16 | 2250 | 4500", note: "HGX at 1,000 W; dense, then sparse", source: garden("B200"), read },
    peakFp8: { value: 4500e12, quote: "FP8 | 4500 | 9000", note: "likewise", source: garden("B200"), read },
    memoryBytes: { value: 180e9, quote: '"accelerator_memory_capacity": "180 GB"', source: "mlcommons/inference_results_v6.0, closed/Nebius/systems/nebius_b200_n1.json", read },
    memoryBytesPerSecond: { value: 8e12, quote: "8 TB/s (max)", source: garden("B200"), read },
    scaleUpBytesPerSecond: { value: 900e9, quote: "2x 900 GB/s NVLink 5 (D2D)", note: bothWays, source: garden("B200"), read },
  },
  {
    id: "gb200", name: "GB200 NVL72, one of its GPUs",
    sms: null,
    peakBf16: { value: 2500e12, quote: "BF16 | 2500 | 5000", note: "at 1,200 W; dense, then sparse", source: garden("B200"), read },
    peakFp8: { value: 5000e12, quote: "FP8 | 5000 | 10000", note: "likewise", source: garden("B200"), read },
    memoryBytes: { value: 186e9, quote: '"accelerator_memory_capacity": "186 GB"', source: "mlcommons/inference_results_v6.1, closed/Crusoe/systems/GB200-NVL72_GB200-186GB_aarch64x16_Dynamo.json", read },
    memoryBytesPerSecond: { value: 8e12, quote: "8 TB/s (max)", note: "the B200's", source: garden("B200"), read },
    scaleUpBytesPerSecond: { value: 900e9, quote: "2x 900 GB/s NVLink 5 (D2D)", note: bothWays, source: garden("B200"), read },
  },
  {
    id: "mi300x", name: "MI300X",
    sms: { value: 304, quote: "304 high-throughput compute units", source: "gpu.blog/gpus/instinct-mi300x-mi300x", read },
    peakBf16: { value: 1307.4e12, quote: "Matrix FP16/BF16: 1307.4 TFLOPS", source: "lzwjava.github.io/rocm-fp8-support-on-mi300x-en, after ROCm's mi300.md", read },
    peakFp8: { value: 2614.9e12, quote: "Matrix FP8: 2614.9 TFLOPS", source: "lzwjava.github.io/rocm-fp8-support-on-mi300x-en, after ROCm's mi300.md", read },
    memoryBytes: { value: 192e9, quote: '"accelerator_memory_capacity": "192 GB"', source: "mlcommons/inference_results_v4.1, closed/AMD/systems/8xMI300X_2xEPYC-9374F.json", read },
    memoryBytesPerSecond: { value: 5.3e12, quote: "192 GB of HBM3 memory and 5.3 TB/s of memory bandwidth", source: "aiwiki.ai/wiki/amd_instinct_mi300x", read },
    scaleUpBytesPerSecond: { value: 448e9, quote: "up to 128 GB/s bidirectional per link and 448 GB/s aggregate bandwidth for an 8-GPU system", note: "seven links of 64 GB/s in one direction", source: "emergentmind.com/topics/amd-mi300x-gpu", read },
  },
  {
    id: "tpu-v5p", name: "TPU v5p, one chip",
    sms: null, // two TensorCores a chip, which are no SMs
    peakBf16: { value: 459e12, quote: "Peak compute per chip (BF16) (TFLOPs) | 459", source: tpu, read },
    peakFp8: { value: 459e12, quote: "Peak compute per chip (FP8) (TFLOPs) | 459", note: "FP8 is no faster", source: tpu, read },
    memoryBytes: { value: 95 * 2 ** 30, quote: "HBM capacity per chip (GiB) | 95", source: tpu, read },
    memoryBytesPerSecond: { value: 2.765e12, quote: "HBM bandwidth per chip (GBps) | 2765", source: tpu, read },
    scaleUpBytesPerSecond: { value: 600e9, quote: "Bidirectional inter-chip interconnect (ICI) bandwidth per chip (GBps) | 1200", note: bothWays, source: tpu, read },
  },
]);

/** Ids of all devices, in the order of `devices`. */
export const deviceIds: readonly string[] = deepFreeze(devices.map(({ id }) => id));

/**
 * An accelerator by its id.
 *
 * @throws RangeError if there is none
 */
export function deviceById(id: string): Device {
  requireOneOf({ id }, deviceIds);
  return devices.find((device) => device.id === id) as Device;
}
