import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { equations } from "./equations.ts";

const root = new URL("../", import.meta.url);
const attention = {
  kind: "latent",
  attentionHeads: 2,
  kvLoraRank: 4,
  qLoraRank: 3,
  nopeHeadDim: 4,
  ropeHeadDim: 2,
  valueHeadDim: 3,
} as const;
const gate = { routedExperts: 4, activatedExperts: 2 };
const logits = Float64Array.of(0, 1, 2, 3);

/** What each export returns for a small input. */
const results: Readonly<Record<string, () => unknown>> = {
  latentAttention: () =>
    compute.latentAttention(
      compute.sampleLatentWeights(attention, { hiddenDim: 6, seed: 1 }),
      compute.sampleHidden({ tokens: 3, hiddenDim: 6, seed: 2 }),
    ),
  traceToken: () => compute.traceToken(logits, null, gate),
  balanceTerms: () => compute.balanceTerms(logits, gate),
  balanceGradient: () => compute.balanceGradient(logits, { ...gate, balanceFactor: 1 }),
  expertLayer: () =>
    compute.expertLayer(
      compute.sampleExpertLayer({ hiddenDim: 6, expertDim: 2, sharedExperts: 1, routedExperts: 4, seed: 1 }),
      compute.sampleHidden({ tokens: 2, hiddenDim: 6, seed: 2 }),
      { gate },
    ),
  predictionModule: () => {
    const { shared, modules } = compute.samplePrediction({
      hiddenDim: 6,
      vocabulary: 5,
      attention,
      expertDim: 2,
      sharedExperts: 1,
      routedExperts: 4,
      depths: 1,
      seed: 1,
    });
    return compute.predictionModule(modules[0], shared, {
      previous: compute.sampleHidden({ tokens: 3, hiddenDim: 6, seed: 1 }),
      tokens: Uint32Array.of(0, 1, 2),
      depth: 1,
      gate,
    });
  },
  predictionLoss: () => compute.predictionLoss(Float64Array.of(0.5, 0.5), Uint32Array.of(0, 1, 1), { depth: 1 }),
  combinedPredictionLoss: () => compute.combinedPredictionLoss([1, 2], 0.3),
};

describe("equations", () => {
  it("are 1 to 25, each once", () => {
    expect(equations.map(({ equation }) => equation)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });
  it.each(equations)("($equation) is computed by $export", ({ export: name, field }) => {
    const result = results[name]();
    const value = field === null ? result : (result as Record<string, unknown>)[field];
    expect(compute).toHaveProperty(name);
    if (typeof value === "number") expect(value).toBeGreaterThan(0);
    else expect((value as ArrayLike<number>).length).toBeGreaterThan(0);
  });
  it.each(equations)("($equation) is held against $fixture, by a test that reads it", ({ fixture }) => {
    expect(existsSync(new URL(fixture, root))).toBe(true);
    expect(existsSync(new URL(fixture.replace(/json$/, "md"), root))).toBe(true);
    const tests = readdirSync(new URL("compute/", root), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".test.ts"),
    );
    expect(tests.some((file) => readFileSync(new URL(`compute/${file}`, root), "utf8").includes(fixture))).toBe(true);
  });
  it.each(equations)("($equation) stands in chapter $chapter, in a formula that is set apart", ({ chapter, tex }) => {
    const folder = new URL("../content/chapters/", root);
    const file = readdirSync(folder).find((name) => name.startsWith(`${chapter}-`))!;
    const formulas = [...readFileSync(new URL(file, folder), "utf8").matchAll(/^\$\$\n([\s\S]*?)^\$\$/gm)].map(
      ([, formula]) => formula,
    );
    expect(formulas.some((formula) => formula.includes(tex))).toBe(true);
  });
});
