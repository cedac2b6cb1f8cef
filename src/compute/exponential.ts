/**
 * @file e^x with the same bits on every machine: a gate value computed at build time must be the one computed in the
 * reader's browser, and the language leaves the last bits of `Math.exp` to each engine. A third of its time, besides.
 *
 * x = (32 k + j) · ln 2 / 32 + r, so e^x = 2^k · 2^(j/32) · e^r with |r| ≤ ln 2 / 64: six terms of the series give e^r.
 * The method is Tang's (doi:10.1145/63522.214389).
 */

/** ln 2 / 32 in two parts; a product of the first with an integer below 2²¹ is exact. */
const stepHigh = 0.6931471803691238 / 32; // the leading 32 bits of ln 2
const stepLow = 1.9082149292705877e-10 / 32; // the rest, to double precision
const stepsPerUnit = 32 / Math.LN2;
/** Added and taken away again, it leaves the nearest integer: 1.5 · 2⁵². */
const toInteger = 6_755_399_441_055_744;

/** 2^(j/32), by square roots: those are rounded correctly everywhere, powers are not. */
const rootOfStep = new Float64Array(33);
rootOfStep[0] = 1;
rootOfStep[32] = 2;
for (let span = 16; span >= 1; span /= 2) {
  for (let j = span; j < 32; j += 2 * span) rootOfStep[j] = Math.sqrt(rootOfStep[j - span] * rootOfStep[j + span]);
}

/** 2^k from k = −1088, which is 0, to 1024, which is infinite. */
const least = -1088;
const powerOfTwo = new Float64Array(1024 - least + 1);
powerOfTwo[-least] = 1;
for (let k = 1; k <= 1024; k++) powerOfTwo[k - least] = 2 * powerOfTwo[k - 1 - least];
for (let k = -1; k >= least; k--) powerOfTwo[k - least] = powerOfTwo[k + 1 - least] / 2;

/**
 * e^x, within 3 ulp of the true value while that is a normal number (x > −708); 0 from −745 down, infinite from 710 up.
 *
 * @param x  not NaN
 */
export function exponential(x: number): number {
  const bounded = Math.max(-750, Math.min(710, x));
  const steps = bounded * stepsPerUnit + toInteger - toInteger;
  const r = bounded - steps * stepHigh - steps * stepLow;
  const r2 = r * r;
  const series = r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120) + r2 * (1 / 720)));
  const root = rootOfStep[steps & 31];
  return (root + root * series) * powerOfTwo[(steps >> 5) - least];
}
