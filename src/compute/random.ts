/**
 * @file The seeded generator, the only source of chance on the site: xoshiro128** (Blackman and Vigna,
 * doi:10.1145/3460772), its state filled by SplitMix32. The same seed gives the same numbers on every machine: besides
 * arithmetic and square roots, which are rounded correctly everywhere, only our own logarithm enters.
 */
import { requireIntegerInRange, requirePositiveInteger } from "./check.ts";
import { logarithm } from "./logarithm.ts";

/** A stream of random numbers. Streams of different seeds are independent for every purpose here. */
export type Random = {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /**
   * Uniform integer in [0, below): of 32 random bits up to 2³², of 53 beyond. Where `below` does not divide 2³² or 2⁵³,
   * some values are likelier than others, by a share of at most `below` / 2³² or 2⁵³.
   *
   * @throws RangeError if `below` is not a positive integer
   */
  integer(below: number): number;
  /** 32 random bits, as an unsigned integer. */
  bits(): number;
};

/** Greatest seed: seeds are 32-bit unsigned integers. @source ours: what 32 bits hold */
export const maxSeed = 0xffff_ffff;

/**
 * A new stream of random numbers.
 *
 * @param seed  integer from 0 to 2³² − 1
 * @throws RangeError if `seed` is anything else
 * @source xoshiro128**, doi:10.1145/3460772; normal numbers by the polar method, doi:10.1137/1006063
 */
export function createRandom(seed: number): Random {
  requireIntegerInRange({ seed }, 0, maxSeed);
  const state = new Uint32Array(4);
  let mixed = seed;
  for (let i = 0; i < 4; i++) {
    mixed = (mixed + 0x9e37_79b9) | 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0_aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a_2d97);
    state[i] = z ^ (z >>> 15);
  }

  function bits(): number {
    const s1 = state[1];
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    state[2] ^= state[0];
    state[3] ^= s1;
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= s1 << 9;
    state[3] = rotateLeft(state[3], 11);
    return result;
  }

  const uniform = (): number => bits() / 2 ** 32;

  let spare: number | null = null;
  /** Marsaglia's polar method: exact up to rounding, two values from each accepted point. */
  function normal(): number {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * logarithm(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  }

  function integer(below: number): number {
    requirePositiveInteger({ below });
    if (below <= 2 ** 32) return Math.floor(uniform() * below);
    const high = bits() >>> 5;
    const fraction = (high * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
    // The product may round up to `below` itself.
    return Math.min(Math.floor(fraction * below), below - 1);
  }

  return { uniform, normal, integer, bits };
}

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
