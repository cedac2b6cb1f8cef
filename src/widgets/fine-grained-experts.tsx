/** @file The same weights cut into few wide or many narrow experts, and what a token gets of them. */
import { atGranularity, createRandom, deepseekV3, tokenBytes, e4m3 } from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  integer,
  Legend,
  Readout,
  seed,
} from "../kit/index.ts";
import { CutExperts, powerText } from "./drawings/cut-experts.tsx";

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
        <CutExperts cuts={cuts} looked={Math.min(values.row, cuts.length - 1)} />
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
    rows: cuts.map(({ chosen: _chosen, combinations, ...cut }) => ({ ...cut, combinations: String(combinations) })),
  }),
});

/** Pieces that an expert of the middle row is cut into. */
const splits = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];
