/**
 * @file Hashes of the bits that our exponential, logarithms and normal numbers have, and those recorded once, on Node 24
 * and x86-64: what every other machine and engine must give. Browsers run this file, too.
 */
import { exponential } from "../../src/compute/exponential.ts";
import { logarithm, logarithm2 } from "../../src/compute/logarithm.ts";
import { createRandom, maxSeed } from "../../src/compute/random.ts";

/** The recorded hashes, each of 10,000 doubles. */
export const recorded = {
  exponential: "e7b4c67f",
  logarithm: "a4dc2a4e",
  logarithm2: "16ea047b",
  normal: ["e32c7fd8", "bbfc8a3f", "457ff859", "1fefd7d5"],
};

/** The same, computed here and now. */
export function computedBits(): typeof recorded {
  return {
    exponential: hashOf(sampled(exponential, -700, 1400)),
    logarithm: hashOf(sampled(logarithm, 1e-9, 1000)),
    logarithm2: hashOf(sampled(logarithm2, 1e-9, 4)),
    normal: [0, 1, 2412, maxSeed].map((seed) => hashOf(createRandom(seed).normal)),
  };
}

/** Values of a function at random places. */
function sampled(f: (x: number) => number, from: number, span: number): () => number {
  const random = createRandom(7);
  return () => f(from + span * random.uniform());
}

/** FNV-1a of 10,000 doubles, 32 bits at a time. */
function hashOf(next: () => number): string {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0x811c_9dc5;
  for (let i = 0; i < 10_000; i++) {
    view.setFloat64(0, next());
    for (const word of [view.getUint32(0), view.getUint32(4)]) hash = Math.imul(hash ^ word, 0x0100_0193) >>> 0;
  }
  return hash.toString(16);
}
