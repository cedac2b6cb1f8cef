/** The forward pass is that of `compute`, part by part: one mathematics, not two. Both in double precision. */
import { describe, expect, it, vi } from "vitest";
import {
  createRandom,
  embed,
  expertLayer,
  forwardFlop,
  groupedAttention,
  latentAttention,
  predictionChain,
  predictionLoss,
  rmsNorm,
  sequenceBalanceLoss,
  swiglu,
  type ExpertLayerWeights,
  type GroupedAttention,
  type LatentAttention,
  type LatentWeights,
  type PredictionWeights,
  type Reals,
} from "../../../src/compute/index.ts";
import { createTape, tinyConfig, type TinySettings } from "../../../src/lab/index.ts";
import { runMain, runModule, type TinyPass } from "../../../src/lab/tiny/forward.ts";
import { tinyLoss } from "../../../src/lab/tiny/loss.ts";
import {
  createTinyNetwork,
  tinyParameters,
  type TinyBlock,
  type TinyFfn,
  type TinyNetwork,
} from "../../../src/lab/tiny/network.ts";
import type { Tensor } from "../../../src/lab/tape.ts";

vi.mock("../../../src/lab/linear.ts", async (original) => {
  const module = await original<typeof import("../../../src/lab/linear.ts")>();
  return { ...module, linear: vi.fn(module.linear) };
});
const { linear } = await import("../../../src/lab/linear.ts");

const length = 12;
const bias = Float64Array.of(0.1, -0.05, 0, 0.02, 0, -0.1, 0.05, 0);
const storage = "float64";

function prepared(settings: Partial<TinySettings>): { network: TinyNetwork; pass: TinyPass; symbols: Uint32Array } {
  const network = createTinyNetwork(tinyConfig(settings), { seed: 2, precision: "double" });
  const random = createRandom(9);
  for (const { values } of tinyParameters(network))
    for (let i = 0; i < values.length; i++) values[i] += 0.1 * random.normal();
  const symbols = Uint32Array.from({ length: length + 1 }, () => random.integer(64));
  return {
    network,
    symbols,
    pass: {
      tape: createTape("double"),
      network,
      recipe: { kind: "plain" },
      biases: [bias, bias],
      balance: { balanceFactor: 0.5, scopeTokens: (tokens) => tokens },
      routed: [],
    },
  };
}

const valuesOf = ({ values }: Tensor): Reals => values;
const ffnOf = ({ gate, up, down }: TinyFfn) => ({ gate: gate.values, up: up.values, down: down.values });

function attentionOutput(network: TinyNetwork, block: TinyBlock, hidden: Reals): Reals {
  const { attention, hiddenDim } = network.config;
  const normed = rmsNorm(hidden, block.attentionNorm.values, { storage });
  if (block.attention.kind === "grouped") {
    const { query, key, value, output } = block.attention;
    return groupedAttention(
      {
        attention: attention as GroupedAttention,
        hiddenDim,
        query: query.values,
        key: key.values,
        value: value.values,
        output: output.values,
      },
      normed,
      { storage },
    ).output;
  }
  return latentAttention(latentOf(network, block), normed, { storage, way: "absorbed" }).output;
}

/** Weights of a block as `compute` names them. */
function latentOf({ config }: TinyNetwork, block: TinyBlock): LatentWeights {
  const { kind: _, ...matrices } = block.attention;
  return {
    attention: config.attention as LatentAttention,
    hiddenDim: config.hiddenDim,
    ...(Object.fromEntries(
      Object.entries(matrices).map(([name, tensor]) => [name, valuesOf(tensor as Tensor)]),
    ) as Omit<LatentWeights, "attention" | "hiddenDim">),
  };
}

function expertsOf({ config }: TinyNetwork, { experts, ffnNorm }: TinyBlock): ExpertLayerWeights {
  const { router, shared, routed } = experts!;
  return {
    hiddenDim: config.hiddenDim,
    sharedExperts: shared.map(ffnOf),
    routedExperts: routed.map(ffnOf),
    router: router.values,
    bias,
    norm: ffnNorm.values,
  };
}

/** The main model, by the functions of `compute` alone. */
function hiddenByCompute(network: TinyNetwork, symbols: Uint32Array): Reals {
  const { hiddenDim, vocabulary, moe } = network.config;
  let hidden = embed(
    { vocabulary, hiddenDim, embedding: network.embedding.values, head: network.head.values },
    symbols,
    { storage },
  );
  const plus = (a: Reals, b: Reals): Reals => Float64Array.from(a, (value, i) => value + b[i]);
  for (const block of network.blocks) {
    hidden = plus(hidden, attentionOutput(network, block, hidden));
    hidden = block.ffn
      ? plus(
          hidden,
          swiglu(ffnOf(block.ffn), rmsNorm(hidden, block.ffnNorm.values, { storage }), { hiddenDim, storage }),
        )
      : expertLayer(expertsOf(network, block), hidden, { gate: moe!, storage }).output;
  }
  return hidden;
}

/** Some hundreds of roundings of numbers of about one, and sines that are right to 2⁻⁴⁰. */
const near = (found: ArrayLike<number>, expected: ArrayLike<number>): void => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(Math.abs(found[i] - expected[i])).toBeLessThan(1e-10);
};

describe("runMain(pass, symbols, length)", () => {
  it.each<[string, Partial<TinySettings>]>([
    ["latent attention", {}],
    ["full heads", { attention: "full" }],
    ["grouped heads", { attention: "grouped" }],
    [
      "three layers, node limit, two shared experts",
      { layers: 3, expertGroups: 4, limitedGroups: 2, sharedExperts: 2, mtpDepth: 0 },
    ],
  ])("is what the functions of compute give: %s", (_, settings) => {
    const { network, pass, symbols } = prepared(settings);
    const input = symbols.subarray(0, length);
    near(runMain(pass, input, length).hidden.values, hiddenByCompute(network, input));
  });
});

describe("runModule(pass, hidden, next, sizes)", () => {
  it("is the prediction module of compute, on the hidden states of the main model", () => {
    const { network, pass, symbols } = prepared({});
    const input = symbols.subarray(0, length);
    const { hidden } = runMain(pass, input, length);
    const logits = runModule(pass, hidden, input.subarray(1), { length, kept: length - 1 });
    const { hiddenNorm, embeddingNorm, projection, block, headNorm } = network.module!;
    const weights: PredictionWeights = {
      hiddenNorm: hiddenNorm.values,
      embeddingNorm: embeddingNorm.values,
      projection: projection.values,
      attentionNorm: block.attentionNorm.values,
      attention: latentOf(network, block),
      experts: expertsOf(network, block),
      headNorm: headNorm.values,
    };
    const { hiddenDim, vocabulary, moe } = network.config;
    const shared = { vocabulary, hiddenDim, embedding: network.embedding.values, head: network.head.values };
    const [expected] = predictionChain([weights], shared, {
      mainHidden: hidden.values,
      tokens: input,
      gate: moe!,
      storage,
    });
    near(logits.values, expected.logits);
    // Eq. 24, with a mean over its terms: what `tinyLoss` reports.
    const again = prepared({});
    const { mtpLoss } = tinyLoss(again.pass, Uint8Array.from(symbols), { batch: 1, length, mtpWeight: 0.3 });
    expect(
      Math.abs(mtpLoss! - predictionLoss(expected.probabilities, symbols, { depth: 1, divisor: "terms" })),
    ).toBeLessThan(1e-10);
  });
});

describe("the balance loss", () => {
  it("is the sequence-wise one of compute", () => {
    const { pass, symbols } = prepared({});
    runMain(pass, symbols.subarray(0, length), length);
    const [{ logits, balanceLoss }] = pass.routed;
    expect(
      Math.abs(
        balanceLoss -
          sequenceBalanceLoss(logits.values as Float64Array, {
            routedExperts: 8,
            activatedExperts: 2,
            balanceFactor: 0.5,
          }),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe("FLOP", () => {
  // Every product on the tape, counted: two for each weight and row. Scores and sums of attention are not products with weights.
  it.each<[string, Partial<TinySettings>]>([
    ["unchanged", {}],
    ["latent of 2", { kvLoraRank: 2 }],
    ["full heads", { attention: "full" }],
    ["grouped heads", { attention: "grouped" }],
    ["sixteen half experts", { routedExperts: 16, activatedExperts: 4, expertDim: 8, sharedExperts: 2 }],
  ])("are those that compute counts: %s", (_, settings) => {
    const { network, pass, symbols } = prepared(settings);
    const unbiased = { ...pass, biases: [null, null] };
    const counted = (): number =>
      vi
        .mocked(linear)
        .mock.calls.reduce((sum, [, { rows }, weight]) => sum + 2 * rows * weight.rows * weight.columns, 0);
    const { weights, attention, mtp } = forwardFlop(tinyConfig(settings), { context: length, mtp: true });
    vi.mocked(linear).mockClear();
    const { hidden } = runMain(unbiased, symbols.subarray(0, length), length);
    expect(counted() / length).toBe(weights);
    vi.mocked(linear).mockClear();
    runModule(unbiased, hidden, symbols.subarray(1, length), { length, kept: length - 1 });
    expect(counted() / (length - 1)).toBe(mtp - attention / network.config.layers);
  });
});
