/** Gradients of every step against central differences, in double precision. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/compute/index.ts";
import {
  add,
  addExperts,
  addWeightedRows,
  causalAttention,
  createParameter,
  createTape,
  crossEntropy,
  embed,
  gatherRows,
  joinColumns,
  joinHeads,
  linear,
  reshape,
  rmsNorm,
  rotate,
  routeTokens,
  swiglu,
  type Tape,
  type Tensor,
} from "../../src/lab/index.ts";
import { createRaceNetwork, parametersOf, raceLoss } from "../../src/lab/race-network.ts";

const random = createRandom(11);
const parameter = (rows: number, columns: number): Tensor => {
  const tensor = createParameter(rows, columns, "double");
  for (let i = 0; i < tensor.values.length; i++) tensor.values[i] = random.normal();
  return tensor;
};

/**
 * Compares all gradients with (f(x + h) − f(x − h)) / 2h. With h = 2⁻¹⁷ the difference is wrong by about h² = 6 · 10⁻¹¹ from the
 * third derivative and by 2⁻⁵²/h = 3 · 10⁻¹¹ from rounding, both times factors of some ten: 10⁻⁷ of the largest gradient is ample.
 */
function expectGradients(parameters: Tensor[], lossOf: (tape: Tape) => number): void {
  const tape = createTape("double");
  for (const { gradient } of parameters) gradient.fill(0);
  lossOf(tape);
  tape.backward();
  const loss = (): number => {
    tape.reset();
    return lossOf(tape);
  };
  const h = 2 ** -17;
  for (const { values, gradient } of parameters) {
    const largest = Math.max(1e-3, ...Array.from(gradient, Math.abs));
    for (let i = 0; i < values.length; i++) {
      const before = values[i];
      values[i] = before + h;
      const above = loss();
      values[i] = before - h;
      const below = loss();
      values[i] = before;
      expect(Math.abs(gradient[i] - (above - below) / (2 * h))).toBeLessThan(1e-7 * largest);
    }
  }
}

/** A loss with a gradient on each entry: cross-entropy against fixed targets. */
const lossOn = (tape: Tape, x: Tensor): number =>
  crossEntropy(
    tape,
    x,
    Array.from({ length: x.rows }, (_, row) => row % x.columns),
  );

describe("gradients, against differences in double precision", () => {
  const a = parameter(5, 6);
  const b = parameter(5, 6);
  const weight = parameter(7, 6);
  const gain = parameter(1, 6);
  const gates = parameter(4, 1);
  const [query, key, value] = [parameter(6, 8), parameter(6, 8), parameter(6, 4)];
  const router = parameter(4, 6);
  const experts = Array.from({ length: 4 }, () => parameter(6, 6));
  it.each<[string, Tensor[], (tape: Tape) => Tensor]>([
    ["linear", [a, weight], (tape) => linear(tape, a, weight)],
    ["add", [a, b], (tape) => add(tape, a, b)],
    ["the same tensor twice", [a], (tape) => add(tape, a, a)],
    ["joinColumns", [a, b], (tape) => joinColumns(tape, a, b)],
    ["swiglu", [a, b], (tape) => swiglu(tape, a, b)],
    ["rmsNorm", [a, gain], (tape) => rmsNorm(tape, a, gain)],
    ["embed", [weight], (tape) => embed(tape, weight, [3, 0, 3, 6])],
    [
      "causalAttention",
      [query, key, value],
      (tape) => causalAttention(tape, { query, key, value }, { heads: 2, length: 3 }),
    ],
    ["joinHeads", [query, key], (tape) => joinHeads(tape, query, key, { heads: 2, isShared: false })],
    ["joinHeads, one part shared", [query, key], (tape) => joinHeads(tape, query, key, { heads: 2, isShared: true })],
    ["rotate", [query], (tape) => rotate(tape, query, { heads: 2, length: 3 })],
    [
      "router and experts",
      [a, router, ...experts],
      (tape) => {
        const sum = add(tape, a, a);
        const routed = routeTokens(tape, linear(tape, a, router), {
          routedExperts: 4,
          activatedExperts: 2,
          routeScale: 2.5,
          bias: Float64Array.of(0.1, -0.1, 0, 0),
        });
        addExperts(tape, sum, a, routed, (index, rows) => linear(tape, rows, experts[index]));
        return sum;
      },
    ],
    ["reshape", [a], (tape) => reshape(add(tape, a, a), 3, 10)],
    [
      "rows to experts and back",
      [a, gates],
      (tape) => {
        const rows = [4, 1, 1, 0];
        const sum = add(tape, a, a);
        addWeightedRows(
          tape,
          sum,
          swiglu(tape, gatherRows(tape, a, rows), gatherRows(tape, a, [0, 0, 2, 2])),
          rows,
          gates,
        );
        return sum;
      },
    ],
  ])("%s", (_, parameters, layer) => {
    expectGradients(parameters, (tape) => lossOn(tape, layer(tape)));
  });
  it("the network of the race", () => {
    const network = createRaceNetwork({ hiddenDim: 3, seed: 5, precision: "double" });
    const contexts = Array.from({ length: 12 }, () => random.integer(32));
    expectGradients(parametersOf(network), (tape) => raceLoss(tape, network, contexts, [1, 5, 9], { kind: "plain" }));
  });
  it("of a loss that counts in part", () => {
    const tape = createTape("double");
    a.gradient.fill(0);
    crossEntropy(tape, a, [0, 1, 2, 3, 4], 0.3);
    tape.backward();
    const weighted = Float64Array.from(a.gradient);
    a.gradient.fill(0);
    const whole = createTape("double");
    crossEntropy(whole, a, [0, 1, 2, 3, 4]);
    whole.backward();
    weighted.forEach((value, i) => expect(value).toBeCloseTo(0.3 * a.gradient[i], 14));
  });
});
