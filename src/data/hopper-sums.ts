/**
 * @file Sums of products in FP8 as an NVIDIA H100 made them (driver 580.159.04, CUDA 13.0, PyTorch 2.11.0, on 2026-11-26).
 * §3.3.2, §3.5.2
 *
 * `test/reference/hopper-sums.py` recorded them and `hopper-sums.json` beside it holds more; the test of this file
 * compares both, and `test/compute/precision/hopper.test.ts` the adder of the module with all of them.
 */

/** Sums that were recorded of that instruction, over all pairs of formats, and compared with the adder of the module when they were. */
export const hopperSumsRecorded = 393_216;

/**
 * The report's experiment on that chip: two random matrices of 512 rows in E4M3, multiplied by cuBLAS through
 * `torch._scaled_mm`; promoted or not (`use_fast_accum`). Errors against float64; `relativeNorm` is the norm of all errors
 * over that of all sums. Some sums of both signs lie next to zero, so that their largest relative error says nothing.
 */
export const hopperExperiment = [
  {
    distribution: "normal",
    length: 4_096,
    promoted: false,
    medianRelativeError: 0.0009601020612209205,
    largestRelativeError: 502.3333333333333,
    relativeNorm: 0.0013286736688486256,
  },
  {
    distribution: "normal",
    length: 4_096,
    promoted: true,
    medianRelativeError: 0.00012277206461489275,
    largestRelativeError: 29.48167539267016,
    relativeNorm: 0.00012597482185170946,
  },
  {
    distribution: "normal",
    length: 65_536,
    promoted: false,
    medianRelativeError: 0.0052804078124246406,
    largestRelativeError: 137.9021241149521,
    relativeNorm: 0.007044797528328441,
  },
  {
    distribution: "normal",
    length: 65_536,
    promoted: true,
    medianRelativeError: 0.00012496952276647312,
    largestRelativeError: 4.527339281628918,
    relativeNorm: 0.0001257546227170868,
  },
  {
    distribution: "uniform",
    length: 4_096,
    promoted: false,
    medianRelativeError: 0.0659912244148852,
    largestRelativeError: 0.07091199525568176,
    relativeNorm: 0.06598926238384992,
  },
  {
    distribution: "uniform",
    length: 4_096,
    promoted: true,
    medianRelativeError: 0.0004961153499963912,
    largestRelativeError: 0.0006105322870177468,
    relativeNorm: 0.0004971550910347573,
  },
  {
    distribution: "uniform",
    length: 65_536,
    promoted: false,
    medianRelativeError: 0.546560624850436,
    largestRelativeError: 0.55327114805745,
    relativeNorm: 0.5465574191165771,
  },
  {
    distribution: "uniform",
    length: 65_536,
    promoted: true,
    medianRelativeError: 0.0004965395056140905,
    largestRelativeError: 0.0005265481969215863,
    relativeNorm: 0.0004965846056250862,
  },
] as const;
