/** @file The network of the training race: symbols before, two gated layers with residuals, the symbol after. */
import { createRandom } from "../compute/index.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { add, embed, reshape, rmsNorm, swiglu } from "./layers.ts";
import { linear } from "./linear.ts";
import { raceVocabulary } from "./race-text.ts";
import type { LinearRecipe } from "./recipes.ts";
import { createParameter, type Precision, type Tape, type Tensor } from "./tape.ts";

/** Symbols that a prediction sees, and the width of each. */
export const contextLength = 4;
const symbolDim = 16;
const gatedLayers = 2;

type GatedLayer = { gain: Tensor; gate: Tensor; up: Tensor; down: Tensor };
export type RaceNetwork = { table: Tensor; layers: GatedLayer[]; lastGain: Tensor; head: Tensor };

/** A network with seeded weights of deviation 1/√inputs. @param hiddenDim  inner width of the gated layers */
export function createRaceNetwork(options: { hiddenDim: number; seed: number; precision?: Precision }): RaceNetwork {
  const { hiddenDim, seed, precision = "single" } = options;
  const random = createRandom(seed);
  const dim = contextLength * symbolDim;
  const weight = (rows: number, columns: number, deviation = 1 / Math.sqrt(columns)): Tensor => {
    const parameter = createParameter(rows, columns, precision);
    for (let i = 0; i < parameter.values.length; i++) parameter.values[i] = deviation * random.normal();
    return parameter;
  };
  const ones = (): Tensor => {
    const parameter = createParameter(1, dim, precision);
    parameter.values.fill(1);
    return parameter;
  };
  return {
    table: weight(raceVocabulary, symbolDim, 1),
    layers: Array.from({ length: gatedLayers }, () => ({
      gain: ones(),
      gate: weight(hiddenDim, dim),
      up: weight(hiddenDim, dim),
      down: weight(dim, hiddenDim),
    })),
    lastGain: ones(),
    head: weight(raceVocabulary, dim),
  };
}

/** All parameters, in a fixed order. */
export function parametersOf({ table, layers, lastGain, head }: RaceNetwork): Tensor[] {
  return [table, ...layers.flatMap(({ gain, gate, up, down }) => [gain, gate, up, down]), lastGain, head];
}

/**
 * Mean loss of a batch, on the tape. The products of the gated layers follow the recipe; table, norms and head stay in
 * single precision, as §3.3.1 keeps them.
 *
 * @param contexts  [positions × contextLength] symbols
 * @param targets  [positions] symbols that follow
 */
export function raceLoss(
  tape: Tape,
  network: RaceNetwork,
  contexts: ArrayLike<number>,
  targets: ArrayLike<number>,
  recipe: LinearRecipe,
): number {
  const symbols = embed(tape, network.table, contexts);
  let x = reshape(symbols, targets.length, contextLength * symbolDim);
  for (const { gain, gate, up, down } of network.layers) {
    const normed = rmsNorm(tape, x, gain);
    const inner = swiglu(tape, linear(tape, normed, gate, recipe), linear(tape, normed, up, recipe));
    x = add(tape, x, linear(tape, inner, down, recipe));
  }
  const logits = linear(tape, rmsNorm(tape, x, network.lastGain), network.head);
  return crossEntropy(tape, logits, targets);
}
