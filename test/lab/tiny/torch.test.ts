/** Loss and gradients of a tiny V3 against those of torch: see `reference/tiny-v3.md`. */
import { describe, expect, it } from "vitest";
import { createTape, tinyConfig } from "../../../src/lab/index.ts";
import type { TinyPass } from "../../../src/lab/tiny/forward.ts";
import { tinyLoss } from "../../../src/lab/tiny/loss.ts";
import { createTinyNetwork, tinyParameters } from "../../../src/lab/tiny/network.ts";
import reference from "../../reference/tiny-v3.json" with { type: "json" };

const [batch, length, mtpWeight] = [2, 4, 0.3];

describe("tinyLoss(pass, symbols, options)", () => {
  it("has torch's loss, and torch's gradient of every matrix", () => {
    const config = tinyConfig({
      hiddenDim: 6,
      denseDim: 5,
      attentionHeads: 2,
      kvLoraRank: 3,
      qLoraRank: 4,
      nopeHeadDim: 3,
      ropeHeadDim: 2,
      valueHeadDim: 4,
      routedExperts: 4,
      activatedExperts: 2,
      expertDim: 3,
    });
    const network = createTinyNetwork(config, { seed: 1, precision: "double" });
    const parameters = tinyParameters(network);
    parameters.forEach(({ rows, values }, which) => {
      for (let i = 0; i < values.length; i++)
        values[i] = ((37 * i + 11 * (which + 1)) % 101) / 101 - 0.5 + (rows === 1 ? 1 : 0);
    });
    const tape = createTape("double");
    const bias = Float64Array.of(0.1, 0, -0.1, 0);
    const pass: TinyPass = {
      tape,
      network,
      recipe: { kind: "plain" },
      biases: [bias, bias],
      balance: { balanceFactor: 0.3, scopeTokens: (tokens) => tokens },
      routed: [],
    };
    const { loss, mtpLoss } = tinyLoss(
      pass,
      Uint8Array.from({ length: batch * (length + 1) }, (_, i) => (7 * i) % 64),
      { batch, length, mtpWeight },
    );
    tape.backward();
    const whole =
      loss +
      ((mtpWeight * (length - 1)) / length) * mtpLoss! +
      pass.routed.reduce((sum, { balanceLoss }) => sum + balanceLoss, 0);
    expect(Math.abs(whole - reference.loss)).toBeLessThan(1e-11 * reference.loss);
    expect(parameters).toHaveLength(reference.gradients.length);
    parameters.forEach(({ gradient }, which) => {
      const all = Array.from(gradient);
      const shown = [
        all.reduce((sum, value) => sum + value, 0),
        all.reduce((sum, value) => sum + value * value, 0),
        ...all.filter((_, i) => i % 7 === 0),
      ];
      const expected = reference.gradients[which];
      const most = 1e-11 * Math.max(...expected.map(Math.abs));
      expect(shown).toHaveLength(expected.length);
      shown.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(most));
    });
  });
});
