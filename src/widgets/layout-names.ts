/** @file How layouts of a cluster are called, wherever a figure lists or draws them. */
import type { RankedLayout } from "../compute/index.ts";

/** Tokens a second of a GPU: simulated, or by formula. */
export function speedOf({ simulated, tokensPerSecondPerGpu }: RankedLayout): number {
  return simulated ?? tokensPerSecondPerGpu;
}

/** What tells a speed by formula from those that were simulated. */
export function byFormula({ simulated }: RankedLayout): string {
  return simulated === null ? ", by formula" : "";
}

function scheduleOf({ layout: { schedule, chunks } }: RankedLayout): string {
  return schedule === "Interleaved" ? `Interleaved, ${chunks} chunks` : schedule;
}

/** What a parameter calls it. */
export function keyOf(entry: RankedLayout): string {
  const { schedule, chunks, pipelineRanks, expertRanks, tensorRanks = 1, microBatchSequences } = entry.layout;
  return `${schedule}${schedule === "Interleaved" ? chunks : ""}-${pipelineRanks}-${expertRanks}-${microBatchSequences}-${entry.recompute ? "r" : "k"}${tensorRanks > 1 ? `-t${tensorRanks}` : ""}`;
}

/** What a reader calls it. */
export function nameOf(entry: RankedLayout): string {
  const { pipelineRanks, expertRanks, tensorRanks = 1, microBatchSequences } = entry.layout;
  return `${scheduleOf(entry)}, PP${pipelineRanks} × EP${expertRanks}${tensorRanks > 1 ? ` × TP${tensorRanks}` : ""}${microBatchSequences > 1 ? `, ${microBatchSequences} sequences` : ""}${entry.recompute ? "" : ", nothing recomputed"}`;
}

/** It as a row of a table. */
export function rowOf(entry: RankedLayout) {
  const { pipelineRanks, expertRanks, tensorRanks = 1, microBatchSequences } = entry.layout;
  return {
    key: keyOf(entry),
    schedule: scheduleOf(entry),
    pp: pipelineRanks,
    ep: expertRanks,
    tp: tensorRanks,
    sequences: microBatchSequences,
    recompute: entry.recompute ? "yes" : "no",
    memory: entry.memoryBytes,
    formula: entry.tokensPerSecondPerGpu,
    simulated: entry.simulated,
  };
}
