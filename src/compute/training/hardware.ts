/** @file Accelerators, as data. Peaks are dense: data sheets print twice as much, for matrices half of zeros. */
import { deepFreeze } from "../freeze.ts";

/** A GPU, as far as its peaks go. */
export type Accelerator = {
  readonly id: string;
  readonly name: string;
  /** FLOP per second. */
  readonly peakBf16: number;
  readonly peakFp8: number;
  readonly source: string;
};

/**
 * The report's. Same die as the H100; slower links and FP64, which do not matter for peaks of products.
 *
 * @source NVIDIA's data sheet of the H100 SXM, whose die it has; arXiv:2505.09343, Table 4, agrees
 */
export const h800: Accelerator = deepFreeze({
  id: "h800",
  name: "H800 SXM",
  peakBf16: 989.4e12,
  peakFp8: 1978.9e12,
  source:
    "132 SMs × 4,096 FLOP per clock in BF16, 8,192 in FP8, × 1.83 GHz; 385 TFLOP/s being 38.94% in arXiv:2505.09343, Table 4, agrees",
});

/** Links of the report's cluster, as it works with them; a data sheet counts both directions. @source §3.2.2 */
export const v3Links = deepFreeze({ nvlinkBytesPerSecond: 160e9, infinibandBytesPerSecond: 50e9 } as const);

/** Llama 3.1's. @source NVIDIA's data sheet of the H100 SXM; arXiv:2407.21783, Table 4, for its use */
export const h100: Accelerator = deepFreeze({ ...h800, id: "h100", name: "H100 SXM 80GB" });
