/**
 * @file The formats a second time, from the texts of their specifications, with fields typed by hand and no use of
 * `formats.ts`: the slow and obvious version that the module is held against.
 */
import {
  bf16,
  e2m1,
  e2m3,
  e3m2,
  e4m3,
  e5m2,
  e5m6,
  e8m0,
  fp16,
  ue4m3,
  type NumberFormat,
} from "../../../src/compute/index.ts";

/**
 * What the specifications say of each format: fields, bias, and the largest normal, smallest normal and smallest
 * subnormal number. OCP 8-bit Floating Point Specification 1.0, Tables 1 and 2; OCP Microscaling Formats 1.0, §5.3.2,
 * §5.3.3 and §5.4.1; UE4M3 is E4M3 without its sign; IEEE 754-2019, Table 3.5; bfloat16 is float32's upper half. E5M6 is ours: fields as in its name, else
 * like IEEE 754, so (2 − 2⁻⁶) × 2¹⁵ = 65,024, 2⁻¹⁴ and 2⁻²⁰.
 */
export const specified: readonly {
  format: NumberFormat;
  sign: number;
  exponent: number;
  mantissa: number;
  bias: number;
  largest: number;
  smallestNormal: number;
  smallest: number;
  finite: number;
  infinities: number;
  nans: number;
}[] = [
  {
    format: e4m3,
    sign: 1,
    exponent: 4,
    mantissa: 3,
    bias: 7,
    largest: 448,
    smallestNormal: 2 ** -6,
    smallest: 2 ** -9,
    finite: 254,
    infinities: 0,
    nans: 2,
  },
  {
    format: e5m2,
    sign: 1,
    exponent: 5,
    mantissa: 2,
    bias: 15,
    largest: 57_344,
    smallestNormal: 2 ** -14,
    smallest: 2 ** -16,
    finite: 248,
    infinities: 2,
    nans: 6,
  },
  {
    format: e5m6,
    sign: 1,
    exponent: 5,
    mantissa: 6,
    bias: 15,
    largest: 65_024,
    smallestNormal: 2 ** -14,
    smallest: 2 ** -20,
    finite: 4096 - 128,
    infinities: 2,
    nans: 126,
  },
  {
    format: fp16,
    sign: 1,
    exponent: 5,
    mantissa: 10,
    bias: 15,
    largest: 65_504,
    smallestNormal: 2 ** -14,
    smallest: 2 ** -24,
    finite: 65_536 - 2048,
    infinities: 2,
    nans: 2046,
  },
  {
    format: bf16,
    sign: 1,
    exponent: 8,
    mantissa: 7,
    bias: 127,
    largest: 255 * 2 ** 120,
    smallestNormal: 2 ** -126,
    smallest: 2 ** -133,
    finite: 65_536 - 256,
    infinities: 2,
    nans: 254,
  },
  {
    format: e2m1,
    sign: 1,
    exponent: 2,
    mantissa: 1,
    bias: 1,
    largest: 6,
    smallestNormal: 1,
    smallest: 0.5,
    finite: 16,
    infinities: 0,
    nans: 0,
  },
  {
    format: e3m2,
    sign: 1,
    exponent: 3,
    mantissa: 2,
    bias: 3,
    largest: 28,
    smallestNormal: 0.25,
    smallest: 0.0625,
    finite: 64,
    infinities: 0,
    nans: 0,
  },
  {
    format: e2m3,
    sign: 1,
    exponent: 2,
    mantissa: 3,
    bias: 1,
    largest: 7.5,
    smallestNormal: 1,
    smallest: 0.125,
    finite: 64,
    infinities: 0,
    nans: 0,
  },
  {
    format: ue4m3,
    sign: 0,
    exponent: 4,
    mantissa: 3,
    bias: 7,
    largest: 448,
    smallestNormal: 2 ** -6,
    smallest: 2 ** -9,
    finite: 127,
    infinities: 0,
    nans: 1,
  },
  {
    format: e8m0,
    sign: 0,
    exponent: 8,
    mantissa: 0,
    bias: 127,
    largest: 2 ** 127,
    smallestNormal: 2 ** -127,
    smallest: 2 ** -127,
    finite: 255,
    infinities: 0,
    nans: 1,
  },
];

/**
 * The value of a code by the formula of the specifications, on its bits as text:
 * (−1)^S × 2^(E − bias) × (1 + 2^−m × M), and for E = 0 (−1)^S × 2^(1 − bias) × (0 + 2^−m × M).
 *
 * Each step is exact in double precision: M has at most 10 bits, and powers of two change none of them.
 */
export function specifiedValue(
  { format, sign, exponent, mantissa, bias }: (typeof specified)[number],
  code: number,
): number {
  const bits = code.toString(2).padStart(sign + exponent + mantissa, "0");
  const S = sign === 1 ? Number(bits[0]) : 0;
  const exponentBits = bits.slice(sign, sign + exponent);
  const mantissaBits = bits.slice(sign + exponent);
  const E = parseInt(exponentBits, 2);
  const M = mantissa === 0 ? 0 : parseInt(mantissaBits, 2);
  if (!exponentBits.includes("0")) {
    if ((format === e4m3 || format === ue4m3 || format === e8m0) && !mantissaBits.includes("0")) return NaN;
    if (format === e5m2 || format === e5m6 || format === fp16 || format === bf16)
      return M > 0 ? NaN : (-1) ** S * Infinity;
  }
  if (format === e8m0) return 2 ** (E - bias);
  const significand = E === 0 ? M / 2 ** mantissa : 1 + M / 2 ** mantissa;
  return (-1) ** S * 2 ** ((E === 0 ? 1 : E) - bias) * significand;
}

/**
 * The code nearest to a number, found by walking up the values from zero, past each midpoint that lies below; on a
 * midpoint, the even code. Midpoints of neighbours are exact in double precision. Past the midpoint to the value that
 * would come next, `past` is the answer.
 */
export function walkedCode(spec: (typeof specified)[number], value: number, past: "largest" | "next"): number {
  const codes = (spec.finite >> 1) - 1;
  const magnitude = Math.abs(value);
  let code = 0;
  while (code <= codes) {
    const here = specifiedValue(spec, code);
    const step = code < codes ? specifiedValue(spec, code + 1) - here : here - specifiedValue(spec, code - 1);
    const midpoint = here + step / 2;
    if (magnitude < midpoint || (magnitude === midpoint && code % 2 === 0)) break;
    code++;
  }
  const isNegative = value < 0 || Object.is(value, -0);
  return (isNegative ? 2 ** (spec.exponent + spec.mantissa) : 0) + (past === "largest" ? Math.min(code, codes) : code);
}

/**
 * Where rounding goes wrong if it does: every value of the format, every midpoint, the first one past the end, each
 * with the float32 numbers beside it, of both signs; zeros; float32's own extremes.
 */
export function hardCases(spec: (typeof specified)[number]): Float32Array {
  const cases = [0, 2 ** -149, 2 ** -126, 2 ** 127, (2 - 2 ** -23) * 2 ** 127, Infinity];
  const codes = (spec.finite >> 1) - 1;
  for (let code = 0; code <= codes; code++) {
    const here = specifiedValue(spec, code);
    const step = code < codes ? specifiedValue(spec, code + 1) - here : here - specifiedValue(spec, code - 1);
    cases.push(...besides(here), ...besides(here + step / 2), ...besides(here + step));
  }
  return Float32Array.from([...cases, ...cases.map((value) => -value)]);
}

/** A float32 number and its neighbours. */
function besides(value: number): number[] {
  const single = Float32Array.of(value);
  const bits = new Uint32Array(single.buffer);
  return [bits[0] - 1, bits[0], bits[0] + 1]
    .filter((pattern) => pattern >= 0)
    .map((pattern) => new Float32Array(Uint32Array.of(pattern).buffer)[0]);
}
