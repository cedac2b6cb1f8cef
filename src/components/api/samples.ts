/**
 * @file A call of every function of the computation module, with small arguments: the pages of the module show and run
 * it, and `test/compute/face.test.ts` replaces what is passed by junk, piece by piece.
 *
 * Each topic of the module has its file in `samples/`, with a line for each function in the order of their names.
 * Optional fields are given too, so that they are tried.
 */
import type * as compute from "../../compute/index.ts";
import { alignmentSamples } from "./samples/alignment.ts";
import { attentionSamples } from "./samples/attention.ts";
import { clusterSamples } from "./samples/cluster.ts";
import { evaluationSamples } from "./samples/evaluation.ts";
import { modelSamples } from "./samples/model.ts";
import { moeSamples } from "./samples/moe.ts";
import { pipelineSamples } from "./samples/pipeline.ts";
import { precisionSamples } from "./samples/precision.ts";
import { predictionSamples } from "./samples/prediction.ts";
import { randomSamples } from "./samples/random.ts";
import { servingSamples } from "./samples/serving.ts";
import { trainingSamples } from "./samples/training.ts";
import { wishesSamples } from "./samples/wishes.ts";

type Functions = {
  [
    Name in keyof typeof compute as (typeof compute)[Name] extends (...args: never[]) => unknown ? Name : never
  ]: (typeof compute)[Name];
};

/** Calls of some functions: the arguments of each. */
export type Samples = { [Name in keyof Functions]?: () => Parameters<Functions[Name]> };

export const samples: Required<Samples> = {
  ...randomSamples,
  ...modelSamples,
  ...trainingSamples,
  ...precisionSamples,
  ...moeSamples,
  ...predictionSamples,
  ...attentionSamples,
  ...pipelineSamples,
  ...clusterSamples,
  ...alignmentSamples,
  ...evaluationSamples,
  ...servingSamples,
  ...wishesSamples,
};

/** Arguments of the methods of a stream of random numbers. */
export const methodsOfRandom: Record<string, readonly unknown[]> = { integer: [10] };

/** Functions that may give NaN for what they are given, as their docstrings say. */
export const mayGiveNaN: readonly (keyof Functions)[] = [
  "decode",
  "decodeArray",
  "dequantize",
  "dotProduct",
  "encodedProduct",
  "gemm",
  "quantize",
  "roundTo",
];
