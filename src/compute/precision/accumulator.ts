/**
 * @file How a tensor core adds products (§3.3.2, §3.5.2), bit by bit: exact, FP32, a narrow register, and the aligned
 * adder of Hopper.
 *
 * Every sum is one of integers in units of a power of two, held in doubles: those are exact up to 2⁵³, and a sum of 32
 * aligned products never comes near that. So the results are the same on every machine.
 */
import { refuse, requireIntegerInRange, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { exponentOf } from "../exponent-of.ts";
import { cutRules, pairCut, powerOfTwo, sumCut, type CutRule } from "./cut.ts";

/**
 * `exact`: no bit is lost before the end. `fp32`: each product is added to a float32, rounded to nearest. `register`:
 * products and their sum are exact within a group, and the register that takes the sum is narrow ("FP22" at 14 bits).
 * `aligned`: Hopper's way, in which each product is shifted to the largest exponent of its group and cut first.
 *
 * @source §3.5.2; arXiv:2511.10909, for the aligned adder
 */
export const adders = deepFreeze(["exact", "fp32", "register", "aligned"] as const);
export type AdderKind = (typeof adders)[number];

/**
 * Whether the running sum is aligned and cut with the products of the next group, or added to their sum afterwards.
 *
 * @source arXiv:2511.10909; arXiv:2505.09343, §3.1.1, leave it open for Hopper
 */
export const runningSums = deepFreeze(["aligned", "apart"] as const);

export type Accumulator = {
  adder: AdderKind;
  /** Bits that each aligned product keeps, the leading one included: 14 is 1 + 13 fraction bits. For `aligned`. */
  bits: number;
  /** Bits of the register that holds the running sum, the leading one included. For `register` and `aligned`. */
  registerBits: number;
  /** Products that are added in one step: 32 of FP8 in a WGMMA instruction. */
  groupSize: number;
  /** What becomes of bits past the last: cut off, or rounded down as two's complement is by a shift. */
  cut: CutRule;
  runningSum: (typeof runningSums)[number];
  /** N_C: elements after which the partial sum moves to an FP32 register; 0 for never. A multiple of `groupSize`. */
  promotionInterval: number;
};

/**
 * Hopper's adder for FP8, without promotion.
 *
 * The report says 14 bits after "sign-fill right shifting", and arXiv 2505.09343 (§3.1.1) 13 fraction bits and a register
 * of 1 + 8 + 13. The rest is open in both; here it follows the published bit-accurate model of WGMMA (MMA-Sim,
 * arXiv 2511.10909): exponents as the codes have them, cut toward zero, the running sum aligned as one more term. An H100
 * gives the same bits in each of 393,216 sums recorded for this module (`test/reference/hopper-sums.md`), and cuBLAS there the
 * same as `promotedAdder` where it is not told to accumulate fast.
 *
 * @source §3.3.2, §3.5.2
 */
export const hopperAdder: Accumulator = deepFreeze({
  adder: "aligned",
  bits: 14,
  registerBits: 14,
  groupSize: 32,
  cut: "toward-zero",
  runningSum: "aligned",
  promotionInterval: 0,
});

/** V3's way: Hopper's adder, promoted to FP32 every 128 elements. @source §3.3.2, Figure 7 */
export const promotedAdder: Accumulator = deepFreeze({ ...hopperAdder, promotionInterval: 128 });

/**
 * Blackwell's adder for FP8: 1 + 25 bits, float32 register (MMA-Sim, arXiv 2511.10909; deepseek-ai/DeepGEMM, issue 176).
 *
 * @source arXiv:2511.10909; deepseek-ai/DeepGEMM, issue 176
 */
export const blackwellAdder: Accumulator = deepFreeze({ ...hopperAdder, bits: 26, registerBits: 24 });

/** Each product added to a float32. @source IEEE 754-2019, §4.3.1: round to nearest, ties to even */
export const fp32Adder: Accumulator = deepFreeze({ ...hopperAdder, adder: "fp32" });

/** Nothing lost before the end. @source ours: what the others are compared with */
export const exactAdder: Accumulator = deepFreeze({ ...hopperAdder, adder: "exact" });

/** Widest adder: aligned terms of 45 bits, 33 of them, stay below 2⁵³. @source ours: the bound of exact integers in a double */
export const mostAdderBits = 45;

/** Rows of numbers to be multiplied, with the exponent of each as its code has it (see `exponentsOf`). */
export type Terms = { values: Float64Array; exponents: Int16Array };

/** Adds the products of `count` terms from `aStart` and `bStart` on to a register, and returns what it then holds. */
export type Adder = (a: Terms, aStart: number, b: Terms, bStart: number, count: number, register: number) => number;

/** What no product of finite numbers reaches, and what every product with a zero stays under. */
const notFinite = 900;
const isZero = -900;
/** Exponents that stand for zero, and for infinity and NaN. */
export const zeroExponent = -2000;
const specialExponent = 3000;

/**
 * The adder of an accumulator, without its promotion.
 *
 * @throws RangeError if an option is not allowed
 */
export function createAdder(accumulator: Accumulator): Adder {
  const { adder, bits, registerBits, groupSize, cut } = requireAccumulator(accumulator);
  if (adder === "exact") return addExactly;
  if (adder === "fp32") return addInFloat32;
  if (adder === "register") return registerAdder(groupSize, registerBits, cut);
  return alignedAdder(groupSize, bits, registerBits, cut, accumulator.runningSum);
}

/**
 * The accumulator itself, if its options are allowed.
 *
 * @throws RangeError if one is not
 * @source ours: the check that every adder of this module makes
 */
export function requireAccumulator(accumulator: Accumulator): Accumulator {
  requireObject({ accumulator });
  const { adder, bits, registerBits, groupSize, cut, runningSum, promotionInterval } = accumulator;
  requireOneOf({ adder }, adders);
  requireOneOf({ cut }, cutRules);
  requireOneOf({ runningSum }, runningSums);
  requireIntegerInRange({ bits, registerBits }, 2, mostAdderBits);
  requireIntegerInRange({ groupSize }, 1, 128);
  requireIntegerInRange({ promotionInterval }, 0, 2 ** 30);
  if (promotionInterval % groupSize !== 0)
    refuse("promotionInterval", `be a multiple of ${groupSize}, the products of one step`, promotionInterval);
  return accumulator;
}

/**
 * Sum without loss: what an addition rounds away is kept beside it (Neumaier's way, doi:10.1002/zamm.19740540106). For
 * formats of at most 5 exponent bits both parts are exact to 65,536 products, and the sum is rounded once, to a double;
 * for wider ones it is right to about 100 bits.
 */
const addExactly: Adder = (a, aStart, b, bStart, count, register) => {
  let sum = register;
  let rest = 0;
  for (let k = 0; k < count; k++) {
    const product = a.values[aStart + k] * b.values[bStart + k];
    const next = sum + product;
    const back = next - sum;
    rest += sum - (next - back) + (product - back);
    sum = next;
  }
  return Number.isFinite(sum) ? sum + rest : sum;
};

const addInFloat32: Adder = (a, aStart, b, bStart, count, register) => {
  let sum = register;
  for (let k = 0; k < count; k++) sum = Math.fround(sum + a.values[aStart + k] * b.values[bStart + k]);
  return sum;
};

/** As `addExactly` within a group; the sum of both parts is cut to the register. */
function registerAdder(groupSize: number, registerBits: number, cut: CutRule): Adder {
  return (a, aStart, b, bStart, count, register) => {
    for (let first = 0; first < count; first += groupSize) {
      const end = Math.min(first + groupSize, count);
      let sum = register;
      let rest = 0;
      for (let k = first; k < end; k++) {
        const product = a.values[aStart + k] * b.values[bStart + k];
        const next = sum + product;
        const back = next - sum;
        rest += sum - (next - back) + (product - back);
        sum = next;
      }
      register = pairCut(sum, rest, registerBits, cut);
    }
    return register;
  };
}

/**
 * A group of products p with exponents e (of both factors' codes, added): with E the largest, each p is cut to a multiple
 * of 2^(E − bits + 1), and the sum of these integers is cut to the bits of the register.
 */
function alignedAdder(
  groupSize: number,
  bits: number,
  registerBits: number,
  cut: CutRule,
  runningSum: Accumulator["runningSum"],
): Adder {
  const fractionBits = bits - 1;
  const isAligned = runningSum === "aligned";
  const isDown = cut === "down";
  const keptWhole = 2 ** registerBits;
  return (a, aStart, b, bStart, count, register) => {
    const { values: aValues, exponents: aExponents } = a;
    const { values: bValues, exponents: bExponents } = b;
    for (let first = 0; first < count; first += groupSize) {
      const from = aStart + first;
      const toB = bStart - aStart;
      const end = aStart + Math.min(first + groupSize, count);
      let top = isAligned && register !== 0 ? exponentOf(register) : zeroExponent;
      for (let k = from; k < end; k++) {
        const exponent = aExponents[k] + bExponents[k + toB];
        if (exponent > top) top = exponent;
      }
      if (top < isZero) continue;
      if (top > notFinite) {
        for (let k = from; k < end; k++) register += aValues[k] * bValues[k + toB];
        continue;
      }
      const perUnit = powerOfTwo(fractionBits - top);
      let sum = 0;
      if (isDown) for (let k = from; k < end; k++) sum += Math.floor(aValues[k] * bValues[k + toB] * perUnit);
      else for (let k = from; k < end; k++) sum += Math.trunc(aValues[k] * bValues[k + toB] * perUnit);
      const unit = powerOfTwo(top - fractionBits);
      if (!isAligned) register = sumCut(register, sum * unit, registerBits, cut);
      else {
        sum += isDown ? Math.floor(register * perUnit) : Math.trunc(register * perUnit);
        // An integer: shorter than the register it is kept whole, and up to 31 bits a shift cuts it.
        const size = Math.abs(sum);
        if (size < keptWhole) register = sum * unit;
        else if (size > 0x7fff_ffff) register = sumCut(0, sum * unit, registerBits, cut);
        else {
          const surplus = 32 - Math.clz32(size) - registerBits;
          register = ((sum < 0 && !isDown ? -(size >> surplus) : sum >> surplus) << surplus) * unit;
        }
      }
    }
    return register;
  };
}

/**
 * Exponents as an adder sees them: those of the codes. A subnormal has the exponent of the smallest normal number, and
 * its leading bit is a zero.
 *
 * @param values  numbers of the format, not scaled
 * @param smallestNormal  of their format; left out, the exponent is that of the leading bit
 */
export function exponentsOf(values: Float64Array, smallestNormal = 0): Int16Array {
  const lowest = smallestNormal > 0 ? exponentOf(smallestNormal) : -1074;
  return Int16Array.from(values, (value) => exponentAsCoded(value, lowest));
}

/** The exponent of one number; see `exponentsOf`. */
export function exponentAsCoded(value: number, lowest: number): number {
  if (value === 0) return zeroExponent;
  return Number.isFinite(value) ? Math.max(exponentOf(value), lowest) : specialExponent;
}
