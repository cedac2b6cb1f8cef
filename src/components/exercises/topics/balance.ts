/** @file Exercises about balancing (chapter 2.3). */
import { biasChange, droppedShare, maxViolation, meanLoad } from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const three = (value: number): string => formatNumber(value, 3);
/** Three experts share what the busiest leaves, evenly. */
const loads = ({ busiest, others }: { busiest: number; others: number }): Uint32Array =>
  Uint32Array.of(busiest, others, others, others);

export default {
  "balance-maxvio": numberExercise({
    draw: (random) => ({ busiest: 40 + 10 * random.integer(6), others: 5 + 5 * random.integer(5) }),
    key: (given) => maxViolation(loads(given)),
    unit: "",
    tolerance: { relative: 0.01, why: "three digits, rounded" },
    format: three,
    mistakes: [
      {
        value: (given) => Math.max(...loads(given)) / meanLoad(loads(given)),
        reply: "That is the load over the mean. MaxVio is what lies above the mean: one less.",
      },
    ],
  }),
  "balance-bias-steps": numberExercise({
    draw: (random) => ({ thousandths: 100 + 50 * random.integer(12), gammaThousandths: 1 + random.integer(4) }),
    key: ({ thousandths, gammaThousandths }) =>
      Math.ceil(
        thousandths / -(1000 * biasChange(Uint32Array.of(3, 1), { biasUpdateSpeed: gammaThousandths / 1000 })[0]),
      ),
    unit: "steps",
    tolerance: { absolute: 1, why: "counting the first step or not" },
    format: three,
    shown: { thousandths: (value) => three(value / 1000), gammaThousandths: (value) => three(value / 1000) },
    mistakes: [
      {
        value: ({ thousandths, gammaThousandths }) => Math.ceil(thousandths / (2 * gammaThousandths)),
        reply: "The others do rise meanwhile, but the question is how long this one bias takes.",
      },
    ],
  }),
  "balance-dropped": numberExercise({
    draw: (random) => ({ busiest: 60 + 10 * random.integer(5), others: 10 + 5 * random.integer(3) }),
    key: (given) => 100 * droppedShare(loads(given), 1.25),
    unit: "%",
    tolerance: { absolute: 1.5, why: "a capacity is a whole number of places, rounded up" },
    format: three,
    mistakes: [
      {
        value: (given) => 100 * droppedShare(loads(given), 1),
        reply: "That is for a capacity of just the mean. A quarter more fits.",
      },
    ],
  }),
  "balance-reach": stateExercise({
    figure: "balance-laboratory",
    // With all else as at rest, both lie below a tenth from about 0.029 on.
    reached: ({ balanceFactor, skew }) => (balanceFactor as number) >= 0.029 && skew === 1,
    solution: { balanceFactor: 0.03 },
  }),
} satisfies Exercises;
