/** @file A small network trained in several formats from one start: its losses, and how far they part from those in BF16. */
import { hopperAdder } from "../compute/index.ts";
import {
  lateErrors,
  recipeNames,
  recordedRace,
  relativeLossError,
  smoothed,
  trainingRun,
  type LateErrors,
  type RecipeName,
} from "../lab/index.ts";
import { choice, defineWidget, Fold, formatChange, integer, Readout, Table } from "../kit/index.ts";
import { RaceErrors, RaceLegend, RaceLosses, type RaceError } from "./drawings/race-curves.tsx";

export default defineWidget({
  id: "training-race",
  title: "One small network, trained in several formats",
  source: "§3.3, Figure 10, Appendix B",
  caption:
    "A network of ours with about 50,000 parameters learns to predict a seeded text of 32 symbols, from the same start and on the same batches in each format; its two gated layers run in the formats, all else in single precision, moments in BF16. Tiles and blocks are of 16, since rows are of 64 and 128, and N_C is 32, the fewest that the adder takes at once. “Without promotion” adds scaled sums of tiles in the narrow register, which is a convention of ours. Losses are smoothed as in Figure 10, by 0.9. Five seeds are recorded; a run of your own takes half a minute or more. The band is the report’s 0.25%, found with models of 16 B and 230 B.",
  params: {
    run: choice({
      label: "Curves",
      initial: "recorded",
      options: [
        ["recorded", "Recorded"],
        ["own", "Train one here"],
      ],
    }),
    seed: choice({ label: "Seed", options: recordedRace.seeds, initial: 1 }),
    recipe: choice({
      label: "Against BF16",
      options: recipeNames.filter((name) => name.startsWith("FP8")),
      initial: "FP8 fine-grained",
      when: { run: "own" },
    }),
    steps: choice({ label: "Steps", options: [25, 50, 100, 200], initial: 50, when: { run: "own" } }),
    bits: integer({
      label: "Bits of the adder",
      range: [6, 34],
      initial: hopperAdder.bits,
      report: true,
      when: { run: "own" },
    }),
    promotionInterval: choice({
      label: "Promote every",
      options: [32, 64, 128],
      initial: 32,
      report: 128,
      secondary: true,
      when: { run: "own" },
    }),
    groupSize: choice({
      label: "Values with one scale",
      options: [8, 16, 32, 64, 128],
      initial: 16,
      report: 128,
      secondary: true,
      when: { run: "own" },
    }),
    batch: choice({
      label: "Predictions of a step",
      options: [64, 128, 256],
      initial: 128,
      secondary: true,
      when: { run: "own" },
    }),
  },
  presets: { "As published": {}, "Another seed": { seed: 4 } },
  *compute({ run, seed, recipe, steps, bits, promotionInterval, groupSize, batch }) {
    if (run === "recorded") {
      const at = recordedRace.seeds.indexOf(seed);
      const names = recipeNames.filter((name) => name in recordedRace.curves);
      yield {
        every: recordedRace.every,
        curves: names.map((name) => ({ name, losses: recordedRace.curves[name][at] })),
        bySeed: names
          .filter((name) => name !== "BF16")
          .map((name): SeedErrors => ({
            name,
            ...lateErrors({ losses: recordedRace.curves[name], reference: recordedRace.curves.BF16 }),
          })),
      };
      return;
    }
    const runs = (["BF16", recipe] as RecipeName[]).map((name) => ({
      name,
      losses: [] as number[],
      steps: trainingRun({ recipe: name, steps, seed, batch, groupSize, accumulatorBits: bits, promotionInterval }),
    }));
    for (let step = 0; step < steps; step++) {
      for (const { losses, steps } of runs) losses.push(steps.next().value!);
      if (step > 0)
        yield {
          every: 1,
          curves: runs.map(({ name, losses }) => ({ name, losses: Array.from(smoothed(losses)) })),
          bySeed: [] as SeedErrors[],
        };
    }
  },
  view: ({ every, curves, bySeed }) => {
    const errors = errorsOf(curves, every);
    const last = curves
      .filter(({ name }) => name !== "BF16")
      .map(({ name }) => errors.findLast((point) => point.name === name)!);
    const end = curves[0].losses.length * every;
    return (
      <>
        <Readout
          items={last.map(({ name, error }) => ({ label: name, text: formatChange(error), note: `at step ${end}` }))}
        />
        <RaceLosses curves={curves} every={every} />
        <RaceErrors errors={errors} />
        <RaceLegend names={curves.map(({ name }) => name)} />
        <Fold label="The last quarter, over the five seeds">
          <Table
            label="Relative loss error of the last quarter, over the five seeds"
            columns={[
              { key: "name", label: "Format" },
              {
                key: "mean",
                label: "Mean of five seeds",
                as: ["percent", 2],
                interval: ({ low, high }) => [Number(low), Number(high)],
              },
              { key: "largest", label: "Largest of all", as: ["percent", 2] },
              { key: "within", label: "Steps within 0.25%", as: "percent" },
            ]}
            rows={bySeed}
          />
        </Fold>
      </>
    );
  },
  summary: ({ every, curves }) => {
    const errors = errorsOf(curves, every);
    const names = curves.map(({ name }) => name).filter((name) => name !== "BF16");
    return `After ${curves[0].losses.length * every} steps: ${names.map((name) => `${name} ${formatChange(errors.findLast((point) => point.name === name)!.error)}`).join("; ")}, against BF16.`;
  },
  remark: ({ curves }) =>
    curves.some(({ losses }) => losses.some((loss) => !Number.isFinite(loss))) &&
    "A loss is no number any more: this run diverged.",
  table: ({ every, curves }) => ({
    columns: [
      { key: "name", label: "Format" },
      { key: "step", label: "Step" },
      { key: "loss", label: "Smoothed loss", unit: "nats" },
      { key: "error", label: "Relative to BF16" },
    ],
    rows: errorsOf(curves, every).map((point) => ({
      ...point,
      loss: curves.find(({ name }) => name === point.name)!.losses[point.step / every - 1],
    })),
  }),
});

type Curve = { name: RecipeName; losses: readonly number[] };
type SeedErrors = { name: RecipeName } & LateErrors;

/** Of each step, against BF16 from the same start. */
function errorsOf(curves: readonly Curve[], every: number): RaceError[] {
  const reference = curves.find(({ name }) => name === "BF16")!.losses;
  return curves.flatMap(({ name, losses }) =>
    Array.from(relativeLossError({ losses, reference }), (error, i) => ({ name, step: (i + 1) * every, error })),
  );
}
