/** @file A router's experts as columns: which tokens chose each, its load, and its bias, which can be dragged. */
import { affinities, meanLoad, type BalanceStep, type Gate } from "../../compute/index.ts";
import {
  ColumnBars,
  ColumnHeads,
  formatExact,
  formatFixed,
  formatNumber,
  HeatMap,
  Legend,
  wideWidth,
} from "../../kit/index.ts";

/** Tokens drawn: a row under three pixels could not be picked. */
const mostRows = 64;
/** Cells whose affinity is drawn too: more of them are a haze. */
const mostCells = 4096;
/** Shades 1 to 4 are affinity, the last one is "chosen". */
const shades = 5;

type Columns = Pick<Gate, "routedExperts" | "activatedExperts" | "affinity"> & { expertGroups: number };

/**
 * Tokens down, experts across; loads and biases below.
 *
 * @param logits  [tokens × routedExperts] of this step
 */
export function RouterColumns({
  step: { tokensOfExpert, bias, routing },
  logits,
  gate,
}: {
  step: Pick<BalanceStep, "tokensOfExpert" | "bias" | "routing">;
  logits: Float64Array;
  gate: Columns;
}) {
  const { routedExperts: experts, activatedExperts, expertGroups } = gate;
  const groupSize = experts / expertGroups;
  const mean = meanLoad(tokensOfExpert);
  const drawn = Math.min(logits.length / experts, mostRows);
  return (
    <div class="columns-chart">
      <p class="columns-label">Node, expert</p>
      <ColumnHeads columns={experts} groupSize={groupSize} group="Node" width={wideWidth} />
      <p class="columns-label">Tokens ↓</p>
      <HeatMap
        rows={drawn}
        columns={experts}
        groupSize={groupSize}
        shades={shades}
        last="accent"
        shadeOf={shadesOf(routing.expertOfSlot, logits.subarray(0, drawn * experts), gate)}
        tips={(token, expert) =>
          `Token ${token}, expert ${expert} of node ${Math.floor(expert / groupSize)}\n${routing.expertOfSlot.subarray(token * activatedExperts, (token + 1) * activatedExperts).includes(expert) ? "Chosen" : "Not chosen"}; logit ${formatFixed(logits[token * experts + expert], 2)}, bias ${formatFixed(bias[expert], 3)}`
        }
        label="Chosen experts of each token"
        width={wideWidth}
        height={160}
      />
      <p class="columns-label">Load</p>
      <ColumnBars
        values={tokensOfExpert}
        min={0}
        max={Math.max(2.5 * mean, ...tokensOfExpert)}
        groupSize={groupSize}
        reference={mean}
        classOf={(expert) => (tokensOfExpert[expert] > mean ? "over" : "under")}
        label={`Load of each expert; the dashed line is the mean, ${formatNumber(mean, 4)}`}
        width={wideWidth}
        height={52}
      />
      <p class="columns-label">Bias: drag, or arrow keys</p>
      <ColumnBars
        values={bias}
        min={-1}
        max={1}
        groupSize={groupSize}
        classOf={() => "bias"}
        move={{ param: "bias", name: "Bias of expert", step: 0.02, with: "step=0" }}
        label="Bias of each expert"
        width={wideWidth}
        height={52}
      />
    </div>
  );
}

/** What the colors of `RouterColumns` mean. */
export function RouterLegend({ tokens, experts }: { tokens: number; experts: number }) {
  const drawn = Math.min(tokens, mostRows);
  return (
    <Legend
      items={[
        ["Chosen", "accent"],
        ...(drawn * experts <= mostCells ? [["Affinity", "accent-soft"] as const] : []),
        ["Above the mean", "loss-4"],
        ["Below", "neutral"],
      ]}
    >
      Gaps part nodes{tokens > mostRows ? `; the first ${mostRows} of ${formatExact(tokens)} tokens are drawn` : ""}.
    </Legend>
  );
}

/** Shade of each cell of the rows that are drawn. */
function shadesOf(
  expertOfSlot: Uint16Array,
  logits: Float64Array,
  { routedExperts, activatedExperts, affinity }: Columns,
): (row: number, column: number) => number {
  const chosen = new Set<number>();
  for (let slot = 0; slot < Math.min(expertOfSlot.length, mostRows * activatedExperts); slot++) {
    chosen.add(Math.floor(slot / activatedExperts) * routedExperts + expertOfSlot[slot]);
  }
  const scores = logits.length <= mostCells ? affinities(logits, { routedExperts, affinity }) : null;
  return (row, column) => {
    const cell = row * routedExperts + column;
    if (chosen.has(cell)) return shades;
    return scores === null ? 0 : Math.min(shades - 1, Math.floor(scores[cell] * shades));
  };
}
