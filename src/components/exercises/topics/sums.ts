/** @file Exercises about sums of eight-bit products (chapter 3.4). */
import { dotProduct, e4m3, exactAdder, hopperAdder, promotedAdder } from "../../../compute/index.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const formats = { a: e4m3, b: e4m3 };

/** How many products of 2⁻⁶ a 14-bit adder notices beside 448: the fewest whose own sum, as one term, changes the result. */
function fewestNoticed(): number {
  for (let count = 1; ; count++) {
    const together = dotProduct(
      Array.from({ length: count }, () => 2 ** -6),
      Array.from({ length: count }, () => 1),
      formats,
      exactAdder,
    );
    if (dotProduct([448, together], [1, 1], formats, hopperAdder) !== 448) return count;
  }
}

export default {
  "sums-unit": numberExercise({
    draw: (random) => ({ exponent: 2 + random.integer(12), bits: 10 + random.integer(16) }),
    key: ({ exponent, bits }) => exponent - bits + 1,
    unit: "",
    tolerance: { absolute: 0.1, why: "a whole number" },
    format: (value) => String(value).replace("-", "−"),
    mistakes: [
      {
        value: ({ exponent, bits }) => exponent - bits,
        reply: "That is the first bit that is lost. The leading bit is counted.",
      },
    ],
  }),
  "sums-promotions": numberExercise({
    draw: (random) => ({ inner: 512 * (1 + random.integer(31)) }),
    key: ({ inner }) => inner / promotedAdder.promotionInterval,
    unit: "times",
    tolerance: { absolute: 0.1, why: "a whole number" },
    format: String,
    mistakes: [
      {
        value: ({ inner }) => inner / hopperAdder.groupSize,
        reply: "Those are instructions. A promotion comes after every fourth.",
      },
    ],
  }),
  "sums-small-terms": numberExercise({
    draw: () => ({}),
    key: fewestNoticed,
    unit: "products",
    tolerance: { absolute: 0.1, why: "a whole number" },
    format: String,
  }),
  "sums-find-width": stateExercise({
    figure: "adder",
    reached: ({ input, bits }) => input === "apart" && bits === 14,
    solution: { input: "apart" },
  }),
} satisfies Exercises;
