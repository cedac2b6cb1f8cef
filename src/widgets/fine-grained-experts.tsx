/** @file The same weights cut into few wide or many narrow experts, and what a token gets of them. */
import { Fragment } from "preact";
import { atGranularity, createRandom, deepseekV3, tokenBytes, e4m3 } from "../compute/index.ts";
import {
  Box,
  choice,
  color,
  defineWidget,
  Drawing,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  integer,
  Legend,
  Readout,
  seed,
  short,
  superscript,
  thinSpace,
} from "../kit/index.ts";

const { hiddenDim } = deepseekV3;
const moe = deepseekV3.moe!;

export default defineWidget({
  id: "fine-grained-experts",
  title: "One stock of weights, cut coarse and fine",
  source: "§2.1.2",
  caption:
    "Each bar is all routed experts of one layer, as wide as their weights; what one token uses is filled. Every bar has the same weights and uses the same share of them, so that arithmetic is the same as well. Which experts are chosen is drawn at random. The report’s cut is the row of 256; the others are ours, after the paper that proposed it (arXiv:2401.06066, §3.1). Where experts are too many to be told apart, their borders are left out. Shared experts are not drawn.",
  params: {
    routedExperts: choice({ label: "Experts of the middle row", options: [64, 128, 256], initial: 256, report: true }),
    activatedExperts: choice({ label: "Of them a token uses", options: [2, 4, 8, 16], initial: 8, report: true }),
    row: integer({ label: "Row", range: [0, 6], initial: 3, inView: true, viewOnly: true }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Twice as many used": { activatedExperts: 16 },
    "Fewer experts": { routedExperts: 64, row: 1 },
  },
  compute: ({ routedExperts, activatedExperts, seed }) => {
    const middle = { ...moe, routedExperts, activatedExperts, sharedExperts: 0 };
    const random = createRandom(seed);
    return splits
      .filter((split) => [routedExperts, activatedExperts].every((count) => Number.isInteger(count * split)))
      .map((split) => {
        const cut = atGranularity(middle, { hiddenDim, split });
        const chosen = new Set<number>();
        while (chosen.size < cut.activatedExperts) chosen.add(random.integer(cut.routedExperts));
        return {
          ...cut,
          chosen: [...chosen].sort((a, b) => a - b),
          digits: String(cut.combinations).length - 1,
          copyBytes: cut.activatedExperts * tokenBytes(hiddenDim, { format: e4m3 }).total,
        };
      });
  },
  view: (cuts, { values }) => {
    const looked = cuts[Math.min(values.row, cuts.length - 1)];
    return (
      <>
        <Readout
          items={[
            {
              label: "Experts",
              value: looked.routedExperts,
              as: "exact",
              note: `${formatExact(looked.activatedExperts)} for a token, ${formatNumber(looked.expertDim, 5)} wide`,
            },
            {
              label: "Ways to choose",
              text: powerText(looked),
              note:
                looked.combinations < 1e6
                  ? `exactly ${String(looked.combinations)}`
                  : `a number of ${looked.digits + 1} digits`,
            },
            {
              label: "Weights of a layer",
              value: looked.expertParameters,
              as: ["count", 3],
              note: `${formatCount(looked.activatedParameters, 3)} for a token`,
            },
            {
              label: "Router",
              value: looked.routerParameters,
              as: ["count", 3],
              note: `weights; a token’s copies take ${formatBytes(looked.copyBytes)}`,
            },
          ]}
        />
        <Drawing
          label="Experts of one layer, coarse to fine, with those of one token"
          boxes
          height={() => 26 + cuts.length * rowHeight}
        >
          {({ width, narrow }) => {
            const left = narrow ? 44 : 128;
            const room = width - left - 2;
            const top = (row: number): number => 22 + row * rowHeight;
            const frame = (row: number): string => `M${left} ${top(row)}h${short(room)}v${barHeight}h${short(-room)}z`;
            const looked = Math.min(values.row, cuts.length - 1);
            return (
              <>
                <text x={left} y={12} font-size={12} fill="var(--ink-soft)">
                  {narrow ? "all routed experts of a layer" : "all routed experts of a layer, by weights"}
                </text>
                <path
                  d={cuts.map((_, row) => (row === looked ? "" : frame(row))).join("")}
                  fill="var(--paper-raised)"
                  stroke="var(--rule-strong)"
                />
                <path d={frame(looked)} fill="var(--paper-raised)" stroke="var(--ink)" stroke-width={2} />
                <path
                  d={cuts.map((cut, row) => borders(cut.routedExperts, left, top(row), room)).join("")}
                  stroke="var(--rule-strong)"
                  stroke-width={0.7}
                />
                <path
                  d={cuts
                    .map(({ chosen, routedExperts }, row) =>
                      chosen
                        .map((expert) => {
                          const pitch = room / routedExperts;
                          return `M${short(left + expert * pitch)} ${top(row)}h${short(pitch)}v${barHeight}h${short(-pitch)}z`;
                        })
                        .join(""),
                    )
                    .join("")}
                  fill={color("accent")}
                />
                {cuts.map((cut, row) => (
                  <Fragment key={row}>
                    <Box
                      x={0}
                      y={top(row)}
                      width={width}
                      height={barHeight}
                      tip={`${formatExact(cut.routedExperts)} experts of ${formatNumber(cut.expertDim, 5)}, ${formatExact(cut.activatedExperts)} for a token: ${powerText(cut)} ways to choose`}
                      sets={{ row }}
                    />
                    <text
                      x={0}
                      y={top(row) + 16}
                      font-size={12}
                      fill="var(--ink)"
                      font-weight={row === looked ? 600 : 400}
                    >
                      {narrow
                        ? formatExact(cut.routedExperts)
                        : `${formatExact(cut.activatedExperts)} of ${formatExact(cut.routedExperts)}`}
                    </text>
                  </Fragment>
                ))}
              </>
            );
          }}
        </Drawing>
        <Legend items={[["Experts of one token", "accent"]]}>Press a row to read it above.</Legend>
      </>
    );
  },
  summary: (cuts) =>
    `The same weights allow ${powerText(cuts[0])} choices as ${formatExact(cuts[0].routedExperts)} experts and ${powerText(cuts.at(-1)!)} as ${formatExact(cuts.at(-1)!.routedExperts)}; a token uses ${formatCount(cuts[0].activatedParameters, 3)} of ${formatCount(cuts[0].expertParameters, 3)} in both.`,
  table: (cuts) => ({
    columns: [
      { key: "routedExperts", label: "Routed experts" },
      { key: "activatedExperts", label: "Used by a token" },
      { key: "expertDim", label: "Width of an expert" },
      { key: "expertParameters", label: "Weights of all" },
      { key: "activatedParameters", label: "Weights for a token" },
      { key: "routerParameters", label: "Weights of the router" },
      { key: "combinations", label: "Ways to choose" },
      { key: "copyBytes", label: "Bytes of a token’s copies, FP8 with scales" },
    ],
    rows: cuts.map(
      ({
        routedExperts,
        activatedExperts,
        expertDim,
        expertParameters,
        activatedParameters,
        routerParameters,
        combinations,
        copyBytes,
      }) => ({
        routedExperts,
        activatedExperts,
        expertDim,
        expertParameters,
        activatedParameters,
        routerParameters,
        combinations: String(combinations),
        copyBytes,
      }),
    ),
  }),
});

/** Pieces that an expert of the middle row is cut into. */
const splits = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];

const rowHeight = 34;
const barHeight = 22;

/** Borders between experts, where they can be told apart. */
function borders(experts: number, left: number, top: number, room: number): string {
  const pitch = room / experts;
  if (pitch < 2.2) return "";
  return Array.from(
    { length: experts - 1 },
    (_, expert) => `M${short(left + (expert + 1) * pitch)} ${top}v${barHeight}`,
  ).join("");
}

/** "4.1 × 10¹⁴", or all of it where it is short. */
function powerText({ combinations, digits }: { combinations: bigint; digits: number }): string {
  if (digits < 6) return formatExact(Number(combinations));
  const leading = Number(combinations / 10n ** BigInt(digits - 3)) / 1000;
  return `${formatNumber(leading, 2)}${thinSpace}×${thinSpace}10${superscript(digits)}`;
}
