/** @file The parts of a served layer: when each of them runs, and how long it takes. */
import { servingParts, type LayerStages, type MicroBatchRun, type ServingPart } from "../../compute/index.ts";
import { formatAs, formatNumber, Intervals, Legend, Table, type Color } from "../../kit/index.ts";

const parts: Readonly<Record<ServingPart, { name: string; letter: string; color: Color }>> = {
  attentionProjections: { name: "Projections", letter: "P", color: "series-1" },
  attentionCore: { name: "Attention on the cache", letter: "A", color: "series-2" },
  dispatch: { name: "Dispatch", letter: "D", color: "communication" },
  shared: { name: "Shared expert", letter: "S", color: "series-3" },
  experts: { name: "Routed experts", letter: "E", color: "series-4" },
  combine: { name: "Combine", letter: "C", color: "pipeline-communication" },
};
const inOrder = servingParts.map((part) => parts[part]);
export const laneNames = ["compute", "links"] as const;

/** Of a place in `servingParts`. */
export function nameOfPart(part: number): string {
  return inOrder[part].name;
}

/** Parts of both micro-batches in their lanes. */
export function PartsInTime({ run }: { run: MicroBatchRun }) {
  return (
    <Intervals
      label="Two micro-batches through four layers"
      lanes={laneNames}
      laneHeight={34}
      data={{ lane: run.lane, start: run.start, end: run.end, kind: run.part }}
      unit="Time (µs)"
      window="view"
      kinds={inOrder.map(({ name, color }) => [name, color] as const)}
      inside={(i) => `${inOrder[run.part[i]].letter}${run.microBatch[i]}`}
      format={(seconds) => formatNumber(seconds * 1e6)}
      tips={(i) =>
        `${nameOfPart(run.part[i])}, micro-batch ${run.microBatch[i]}, layer ${run.layer[i]}: ${formatAs(run.end[i] - run.start[i], "seconds")}`
      }
    />
  );
}

/** What colors, letters and digits mean. */
export function PartsLegend() {
  return (
    <Legend items={inOrder.map(({ name, letter, color }) => [`${name} (${letter})`, color] as const)}>
      The digit is the micro-batch. Where experts run beside attention, they stand in the lane of the links.
    </Legend>
  );
}

/**
 * How long the parts take one micro-batch, and what bounds them.
 *
 * @param serial  seconds of both micro-batches in a layer, one after the other
 */
export function PartsTable({ stages: { seconds, bounds }, serial }: { stages: LayerStages; serial: number }) {
  return (
    <Table
      label="Parts of a layer for one micro-batch"
      columns={[
        { key: "part", label: "Part" },
        { key: "seconds", label: "Time", as: "seconds", bar: true },
        { key: "share", label: "Of all work", as: "percent" },
        { key: "bound", label: "Bound by" },
      ]}
      rows={servingParts.map((part) => ({
        part: parts[part].name,
        seconds: seconds[part],
        share: (2 * seconds[part]) / serial,
        bound: seconds[part] === 0 ? "–" : boundOf(part, bounds),
      }))}
    />
  );
}

function boundOf(part: ServingPart, bounds: LayerStages["bounds"]): string {
  if (part === "dispatch" || part === "combine") return "links";
  return bounds[part].bound === "memory" ? "memory" : "arithmetic";
}
