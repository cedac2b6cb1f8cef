import { describe, expect, it } from "vitest";
import { createRandom, route } from "../../src/compute/index.ts";
import { causalAttention, createParameter, createTape, rotate, routeTokens, type Tensor } from "../../src/lab/index.ts";

const random = createRandom(6);
const filled = (rows: number, columns: number): Tensor => {
  const tensor = createParameter(rows, columns, "double");
  for (let i = 0; i < tensor.values.length; i++) tensor.values[i] = random.normal();
  return tensor;
};

describe("causalAttention(tape, { query, key, value }, shape)", () => {
  // By reference: softmax written out, for one head of the second sequence.
  it("is softmax(q kᵀ / √width) v over what is not later", () => {
    const [query, key, value] = [filled(8, 6), filled(8, 6), filled(8, 4)];
    const y = causalAttention(createTape("double"), { query, key, value }, { heads: 2, length: 4 });
    const [token, head] = [6, 1];
    const seen = [4, 5, 6];
    const scores = seen.map(
      (other) =>
        [0, 1, 2].reduce(
          (sum, i) => sum + query.values[token * 6 + 3 * head + i] * key.values[other * 6 + 3 * head + i],
          0,
        ) / Math.sqrt(3),
    );
    const powers = scores.map((score) => Math.exp(score));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (const i of [0, 1]) {
      const expected = seen.reduce(
        (sum, other, k) => sum + (powers[k] / total) * value.values[other * 4 + 2 * head + i],
        0,
      );
      expect(y.values[token * 4 + 2 * head + i]).toBeCloseTo(expected, 13);
    }
  });
});

describe("rotate(tape, x, shape)", () => {
  // By reference: the engine’s sine and cosine; ours are good to 2⁻⁴⁰ or better.
  it("turns each pair by its angle", () => {
    const [length, width] = [64, 8];
    const x = filled(length, width);
    const y = rotate(createTape("double"), x, { heads: 1, length });
    for (let position = 0; position < length; position++) {
      for (let pair = 0; pair < width / 2; pair++) {
        const angle = position * 10_000 ** ((-2 * pair) / width);
        const [even, odd] = [x.values[position * width + 2 * pair], x.values[position * width + 2 * pair + 1]];
        expect(
          Math.abs(y.values[position * width + 2 * pair] - (even * Math.cos(angle) - odd * Math.sin(angle))),
        ).toBeLessThan(2 ** -40);
        expect(
          Math.abs(y.values[position * width + 2 * pair + 1] - (even * Math.sin(angle) + odd * Math.cos(angle))),
        ).toBeLessThan(2 ** -40);
      }
    }
  });
});

describe("routeTokens(tape, logits, options)", () => {
  it("chooses and weighs as the gate of compute does", () => {
    const logits = filled(20, 8);
    const bias = Float64Array.from({ length: 8 }, (_, i) => 0.1 * (i % 3));
    const gate = { routedExperts: 8, activatedExperts: 2, routeScale: 2.5 };
    const { routing, gates, slotsOfExpert } = routeTokens(createTape("double"), logits, { ...gate, bias });
    expect(routing).toEqual(route(logits.values, bias, gate));
    expect(gates.values).toEqual(routing.gateOfSlot);
    expect(slotsOfExpert.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, slot) => slot));
    slotsOfExpert.forEach((slots, expert) => slots.forEach((slot) => expect(routing.expertOfSlot[slot]).toBe(expert)));
  });
});
