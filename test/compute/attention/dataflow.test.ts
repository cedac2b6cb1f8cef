import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attentionDataflow,
  attentionParameters,
  attentionWays,
  cachedValuesPerToken,
  deepseekV3,
  groupedAttention,
  latentAttention,
  sampleGroupedWeights,
  sampleHidden,
  sampleLatentWeights,
} from "../../../src/compute/index.ts";
import { arbitraryModel } from "../model/arbitrary.ts";

const product = (shape: number[]): number => shape.reduce((entries, size) => entries * size, 1);

describe("attentionDataflow(model, options)", () => {
  // By hand: §2.1.1 and §4.2.
  it("has the report's shapes and caches the latent and the position key", () => {
    const steps = attentionDataflow(deepseekV3);
    expect(steps.filter(({ cached }) => cached).map(({ id, shape }) => [id, shape])).toEqual([
      ["kvLatent", [512]],
      ["ropeKey", [64]],
    ]);
    expect(steps.find(({ id }) => id === "queries")!.shape).toEqual([128, 192]);
    expect(steps.find(({ id }) => id === "values")!.matrix).toEqual({ symbol: "W^{UV}", rows: 16_384, columns: 512 });
    expect(
      steps
        .map(({ equation }) => equation)
        .filter((equation) => equation !== null)
        .sort((a, b) => a - b),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
  it("computes each step from earlier ones, and uses each but the last", () => {
    fc.assert(
      fc.property(arbitraryModel, fc.constantFrom(...attentionWays), (model, way) => {
        const steps = attentionDataflow(model, { way });
        const ids = steps.map(({ id }) => id);
        steps.forEach(({ from }, at) => expect(from.every((id) => ids.slice(0, at).includes(id))).toBe(true));
        expect(ids.filter((id) => !steps.some(({ from }) => from.includes(id)))).toEqual(["output"]);
      }),
    );
  });
  // By invariant: counted another way by attentionParameters and cachedValuesPerToken.
  it("has the block's parameters and the cache's width", () => {
    fc.assert(
      fc.property(arbitraryModel, fc.constantFrom(...attentionWays), (model, way) => {
        const steps = attentionDataflow(model, { way });
        const a = model.attention;
        const vectors =
          a.kind === "latent"
            ? a.kvLoraRank + (a.qLoraRank ?? 0)
            : a.bias
              ? (a.attentionHeads + 2 * a.keyValueHeads) * a.headDim
              : 0;
        expect(steps.reduce((sum, { matrix }) => sum + (matrix ? matrix.rows * matrix.columns : 0), 0)).toBe(
          attentionParameters(model) - vectors,
        );
        expect(steps.reduce((sum, { cached, shape }) => sum + (cached ? product(shape) : 0), 0)).toBe(
          cachedValuesPerToken(model),
        );
      }),
    );
  });
  it("names quantities as the passes do, of the same size", () => {
    const tokens = 3;
    const latent = {
      kind: "latent",
      attentionHeads: 2,
      kvLoraRank: 8,
      qLoraRank: 6,
      nopeHeadDim: 4,
      ropeHeadDim: 2,
      valueHeadDim: 3,
    } as const;
    const grouped = { kind: "grouped", attentionHeads: 4, keyValueHeads: 2, headDim: 4, bias: false } as const;
    for (const way of attentionWays) {
      const pass: Record<string, unknown> = latentAttention(
        sampleLatentWeights(latent, { hiddenDim: 16, seed: 1 }),
        sampleHidden({ tokens, hiddenDim: 16, seed: 2 }),
        { way },
      );
      for (const { id, shape } of attentionDataflow({ ...deepseekV3, hiddenDim: 16, attention: latent }, { way })) {
        if (id in pass) expect((pass[id] as Float32Array).length, id).toBe(tokens * product(shape));
      }
    }
    const pass: Record<string, unknown> = groupedAttention(
      sampleGroupedWeights(grouped, { hiddenDim: 16, seed: 1 }),
      sampleHidden({ tokens, hiddenDim: 16, seed: 2 }),
    );
    for (const { id, shape } of attentionDataflow({ ...deepseekV3, hiddenDim: 16, attention: grouped })) {
      if (id in pass) expect((pass[id] as Float32Array).length, id).toBe(tokens * product(shape));
    }
  });
});
