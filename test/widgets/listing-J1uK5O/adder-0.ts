import {
  createRandom,
  decode,
  e4m3,
  hopperAdder,
  inputThatTellsApart,
  roundTo,
  traceDotProduct,
} from "v3-companion/compute";

const parameters = {
  input: "positive",
  ownA: [448, 0.125, 0.25],
  ownB: [1, 0.125, 0.125],
  products: 256,
  bits: 14,
  promotion: 0,
  seed: 1,
} as const;

/** One of the sums recorded on an H100 (`test/reference/hopper-sums.md`): the codes of 32 factors on both sides, and what the register held. */
const onH100 = {
  aCodes: [
    9, 114, 155, 2, 191, 187, 157, 40, 74, 191, 189, 176, 61, 46, 149, 55, 83, 107, 217, 71, 51, 251, 51, 217, 95, 103,
    84, 212, 180, 70, 173, 185,
  ],
  bCodes: [
    69, 55, 159, 16, 98, 197, 48, 203, 72, 218, 43, 211, 197, 105, 170, 220, 135, 15, 17, 235, 159, 52, 170, 160, 31,
    232, 152, 87, 85, 173, 86, 247,
  ],
  sum: -4209,
};

/** Both rows of factors, numbers of E4M3. */
function factorsOf(
  input: string,
  ownA: readonly number[],
  ownB: readonly number[],
  products: number,
  bits: number,
  seed: number,
): { a: number[]; b: number[] } {
  if (input === "own")
    return { a: ownA.map((value) => roundTo(e4m3, value)), b: ownB.map((value) => roundTo(e4m3, value)) };
  if (input === "recorded")
    return { a: onH100.aCodes.map((code) => decode(e4m3, code)), b: onH100.bCodes.map((code) => decode(e4m3, code)) };
  if (input === "even") return { a: [448, 7.5], b: [1, 1] };
  if (input === "apart") return inputThatTellsApart({ fewerBits: bits, moreBits: bits + 1 });
  if (input === "large")
    return { a: [448, ...Array.from({ length: 31 }, () => 0.125)], b: [1, ...Array.from({ length: 31 }, () => 0.125)] };
  const random = createRandom(seed);
  const factors = () =>
    Array.from({ length: products }, () =>
      roundTo(e4m3, input === "positive" ? e4m3.largest * random.uniform() : 64 * random.normal()),
    );
  return { a: factors(), b: factors() };
}

const compute = ({ input, ownA, ownB, products, bits, promotion, seed }: typeof parameters) => {
  const { a, b } = factorsOf(input, ownA, ownB, products, bits, seed);
  const accumulator = { ...hopperAdder, bits, registerBits: bits, promotionInterval: promotion };
  return {
    a,
    b,
    recorded: input === "recorded" ? onH100.sum : null,
    ...traceDotProduct(a, b, { a: e4m3, b: e4m3 }, accumulator),
  };
};

globalThis.print(compute(parameters));
