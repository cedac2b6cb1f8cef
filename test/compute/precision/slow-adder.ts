/**
 * @file The adder of a tensor core once more, slow and obvious: every number is a BigInt that counts units of 2⁻⁴⁰, and the
 * operands are read from the bits of their codes. Shares nothing with `src/compute`.
 */
const unitExponent = -40;

type Layout = { exponentBits: number; mantissaBits: number; bias: number };
export const layoutOf: Readonly<Record<"e4m3" | "e5m2", Layout>> = {
  e4m3: { exponentBits: 4, mantissaBits: 3, bias: 7 },
  e5m2: { exponentBits: 5, mantissaBits: 2, bias: 15 },
};

type SlowOptions = {
  adder: "register" | "aligned";
  bits: number;
  registerBits: number;
  groupSize: number;
  cut: "toward-zero" | "down";
  runningSum: "aligned" | "apart";
};

/** The register after all products of two rows of codes, as a number. */
export function slowSum(a: ArrayLike<number>, b: ArrayLike<number>, layout: Layout, options: SlowOptions): number {
  let register = 0n;
  for (let first = 0; first < a.length; first += options.groupSize) {
    const terms: { value: bigint; exponent: number }[] = [];
    for (let k = first; k < Math.min(first + options.groupSize, a.length); k++) {
      const product = productOf(a[k], b[k], layout);
      if (product.value !== 0n) terms.push(product);
    }
    const takesPart = options.adder === "aligned" && options.runningSum === "aligned";
    if (takesPart && register !== 0n) terms.push({ value: register, exponent: leadingBit(register) + unitExponent });
    let sum = 0n;
    const largest = Math.max(...terms.map(({ exponent }) => exponent));
    const cutAt = largest - options.bits + 1;
    for (const { value } of terms)
      sum += options.adder === "aligned" && cutAt > unitExponent ? cutBelow(value, cutAt, options.cut) : value;
    if (!takesPart) sum += register;
    register = sum === 0n ? 0n : cutBelow(sum, leadingBit(sum) + unitExponent - options.registerBits + 1, options.cut);
  }
  return Number(register) * 2 ** unitExponent;
}

/** The sum of all products; exact as long as a double holds it. */
export function slowExactSum(a: ArrayLike<number>, b: ArrayLike<number>, layout: Layout): number {
  let sum = 0n;
  for (let k = 0; k < a.length; k++) sum += productOf(a[k], b[k], layout).value;
  return Number(sum) * 2 ** unitExponent;
}

type Product = { value: bigint; exponent: number };
const products = new Map<Layout, Product[]>();

/** The product of two codes, worked out once for each pair. */
function productOf(a: number, b: number, layout: Layout): Product {
  let known = products.get(layout);
  if (!known) products.set(layout, (known = []));
  const pair = 256 * a + b;
  if (!known[pair]) {
    const x = parse(a, layout);
    const y = parse(b, layout);
    const exponent = x.exponent + y.exponent;
    known[pair] = {
      value: (x.significand * y.significand) << BigInt(exponent - 2 * layout.mantissaBits - unitExponent),
      exponent,
    };
  }
  return known[pair];
}

function parse(code: number, { exponentBits, mantissaBits, bias }: Layout): { significand: bigint; exponent: number } {
  const field = (code >> mantissaBits) & (2 ** exponentBits - 1);
  const mantissa = code & (2 ** mantissaBits - 1);
  const magnitude = BigInt(field === 0 ? mantissa : mantissa + 2 ** mantissaBits);
  return {
    significand: code >> (exponentBits + mantissaBits) ? -magnitude : magnitude,
    exponent: Math.max(field, 1) - bias,
  };
}

/** Position of the highest set bit of the magnitude. */
function leadingBit(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16);
  return 4 * digits.length - 1 - Math.clz32(parseInt(digits[0], 16)) + 28;
}

/** Multiples of 2^exponent: what is below is cut off. */
function cutBelow(value: bigint, exponent: number, cut: "toward-zero" | "down"): bigint {
  const places = BigInt(Math.max(exponent - unitExponent, 0));
  if (cut === "down" || value >= 0n) return (value >> places) << places;
  return -((-value >> places) << places);
}
