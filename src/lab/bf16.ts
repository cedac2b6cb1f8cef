/** @file Rounding to BF16 in place, fast: the upper half of a float32, to nearest, of two the even one. */
import type { Floats } from "./tape.ts";

const one = new Float32Array(1);
const bitsOfOne = new Uint32Array(one.buffer);

/** The array itself, each value rounded; infinity and NaN stay, and what rounds past the largest becomes infinite. */
export function roundToBf16<Values extends Floats>(values: Values): Values {
  if (values instanceof Float32Array) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < bits.length; i++) bits[i] = roundedBits(bits[i]);
  } else {
    for (let i = 0; i < values.length; i++) {
      one[0] = values[i];
      bitsOfOne[0] = roundedBits(bitsOfOne[0]);
      values[i] = one[0];
    }
  }
  return values;
}

function roundedBits(bits: number): number {
  if ((bits & 0x7f80_0000) === 0x7f80_0000) return bits;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff_0000;
}
