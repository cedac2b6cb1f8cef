/** @file Two tiny V3s on the same batches, one of them with a part changed: losses, loads by domain, biases, cost. */
import {
  changedSettings,
  domainsOf,
  readTinyCourses,
  recordedMoments,
  recordedTiny,
  tinyCourse,
  tinyDefaults,
  tinyMoments,
  tinySetup,
  trainInTurn,
  writeTinyCourses,
  type TinyMoment,
  type TinySettings,
} from "../lab/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatChange,
  formatFixed,
  formatNumber,
  formatSi,
  HeatMap,
  Legend,
  Readout,
  Table,
  timeline,
} from "../kit/index.ts";
import { GateShares } from "./drawings/gate-shares.tsx";
import { LossDifference, LossPair } from "./drawings/loss-pair.tsx";
import { pairParams } from "./tiny-pair-params.ts";
import { tinyLoadMap } from "./tiny-load-map.ts";
import { tinyNotebook } from "./tiny-notebook.ts";
import { smoothedGaps, stepNumbers, tableOfMoments, withLossOf } from "./tiny-step-numbers.ts";

export default defineWidget({
  id: "tiny-v3-laboratory",
  title: "Two tiny V3s, one with a part changed",
  source: "§2.1, §2.2, §3.3, §4.2",
  caption:
    "A toy of ours with V3’s parts: the same mechanism at toy size, and no evidence about V3. Both runs begin at one seed and see the same batches, and products are in single precision, and not in FP8 as V3’s, unless they are what is changed. Recorded curves are means over a few steps; a run of your own draws as it goes, and takes a quarter of a minute or more, in eight bits several times as long. Loads are those of the layer with experts, over an even share: of one step, or of 25 in a recorded run. Rates, γ and schedule are ours, faster than the report’s for a run so short.",
  params: {
    ...pairParams,
    domain: choice({
      label: "Loss of",
      initial: "all",
      options: [
        ["all", "All text"],
        ["sums", "Sums"],
        ["brackets", "Brackets"],
        ["grammar", "Grammar"],
        ["copying", "Copying"],
      ],
      viewOnly: true,
      when: { run: ["own", "file"] },
    }),
    step: timeline({ label: "Step", from: 0, initial: 100_000, rate: 10, speeds: [1, 4] }),
  },
  presets: {
    "As published": {},
    "Sequence-wise loss": { setup: "Sequence-wise loss, α 0.1" },
    "Narrow latent": { setup: "Latent of 2" },
    "Eight bits": { setup: "FP8 fine-grained" },
  },
  check: ({ run, state, ownText }) =>
    run === "file" && state === ""
      ? { at: "state", say: "Choose a file that this figure gave under Download, “Runs”." }
      : run === "own" &&
        ownText.length > 0 &&
        ownText.length < tinyDefaults.sequenceLength + 2 && {
          at: "ownText",
          say: `A text of your own needs at least ${tinyDefaults.sequenceLength + 2} characters.`,
        },
  *compute({ run, state, ...values }) {
    if (run === "recorded") {
      yield {
        domains: domainsOf({ text: "" }),
        runs: ["Unchanged", values.setup].map((name) => ({
          name,
          moments: recordedMoments(name, values.seed),
          said: null,
          tokensPerSecond: null,
          course: null,
        })),
      };
      return;
    }
    const base = { ...shortened(values.steps), seed: values.seed, text: values.ownText };
    const courses = (
      state
        ? readTinyCourses(state)
        : [
            { name: "Unchanged", settings: base },
            { name: "Changed", settings: { ...base, ...changedSettings(values) } },
          ]
    ).map(tinyCourse);
    if (courses.length !== 2) throw new RangeError(`The file must hold two runs (got ${courses.length}).`);
    for (const tokensPerSecond of trainInTurn(courses))
      yield {
        domains: domainsOf(courses[0].run.settings),
        runs: courses.map((course, i) => ({
          name: course.name,
          moments: tinyMoments(course.snapshots),
          said: course.run.diverged,
          tokensPerSecond: tokensPerSecond[i],
          course,
        })),
      };
  },
  holds: ({ runs }, { paused, trainTo }) =>
    runs.some(({ course }) => course && !course.run.done) &&
    (paused || Math.max(...runs.map(({ moments }) => moments.at(-1)!.step + 1)) >= trainTo),
  ends: ({ runs }) => ({ step: Math.max(0, ...runs.map(({ moments }) => moments.at(-1)?.step ?? 0)) }),
  view: ({ domains, runs: all }, { values }) => {
    // A recorded run has the loss of all text alone.
    const runs = values.run === "recorded" ? all : withLossOf(domains.indexOf(values.domain), all);
    const [first, second] = runs.map(({ moments }) => moments);
    const at = (moments: readonly TinyMoment[]): TinyMoment =>
      moments.findLast(({ step }) => step <= values.step) ?? moments[0];
    const now = runs.map(({ moments }) => at(moments));
    const end = Math.max(1, first.at(-1)!.step, second.at(-1)!.step);
    const names = runs.map(({ name }) => name);
    const gaps = smoothedGaps(first, second);
    const gap = gaps.findLast(({ step }) => step <= values.step)?.gap ?? 0;
    return (
      <>
        <Readout
          items={[
            ...now.map(({ loss, step, flop }, i) => ({
              label: `Loss, ${lower(names[i])}`,
              ...finite(loss, 3),
              note: `step ${step}, ${formatSi(flop, "FLOP", 3)} so far`,
            })),
            {
              label: "Difference",
              text: formatChange(gap),
              note: "changed over unchanged, smoothed",
            },
          ]}
        />
        <LossPair runs={runs} end={end} colors={colors} />
        <LossDifference gaps={gaps} end={end} />
        <Legend items={names.map((name, i) => [name, colors[i]] as const)}>
          Rows of the maps: {domains.join(", ")}.
        </Legend>
        {runs.map(({ name }, i) => (
          <div key={name}>
            <p class="columns-label">
              {name}: MaxVio {worded(now[i].violation)}
              {now[i].loads ? ", load by domain ↓ and expert →" : "; loads are recorded for seed 1 alone"}
            </p>
            {now[i].loads && <HeatMap {...tinyLoadMap(now[i].loads, domains, `Load of the experts, ${lower(name)}`)} />}
          </div>
        ))}
        <Fold label="This step in numbers">
          <Table
            label="This step in numbers"
            columns={[
              { key: "what", label: "What" },
              { key: "first", label: names[0], as: ["number", 4] },
              { key: "second", label: names[1], as: ["number", 4] },
            ]}
            rows={stepNumbers(now, all, domains)}
          />
        </Fold>
        <Fold label="Gates of this step">
          <GateShares moments={now} names={names} colors={colors} />
        </Fold>
      </>
    );
  },
  summary: ({ runs }) =>
    `${runs.map(({ name, moments }) => `${name}: loss ${formatNumber(moments.at(-1)!.loss, 4)} after ${moments.at(-1)!.step + 1} steps, MaxVio ${formatNumber(moments.at(-1)!.violation, 2)}`).join("; ")}.`,
  remark: ({ runs }) =>
    runs
      .map(
        ({ name, moments, said }) =>
          said ??
          (moments.at(-1)!.loss > moments[0].loss + 0.3 &&
            `${name}: the loss has grown since the start. This run does not learn.`),
      )
      .filter(Boolean)
      .join(" "),
  table: ({ domains, runs }) => tableOfMoments(runs, domains),
  files: {
    Runs: {
      name: "runs.tinyv3",
      type: "application/octet-stream",
      write: ({ runs }, { step }, { lines }) =>
        writeTinyCourses(
          runs.map(({ course }) => {
            if (!course) throw new RangeError("recorded runs have no states; train both here");
            return course.keptAt(step + 1);
          }),
          lines,
        ),
    },
    Notebook: {
      name: "notebook.ipynb",
      type: "application/x-ipynb+json",
      write: ({ runs }, { seed }, origin) =>
        tinyNotebook(
          runs.map(({ name, moments, course }) => ({
            name,
            settings: course ? course.run.settings : { ...tinySetup(name).settings, seed },
            losses: moments.map(({ loss }) => loss),
            every: course ? 1 : recordedTiny.every,
          })),
          origin,
        ),
    },
  },
});

const colors = ["neutral", "accent"] as const;

/** A schedule that fits into fewer steps. */
function shortened(steps: number): Partial<TinySettings> {
  return {
    steps,
    warmupSteps: Math.min(tinyDefaults.warmupSteps, steps),
    decaySteps: Math.min(tinyDefaults.decaySteps, Math.floor(steps / 2)),
  };
}

const worded = (value: number): string => (Number.isFinite(value) ? formatFixed(value, 2) : "none");
const finite = (value: number, digits: number) =>
  Number.isFinite(value) ? { value, as: ["fixed", digits] as const } : { text: "no number" };
const lower = (name: string): string => (name === "Unchanged" ? "unchanged" : name.toLowerCase());
