/** @file The exponent of a double, read from its bits. */

/** One double, seen as two words: scratch space that holds nothing between calls. */
const doubles = new Float64Array(1);
const words = new Uint32Array(doubles.buffer);
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * ⌊log₂ |value|⌋, from the bits: a logarithm can miss by one.
 *
 * @returns −1075 for zero, 1024 for infinity and NaN
 */
export function exponentOf(value: number): number {
  doubles[0] = value;
  const field = (words[highWord] >>> 20) & 0x7ff;
  // Subnormal doubles: the exponent is where their highest bit is.
  return field === 0 ? (value === 0 ? -1075 : exponentOf(value * 2 ** 60) - 60) : field - 1023;
}
