/** @file A tiny V3, forward on the tape: blocks, main model and prediction module (§2.1, §2.2). */
import { balanceGradient } from "../../compute/index.ts";
import { causalAttention, joinHeads, repeatHeads, rotate } from "../attention.ts";
import { add, embed, gatherRows, joinColumns, rmsNorm, swiglu } from "../layers.ts";
import { linear } from "../linear.ts";
import type { LinearRecipe } from "../recipes.ts";
import { addExperts, routeTokens, type RoutedTokens } from "../router.ts";
import type { Tape, Tensor } from "../tape.ts";
import type { TinyBlock, TinyExperts, TinyFfn, TinyGrouped, TinyLatent, TinyNetwork } from "./network.ts";

/** What one pass runs with, and what it leaves behind. */
export type TinyPass = {
  tape: Tape;
  network: TinyNetwork;
  /** Of attention and FFNs. */
  recipe: LinearRecipe;
  /** Of each router; `null` for none. */
  biases: readonly (Float64Array | null)[];
  /** Balance loss on the routers; `null` for none. */
  balance: { balanceFactor: number; scopeTokens: (length: number) => number | undefined } | null;
  /** Filled on the way, router by router. */
  routed: { logits: Tensor; routed: RoutedTokens; balanceLoss: number }[];
  /** Told the softmax of each attention. */
  watchAttention?: (shares: Float64Array) => void;
};

/** A pass that judges or writes: products in single precision, no balance loss. */
export function judgingPass(
  tape: Tape,
  {
    settings,
    network,
    biases,
  }: { settings: { biasUpdateSpeed: number }; network: TinyNetwork; biases: readonly Float64Array[] },
): TinyPass {
  return {
    tape,
    network,
    recipe: { kind: "plain" },
    biases: biases.map((bias) => (settings.biasUpdateSpeed > 0 ? bias : null)),
    balance: null,
    routed: [],
  };
}

/** A router's logits are no numbers any more: nothing can be chosen. */
export class NotFinite extends Error {
  override name = "NotFinite";
}

/**
 * The main model.
 *
 * @param symbols  [sequences × length]
 * @returns hidden states before the last norm, which the module goes on from, and logits: [sequences · length × …]
 */
export function runMain(
  pass: TinyPass,
  symbols: ArrayLike<number>,
  length: number,
): { hidden: Tensor; logits: Tensor } {
  const { tape, network } = pass;
  let hidden = embed(tape, network.embedding, symbols);
  for (const block of network.blocks) hidden = runBlock(pass, block, hidden, length);
  return { hidden, logits: linear(tape, rmsNorm(tape, hidden, network.lastNorm), network.head) };
}

/**
 * The prediction module: joins the hidden state of each position with the embedding of the next symbol, and predicts the
 * one after that.
 *
 * @param hidden  of the main model, [sequences · length × hiddenDim]
 * @param next  symbols that follow, [sequences × kept]: of each sequence, the first `kept` positions are used
 * @returns logits, [sequences · kept × vocabulary]
 * @source §2.2, eq. 21 to 23
 */
export function runModule(
  pass: TinyPass,
  hidden: Tensor,
  next: ArrayLike<number>,
  { length, kept }: { length: number; kept: number },
): Tensor {
  const { tape, network } = pass;
  const { hiddenNorm, embeddingNorm, projection, block, headNorm } = network.module!;
  const rows = Int32Array.from({ length: next.length }, (_, i) => Math.floor(i / kept) * length + (i % kept));
  const fromHidden = rmsNorm(tape, gatherRows(tape, hidden, rows), hiddenNorm);
  const fromSymbol = rmsNorm(tape, embed(tape, network.embedding, next), embeddingNorm);
  const joined = linear(tape, joinColumns(tape, fromHidden, fromSymbol), projection);
  return linear(tape, rmsNorm(tape, runBlock(pass, block, joined, kept), headNorm), network.head);
}

function runBlock(pass: TinyPass, block: TinyBlock, input: Tensor, length: number): Tensor {
  const { tape } = pass;
  const middle = add(tape, input, attend(pass, block.attention, rmsNorm(tape, input, block.attentionNorm), length));
  const normed = rmsNorm(tape, middle, block.ffnNorm);
  if (block.ffn) return add(tape, middle, runFfn(pass, block.ffn, normed));
  return runExperts(pass, block.experts!, middle, normed, length);
}

function attend(pass: TinyPass, weights: TinyLatent | TinyGrouped, x: Tensor, length: number): Tensor {
  const { tape, network, recipe, watchAttention } = pass;
  const { attentionHeads: heads } = network.config.attention;
  const project = (input: Tensor, weight: Tensor): Tensor => linear(tape, input, weight, recipe);
  const attended = weights.kind === "latent" ? latent(weights) : grouped(weights);
  return project(attended, weights.output);

  function latent({
    queryDown,
    queryNorm,
    queryUp,
    ropeQuery,
    keyValueDown,
    keyValueNorm,
    keyUp,
    valueUp,
    ropeKey,
  }: TinyLatent): Tensor {
    const queryLatent = rmsNorm(tape, project(x, queryDown), queryNorm); // eq. 6
    const kvLatent = rmsNorm(tape, project(x, keyValueDown), keyValueNorm); // eq. 1
    const query = joinHeads(
      tape,
      project(queryLatent, queryUp),
      rotate(tape, project(queryLatent, ropeQuery), { heads, length }),
      { heads, isShared: false },
    ); // eq. 7 to 9
    const key = joinHeads(tape, project(kvLatent, keyUp), rotate(tape, project(x, ropeKey), { heads: 1, length }), {
      heads,
      isShared: true,
    }); // eq. 2 to 4
    return causalAttention(
      tape,
      { query, key, value: project(kvLatent, valueUp) },
      { heads, length, watch: watchAttention },
    ); // eq. 5, 10
  }

  function grouped({ query, key, value }: TinyGrouped): Tensor {
    const { keyValueHeads } = network.config.attention as { keyValueHeads: number };
    const ofGroup = (states: Tensor): Tensor => repeatHeads(tape, states, { heads, keyValueHeads });
    const turned = {
      query: rotate(tape, project(x, query), { heads, length }),
      key: ofGroup(rotate(tape, project(x, key), { heads: keyValueHeads, length })),
    };
    return causalAttention(
      tape,
      { ...turned, value: ofGroup(project(x, value)) },
      { heads, length, watch: watchAttention },
    );
  }
}

function runFfn({ tape, recipe }: TinyPass, { gate, up, down }: TinyFfn, x: Tensor): Tensor {
  return linear(tape, swiglu(tape, linear(tape, x, gate, recipe), linear(tape, x, up, recipe)), down, recipe);
}

/** h′ = u + Σ FFN^(s)(u) + Σ g FFN^(r)(u), eq. 12, with a norm before experts and router as released. */
function runExperts(
  pass: TinyPass,
  { router, shared, routed: experts }: TinyExperts,
  input: Tensor,
  normed: Tensor,
  length: number,
): Tensor {
  const { tape, network, biases, balance } = pass;
  const { routedExperts, activatedExperts, expertGroups, limitedGroups, routeScale } = network.config.moe!;
  const logits = linear(tape, normed, router);
  if (!logits.values.every(Number.isFinite)) throw new NotFinite();
  const routed = routeTokens(tape, logits, {
    routedExperts,
    activatedExperts,
    expertGroups,
    limitedGroups,
    routeScale,
    bias: biases[pass.routed.length],
  });
  let balanceLoss = 0;
  if (balance) {
    const { loss, gradient } = balanceGradient(logits.values, {
      routedExperts,
      activatedExperts,
      balanceFactor: balance.balanceFactor,
      scopeTokens: balance.scopeTokens(length),
    });
    balanceLoss = loss;
    tape.onBackward(() => {
      for (let i = 0; i < gradient.length; i++) logits.gradient[i] += gradient[i];
    });
  }
  pass.routed.push({ logits, routed, balanceLoss });
  let sum = input;
  for (const expert of shared) sum = add(tape, sum, runFfn(pass, expert, normed));
  if (sum === input) sum = copy(tape, input); // experts add to it in place
  addExperts(tape, sum, normed, routed, (index, rows) => runFfn(pass, experts[index], rows));
  return sum;
}

function copy(tape: Tape, x: Tensor): Tensor {
  return gatherRows(
    tape,
    x,
    Int32Array.from({ length: x.rows }, (_, row) => row),
  );
}
