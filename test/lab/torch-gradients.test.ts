/** Gradients of every step, and of the whole network of the race, against those of torch: see `reference/lab-gradients.md`. */
import { describe, expect, it } from "vitest";
import {
  add,
  addExperts,
  causalAttention,
  createParameter,
  createTape,
  crossEntropy,
  linear,
  rmsNorm,
  rotate,
  routeTokens,
  swiglu,
  type Tape,
  type Tensor,
} from "../../src/lab/index.ts";
import { createRaceNetwork, parametersOf, raceLoss } from "../../src/lab/race-network.ts";
import cases from "../reference/lab-gradients.json" with { type: "json" };

/** The inputs of the file, in the order in which its program draws them. */
function drawn(): (rows: number, columns: number) => Tensor {
  let offset = 0;
  return (rows, columns) => {
    const tensor = createParameter(rows, columns, "double");
    offset++;
    for (let i = 0; i < tensor.values.length; i++) tensor.values[i] = ((37 * i + 11 * offset) % 101) / 101 - 0.5;
    return tensor;
  };
}

const attention = { heads: 2, length: 3 };

/** Tensors of a case, and its logits. */
const steps: Readonly<
  Record<string, (draw: ReturnType<typeof drawn>, tape: Tape) => { tensors: Tensor[]; logits: Tensor }>
> = {
  linear: (draw, tape) => {
    const [x, w] = [draw(5, 6), draw(7, 6)];
    return { tensors: [x, w], logits: linear(tape, x, w) };
  },
  swiglu: (draw, tape) => {
    const [gate, up] = [draw(5, 6), draw(5, 6)];
    return { tensors: [gate, up], logits: swiglu(tape, gate, up) };
  },
  rmsNorm: (draw, tape) => {
    const [x, gain] = [draw(5, 6), draw(1, 6)];
    return { tensors: [x, gain], logits: rmsNorm(tape, x, gain) };
  },
  causalAttention: (draw, tape) => {
    const [query, key, value] = [draw(6, 8), draw(6, 8), draw(6, 4)];
    return { tensors: [query, key, value], logits: causalAttention(tape, { query, key, value }, attention) };
  },
  rotate: (draw, tape) => {
    const x = draw(6, 8);
    return { tensors: [x], logits: rotate(tape, x, attention) };
  },
  "router and experts": (draw, tape) => {
    const [x, router] = [draw(5, 6), draw(4, 6)];
    const experts = Array.from({ length: 4 }, () => draw(6, 6));
    const logits = add(tape, x, x);
    const routed = routeTokens(tape, linear(tape, x, router), {
      routedExperts: 4,
      activatedExperts: 2,
      routeScale: 2.5,
      bias: Float64Array.of(0.1, -0.1, 0, 0),
    });
    addExperts(tape, logits, x, routed, (index, rows) => linear(tape, rows, experts[index]));
    return { tensors: [x, router, ...experts], logits };
  },
};

function expectNear(tensors: readonly Tensor[], expected: readonly (readonly number[])[]): void {
  expect(tensors).toHaveLength(expected.length);
  tensors.forEach(({ gradient }, which) => {
    const all = Array.from(gradient);
    const shown =
      all.length <= 64
        ? all
        : [
            all.reduce((sum, value) => sum + value, 0),
            all.reduce((sum, value) => sum + value * value, 0),
            ...all.filter((_, i) => i % 97 === 0),
          ];
    const most = 1e-12 * Math.max(...expected[which].map(Math.abs));
    expect(shown).toHaveLength(expected[which].length);
    shown.forEach((value, i) => expect(Math.abs(value - expected[which][i])).toBeLessThanOrEqual(most));
  });
}

describe("gradients, against torch's", () => {
  it.each(cases.filter(({ name }) => name in steps))("$name", ({ name, loss, gradients }) => {
    const tape = createTape("double");
    const { tensors, logits } = steps[name](drawn(), tape);
    const found = crossEntropy(
      tape,
      logits,
      Array.from({ length: logits.rows }, (_, row) => row % logits.columns),
    );
    tape.backward();
    expect(Math.abs(found - loss)).toBeLessThanOrEqual(1e-12 * loss);
    expectNear(tensors, gradients);
  });
  it("the network of the race", () => {
    const { loss, gradients } = cases.find(({ name }) => name === "the network of the race")!;
    const network = createRaceNetwork({ hiddenDim: 3, seed: 1, precision: "double" });
    const parameters = parametersOf(network);
    const draw = drawn();
    for (const { rows, columns, values } of parameters) values.set(draw(rows, columns).values);
    const tape = createTape("double");
    const contexts = Uint8Array.from({ length: 20 }, (_, i) => (7 * i) % 32);
    expect(Math.abs(raceLoss(tape, network, contexts, [0, 1, 2, 3, 4], { kind: "plain" }) - loss)).toBeLessThanOrEqual(
      1e-12 * loss,
    );
    tape.backward();
    expectNear(parameters, gradients);
  });
  it("has every case of the file", () => {
    expect(cases.map(({ name }) => name)).toEqual([...Object.keys(steps), "the network of the race"]);
  });
});
