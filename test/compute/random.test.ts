import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, maxSeed } from "../../src/compute/index.ts";
import { computedBits, recorded } from "./recorded-bits.ts";

const seeds = fc.integer({ min: 0, max: maxSeed });

/**
 * By reference: bits 1 to 6 and bit 1,000 of a C program (gcc, uint32_t arithmetic) that was written apart from
 * `random.ts`: the state is four steps of SplitMix32,
 *
 *     z = m += 0x9e3779b9; z ^= z >> 16; z *= 0x21f0aaad; z ^= z >> 15; z *= 0x735a2d97; z ^ (z >> 15)
 *
 * and each number one of xoshiro128** 1.1, prng.di.unimi.it/xoshiro128starstar.c. The same steps on Python integers
 * give the same, and from the state 1, 2, 3, 4 they give the vector that Rust's rand_xoshiro tests against
 * (11520, 0, 5927040, 70819200, 2031721883, …).
 */
const reference: readonly [seed: number, first: number[], thousandth: number][] = [
  [0, [1789933344, 44971166, 2521387044, 3848737593, 1138324114, 749234105], 1312086629],
  [1, [393288148, 2174103013, 3814759091, 2092745082, 1865176206, 2179171167], 4071296275],
  [2412, [3369461060, 1545875306, 2103511099, 1469692315, 3401673662, 1444370665], 3036320238],
  [maxSeed, [4104197751, 1825856343, 1152209388, 2427537429, 3685145430, 609215610], 695274267],
];

describe("createRandom(seed)", () => {
  it("takes every 32-bit seed", () => {
    expect(maxSeed).toBe(2 ** 32 - 1);
  });
  it.each([-1, 2 ** 32, 0.5, NaN])("names the seed %d that it refuses", (seed) => {
    expect(() => createRandom(seed)).toThrow(
      new RangeError(`seed must be an integer from 0 to 4294967295 (got ${seed})`),
    );
  });
  it("gives the same numbers for the same seed, and streams that do not disturb each other", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [a, b, other] = [createRandom(seed), createRandom(seed), createRandom(seed === 0 ? 1 : seed - 1)];
        const draw = (random: typeof a) => [
          random.bits(),
          random.uniform(),
          random.normal(),
          random.integer(10),
          random.normal(),
        ];
        const first = draw(a);
        draw(other);
        expect(draw(b)).toEqual(first);
      }),
    );
  });
});

describe("bits()", () => {
  it.each(reference)("is xoshiro128** for seed %d", (seed, first, thousandth) => {
    const random = createRandom(seed);
    const bits = Array.from({ length: 1000 }, () => random.bits());
    expect(bits.slice(0, 6)).toEqual(first);
    expect(bits[999]).toBe(thousandth);
  });
});

describe("uniform()", () => {
  it("is the bits as a fraction, exactly", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [random, twin] = [createRandom(seed), createRandom(seed)];
        for (let i = 0; i < 20; i++) {
          const value = random.uniform();
          expect(value * 2 ** 32).toBe(twin.bits());
          expect(value).toBeLessThan(1);
        }
      }),
    );
  });
});

describe("normal()", () => {
  // By reference: Marsaglia's polar method in the C program above, seed 2412. Two correctly built logarithms may
  // differ by 1 ulp and the square root and product add half of one each: 4 ulp of the largest value, 4 × 2⁻⁵¹.
  it("follows the polar method", () => {
    const random = createRandom(2412);
    for (const value of [1.21075523201321, -0.59608339773410857, -0.13891926483218167, -2.1412966914877831]) {
      expect(Math.abs(random.normal() - value)).toBeLessThanOrEqual(4 * 2 ** -51);
    }
  });
  // Five standard errors of 100,000 draws: mean 5/√n, variance 5·√(2/n), share beyond ±1.96 5·√(0.05·0.95/n).
  it("has mean 0, variance 1 and 5% beyond ±1.96", () => {
    const n = 100_000;
    const random = createRandom(3);
    const draws = Array.from({ length: n }, () => random.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / n;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    const beyond = draws.filter((x) => Math.abs(x) > 1.959964).length / n;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(beyond - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / n));
  });
});

describe("integer(below)", () => {
  // By hand from the reference bits: floor(bits × 256 / 2³²), the top byte; 3369461060 = 0xc8d5…, so 200 first.
  it("is the leading part of the bits", () => {
    const random = createRandom(2412);
    expect(Array.from({ length: 8 }, () => random.integer(256))).toEqual([200, 92, 125, 87, 202, 86, 107, 174]);
  });
  it("stays below its bound", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, below) => {
        const value = createRandom(seed).integer(below);
        expect(Number.isInteger(value) && value >= 0 && value < below).toBe(true);
      }),
    );
  });
  // Chi-square over 7 values and 70,000 draws: 6 degrees of freedom, 22.46 is the 99.9% point. The seed is fixed.
  it("is uniform over a bound that does not divide 2³²", () => {
    const random = createRandom(17);
    const countOfValue = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < 70_000; i++) countOfValue[random.integer(7)]++;
    expect(countOfValue.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.46);
  });
  it.each([0, -3, 1.5])("names the bound %d that it refuses", (below) => {
    expect(() => createRandom(0).integer(below)).toThrow(
      new RangeError(`below must be a positive integer (got ${below})`),
    );
  });
});

describe("integer(below) past 2³²", () => {
  // By hand: 32 bits times 2⁸ leave the lowest eight bits of an integer below 2⁴⁰ at 0.
  it("fills all bits of the integer", () => {
    const random = createRandom(2412);
    const lowest = new Set(Array.from({ length: 200 }, () => random.integer(2 ** 40) % 256));
    expect(lowest.size).toBeGreaterThan(100);
  });
  it("stays below its bound, up to the largest", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2 ** 32, max: Number.MAX_SAFE_INTEGER }), (seed, below) => {
        const value = createRandom(seed).integer(below);
        expect(Number.isSafeInteger(value) && value >= 0 && value < below).toBe(true);
      }),
    );
  });
});

describe("normal(), bit by bit", () => {
  // The test above says that they are right.
  it("gives the recorded doubles", () => {
    expect(computedBits().normal).toEqual(recorded.normal);
  });
});
