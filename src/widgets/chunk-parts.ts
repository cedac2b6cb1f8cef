/** @file How the parts of a pair of chunks are named and colored, wherever a figure draws them. */
import { chunkParts, type ChunkOverlap, type ChunkPart } from "../compute/index.ts";
import { formatNumber, type Color } from "../kit/index.ts";

const looks: Record<ChunkPart, readonly [name: string, color: Color, short: string]> = {
  mlpBackward: ["MLP, backward for input", "backward-input", "MB"],
  mlpWeights: ["MLP, backward for weights", "backward-weights", "MW"],
  mlpForward: ["MLP, forward", "forward", "MF"],
  attentionBackward: ["Attention, backward for input", "backward-input", "AB"],
  attentionWeights: ["Attention, backward for weights", "backward-weights", "AW"],
  attentionForward: ["Attention, forward", "forward", "AF"],
  dispatchForward: ["Dispatch of the forward", "communication", "DF"],
  dispatchBackward: ["Dispatch of the backward", "communication", "DB"],
  combineForward: ["Combine of the forward", "communication", "CF"],
  pipelineSend: ["Send to the next rank", "pipeline-communication", "PP"],
  combineBackward: ["Combine of the backward", "communication", "CB"],
};

/** Name and color of each part, in the order of `chunkParts`. */
export const partKinds: readonly (readonly [string, Color])[] = chunkParts.map((part) => [
  looks[part][0],
  looks[part][1],
]);

/** What the colors mean, for a legend. */
export const partLegend: readonly (readonly [string, Color])[] = [
  ["Forward", "forward"],
  ["Backward for input", "backward-input"],
  ["Backward for weights", "backward-weights"],
  ["Dispatch and combine", "communication"],
];

/** What the letters in the parts mean. */
export const partLetters = "A attention, M MLP, D dispatch, C combine; F forward, B backward for input, W for weights.";

/** Lanes of the trace, and of a simulated pair: of equal width, so that two pictures align. */
export const traceLanes = ["Compute 1", "Comm.", "Compute 2"];
export const pairLanes = ["Compute 1", "Comm."];

type Parts = Pick<ChunkOverlap, "part" | "layer" | "start" | "end">;

export function shortName({ part }: Parts, i: number): string {
  return looks[chunkParts[part[i]]][2];
}

export function partText({ part, layer, start, end }: Parts, i: number): string {
  return `${looks[chunkParts[part[i]]][0]}, layer ${layer[i] + 1}\n${milliseconds(start[i])} to ${milliseconds(end[i])}: ${milliseconds(end[i] - start[i])}`;
}

export function milliseconds(seconds: number): string {
  return `${formatNumber(1000 * seconds, 4)} ms`;
}

/** Lengths of an axis that is in seconds, as milliseconds. */
export function inMilliseconds(seconds: number): string {
  return formatNumber(1000 * seconds);
}
