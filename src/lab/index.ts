/** @file What the laboratory offers to figures: training of small networks. Loaded when a reader asks for it. */
export { createTape, createParameter, type Floats, type Precision, type Tape, type Tensor } from "./tape.ts";
export { add, addWeightedRows, embed, gatherRows, joinColumns, reshape, rmsNorm, swiglu } from "./layers.ts";
export { causalAttention, joinHeads, repeatHeads, rotate, type AttentionShape } from "./attention.ts";
export { addExperts, routeTokens, type RoutedTokens } from "./router.ts";
export { linear } from "./linear.ts";
export { linearRecipe, recipeNames, type LinearRecipe, type LinearTensor, type RecipeName } from "./recipes.ts";
export { crossEntropy, crossEntropyOfRows } from "./cross-entropy.ts";
export { createAdamW, smallAdamW, type AdamW, type AdamWMemory, type AdamWOptions } from "./adamw.ts";
export { twoLayerPass, unitKinds, type Quantity, type TwoLayerOptions, type TwoLayerPass } from "./two-layers.ts";
export {
  lateErrors,
  printedLossBand,
  relativeLossError,
  smoothed,
  trainingRun,
  type LateErrors,
  type RaceOptions,
  type Runner,
} from "./race.ts";
export { recordedRace } from "./recorded-race.ts";
export { createTinyRun, tinyRun, type TinyRun, type TinySnapshot, type TinyState } from "./tiny/run.ts";
export {
  completeTiny,
  tinyAttentions,
  tinyConfig,
  tinyDefaults,
  tinyFlopPerStep,
  type TinySettings,
} from "./tiny/settings.ts";
export { changedSettings, type TinyChange } from "./tiny/change.ts";
export { domainsOf, symbolsOf, symbolText, tinySymbols } from "./tiny/text.ts";
export type { TensorPrecision } from "./tiny/meter.ts";
export type { TinyRouter } from "./tiny/router-report.ts";
export { validateTiny, type TinyRouterValidation, type TinyValidation } from "./tiny/validation.ts";
export { sampleTiny, type TinySample, type TinySampleOptions, type TinySymbolKind } from "./tiny/sample.ts";
export { attentionOf, lookOf, recordedShares, shareAt, type TinyAttention, type TinyLook } from "./tiny/attention.ts";
export { tinyCourse, type KeptCourse, type TinyCourse } from "./tiny/course.ts";
export { trainInTurn } from "./tiny/in-turn.ts";
export { readTinyCourses, writeTinyCourses } from "./tiny/course-file.ts";
export { recordedMoments, tinyMoments, type TinyMoment } from "./tiny/moments.ts";
export { readTinyState, TinyStateError, writeTinyState, type TinyStateFault } from "./tiny/state.ts";
export {
  tinyExperiments,
  tinySetup,
  tinySetups,
  type TinyExperiment,
  type TinyMeasure,
  type TinySetup,
  type TinySetupName,
} from "./tiny/setups.ts";
export { lossBits } from "./tiny/loss-bits.ts";
export { recordedTiny } from "./tiny/recorded.ts";
export { recordedAttention } from "./tiny/recorded-attention.ts";
export type { RecordedAttention, RecordedDetails, RecordedRun } from "./tiny/record.ts";
