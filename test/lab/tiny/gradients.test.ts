/** Gradients of the whole model, of every kind of attention and balance, against central differences in double precision. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.ts";
import { createTape, tinyConfig, type TinySettings } from "../../../src/lab/index.ts";
import type { TinyPass } from "../../../src/lab/tiny/forward.ts";
import { tinyLoss } from "../../../src/lab/tiny/loss.ts";
import { createTinyNetwork, tinyParameters } from "../../../src/lab/tiny/network.ts";

const small: Partial<TinySettings> = {
  hiddenDim: 6,
  denseDim: 5,
  attentionHeads: 2,
  kvLoraRank: 3,
  qLoraRank: 4,
  nopeHeadDim: 3,
  ropeHeadDim: 2,
  valueHeadDim: 4,
  keyValueHeads: 1,
  routedExperts: 4,
  activatedExperts: 2,
  expertDim: 3,
};
const [batch, length] = [2, 4];

describe("gradients of tinyLoss, against differences in double precision", () => {
  it.each<[string, Partial<TinySettings>, TinyPass["balance"]]>([
    ["latent attention, experts, module", {}, null],
    ["sequence-wise loss", {}, { balanceFactor: 0.3, scopeTokens: (tokens) => tokens }],
    ["batch-wise loss, full heads", { attention: "full" }, { balanceFactor: 0.3, scopeTokens: () => undefined }],
    ["grouped heads, no module, no shared expert", { attention: "grouped", mtpDepth: 0, sharedExperts: 0 }, null],
    ["node limit, two layers of experts", { layers: 3, expertGroups: 2, limitedGroups: 1 }, null],
  ])("%s", (_, settings, balance) => {
    const network = createTinyNetwork(tinyConfig({ ...small, ...settings }), { seed: 3, precision: "double" });
    const random = createRandom(5);
    for (const { values } of tinyParameters(network))
      for (let i = 0; i < values.length; i++) values[i] += 0.2 * random.normal();
    const symbols = Uint8Array.from({ length: batch * (length + 1) }, () => random.integer(64));
    const tape = createTape("double");
    const lossOf = (): number => {
      tape.reset();
      const pass: TinyPass = {
        tape,
        network,
        recipe: { kind: "plain" },
        biases: [Float64Array.of(0.1, 0, -0.1, 0), null, null],
        balance,
        routed: [],
      };
      const { loss, mtpLoss } = tinyLoss(pass, symbols, { batch, length, mtpWeight: 0.3 });
      return (
        loss +
        (mtpLoss === null ? 0 : ((0.3 * (length - 1)) / length) * mtpLoss) +
        pass.routed.reduce((sum, { balanceLoss }) => sum + balanceLoss, 0)
      );
    };
    lossOf();
    tape.backward();
    // Third derivatives reach 10⁶ here: norms divide by the small lengths of latents. With h = 2⁻²¹ they cost some 10⁻⁷, and rounding a few times 2⁻⁵¹/h = 10⁻⁹.
    const h = 2 ** -21;
    for (const { values, gradient } of tinyParameters(network)) {
      const largest = Math.max(1e-3, ...Array.from(gradient, Math.abs));
      const every = Math.max(1, Math.floor(values.length / 5)); // some entries of each matrix
      for (let i = 0; i < values.length; i += every) {
        const before = values[i];
        values[i] = before + h;
        const above = lossOf();
        values[i] = before - h;
        const below = lossOf();
        values[i] = before;
        expect(Math.abs(gradient[i] - (above - below) / (2 * h))).toBeLessThan(1e-6 * largest + 4e-9);
      }
    }
  });
});
