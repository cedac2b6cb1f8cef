/** @file What the laboratory offers to figures: training of small networks. Loaded when a reader asks for it. */
export { createTape, createParameter, type Floats, type Precision, type Tape, type Tensor } from "./tape.ts";
export { add, addWeightedRows, embed, gatherRows, joinColumns, reshape, rmsNorm, swiglu } from "./layers.ts";
export { causalAttention, joinHeads, rotate, type AttentionShape } from "./attention.ts";
export { addExperts, routeTokens, type RoutedTokens } from "./router.ts";
export { linear } from "./linear.ts";
export { linearRecipe, recipeNames, type LinearRecipe, type RecipeName } from "./recipes.ts";
export { crossEntropy } from "./cross-entropy.ts";
export { createAdamW, smallAdamW, type AdamW, type AdamWOptions } from "./adamw.ts";
export { relativeLossError, smoothed, trainingRun, type RaceOptions, type Runner } from "./race.ts";
export { recordedRace } from "./recorded-race.ts";
