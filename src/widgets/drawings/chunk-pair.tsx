/** @file A pair of chunks in its lanes, simulated or of the trace: how its parts are drawn, named and colored. */
import { chunkParts, type ChunkOverlap, type ChunkPart } from "../../compute/index.ts";
import { formatNumber, Intervals, type Color } from "../../kit/index.ts";

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

/** What the colors mean, for a legend. */
export const partLegend: readonly (readonly [string, Color])[] = [
  ["Forward", "forward"],
  ["Backward for input", "backward-input"],
  ["Backward for weights", "backward-weights"],
  ["Dispatch and combine", "communication"],
];

/** What the letters in the parts mean. */
export const partLetters = "A attention, M MLP, D dispatch, C combine; F forward, B backward for input, W for weights.";

/** Lanes of equal width, so that two pictures align. */
const lanes = { trace: ["Compute 1", "Comm.", "Compute 2"], model: ["Compute 1", "Comm."] };

type Parts = Pick<ChunkOverlap, "lane" | "part" | "layer" | "start" | "end">;

/**
 * Parts in their lanes.
 *
 * @param of  what the pair is from
 * @param unit  what the axis says
 * @param pick  parameter that a press sets to the index of a part
 */
export function ChunkPair({
  label,
  of,
  parts,
  unit,
  range,
  pick,
}: {
  label: string;
  of: keyof typeof lanes;
  parts: Parts;
  unit: string;
  range: readonly [number, number];
  pick?: string;
}) {
  const { lane, start, end, part } = parts;
  return (
    <Intervals
      label={label}
      lanes={lanes[of]}
      laneHeight={18}
      data={{ lane, start, end, kind: part }}
      kinds={partKinds}
      unit={unit}
      range={range}
      window="view"
      pick={pick}
      inside={(i) => looks[chunkParts[part[i]]][2]}
      tips={(i) => partText(parts, i)}
      format={(seconds) => formatNumber(1000 * seconds)}
    />
  );
}

/** Name and color of each part, in the order of `chunkParts`. */
const partKinds: readonly (readonly [string, Color])[] = chunkParts.map((part) => [looks[part][0], looks[part][1]]);

/** A part in words. */
export function partText({ part, layer, start, end }: Omit<Parts, "lane">, i: number): string {
  return `${looks[chunkParts[part[i]]][0]}, layer ${layer[i] + 1}\n${milliseconds(start[i])} to ${milliseconds(end[i])}: ${milliseconds(end[i] - start[i])}`;
}

export function milliseconds(seconds: number): string {
  return `${formatNumber(1000 * seconds, 4)} ms`;
}
