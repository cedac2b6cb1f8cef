/** @file The number formats of the report and of its successors, as data. */
import { refuse } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { numberFormat, type NumberFormat } from "./number-format.ts";

const fp8 = "OCP 8-bit Floating Point Specification 1.0";
const mx = "OCP Microscaling Formats Specification 1.0";

/**
 * 8 bits, 4 of exponent: the format of every FP8 tensor in V3 (§3.3.2). No infinity, one NaN for each sign.
 *
 * @source OCP 8-bit Floating Point Specification 1.0, §5; §3.3.2
 */
export const e4m3 = numberFormat({ exponentBits: 4, mantissaBits: 3, special: "one-nan", source: fp8 });
/** 8 bits, 5 of exponent: others' choice for gradients. @source OCP 8-bit Floating Point Specification 1.0, §5 */
export const e5m2 = numberFormat({ exponentBits: 5, mantissaBits: 2, source: fp8 });
/**
 * 12 bits: cached inputs of the projection after attention (§3.3.3). Read as IEEE-like here; the report does not say.
 *
 * @source §3.3.3; ours: infinities
 */
export const e5m6 = numberFormat({ exponentBits: 5, mantissaBits: 6, source: "§3.3.3; infinities are our reading" });
/** 16 bits with the range of float32. @source arXiv:1905.12322, §2 */
export const bf16 = numberFormat({ exponentBits: 8, mantissaBits: 7, id: "bf16", name: "BF16", source: "bfloat16" });
/** 16 bits, IEEE 754 binary16. @source IEEE 754-2019, §3.6, binary16 */
export const fp16 = numberFormat({
  exponentBits: 5,
  mantissaBits: 10,
  id: "fp16",
  name: "FP16",
  source: "IEEE 754-2019, binary16",
});
/** 6 bits, 3 of exponent, numbers only. @source OCP Microscaling Formats Specification 1.0, §5.3 */
export const e3m2 = numberFormat({ exponentBits: 3, mantissaBits: 2, special: "none", source: mx });
/** 6 bits, 2 of exponent, numbers only. @source OCP Microscaling Formats Specification 1.0, §5.3 */
export const e2m3 = numberFormat({ exponentBits: 2, mantissaBits: 3, special: "none", source: mx });
/** 4 bits, numbers only. @source OCP Microscaling Formats Specification 1.0, §5.3 */
export const e2m1 = numberFormat({ exponentBits: 2, mantissaBits: 1, special: "none", source: mx });
/** 8 bits of exponent and nothing else: a scale. No zero, one NaN. @source OCP Microscaling Formats Specification 1.0, §5.4 */
export const e8m0 = numberFormat({
  exponentBits: 8,
  mantissaBits: 0,
  signed: false,
  special: "one-nan",
  subnormals: false,
  id: "e8m0",
  name: "E8M0",
  source: mx,
});
/**
 * E4M3 without its sign, 7 bits in a byte whose highest bit is 0: the scale of a block in NVFP4. It has a zero.
 *
 * @source ours: read from the NVIDIA PTX ISA, alternate floating-point formats
 */
export const ue4m3 = numberFormat({
  exponentBits: 4,
  mantissaBits: 3,
  signed: false,
  special: "one-nan",
  source: "NVIDIA PTX ISA, alternate floating-point formats",
});

/** Every format that is here, V3's first. @source each format names its own */
export const numberFormats: readonly NumberFormat[] = deepFreeze([
  e4m3,
  e5m2,
  e5m6,
  bf16,
  fp16,
  e3m2,
  e2m3,
  e2m1,
  e8m0,
  ue4m3,
]);

/** Ids of all formats, in the order of `numberFormats`. @source ours: names of what is here */
export const formatIds: readonly string[] = deepFreeze(numberFormats.map(({ id }) => id));

/**
 * The format of an id.
 *
 * @param id  one of `formatIds`: "e4m3"
 * @throws RangeError if there is no such format
 * @source ours: a way to look up `numberFormats`
 */
export function formatById(id: string): NumberFormat {
  return numberFormats.find((format) => format.id === id) ?? refuse("id", `be one of ${formatIds.join(", ")}`, id);
}
