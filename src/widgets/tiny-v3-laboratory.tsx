/** @file Two tiny V3s on the same batches, one of them with a part changed: losses, loads by domain, biases, cost. */
import * as Plot from "@observablehq/plot";
import {
  createTinyRun,
  domainsOf,
  recipeNames,
  recordedTiny,
  tinyDefaults,
  tinyFlopPerStep,
  tinySetup,
  type TinySettings,
} from "../lab/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  Fold,
  formatFixed,
  formatNumber,
  formatSi,
  HeatMap,
  Legend,
  number,
  Readout,
  Table,
  text,
  timeline,
} from "../kit/index.ts";
import { tinyLoadMap } from "./tiny-load-map.ts";

export default defineWidget({
  id: "tiny-v3-laboratory",
  title: "Two tiny V3s, one with a part changed",
  source: "§2.1, §2.2, §3.3, §4.2",
  caption:
    "A toy of ours with V3’s parts: the same mechanism at toy size, and no evidence about V3. Both runs begin at one seed and see the same batches, and products are in single precision unless they are what is changed. Recorded curves are means over a few steps; a run of your own draws as it goes, and takes a quarter of a minute or more, in eight bits several times as long. Loads are those of the layer with experts, over an even share: of one step, or of 25 in a recorded run. Rates, γ and schedule are ours, faster than the report’s for a run so short.",
  params: {
    run: choice({
      label: "Runs",
      initial: "recorded",
      options: [
        ["recorded", "Recorded"],
        ["own", "Train both here"],
      ],
    }),
    setup: choice({
      label: "Changed",
      initial: "No balancing",
      options: Object.entries(recordedTiny.runs)
        .slice(1)
        .filter(([, runs]) => runs.length === recordedTiny.seeds.length)
        .map(([name]) => name),
      when: { run: "recorded" },
    }),
    change: choice({
      label: "Change",
      initial: "balance",
      when: { run: "own" },
      options: [
        ["balance", "Balancing"],
        ["attention", "Attention"],
        ["prediction", "Prediction module"],
        ["experts", "Experts"],
        ["nodes", "Node limit"],
        ["products", "Products"],
        ["optimizer", "Optimizer and schedule"],
        ["seed", "Nothing but the seed"],
      ],
    }),
    balance: choice({
      label: "Balanced by",
      initial: "none",
      options: [
        ["none", "Nothing"],
        ["bias", "Bias"],
        ["sequence", "Loss of each sequence"],
        ["batch", "Loss of the batch"],
      ],
      when: { run: "own", change: "balance" },
    }),
    biasUpdateSpeed: number({
      label: "γ of the bias",
      range: [1e-4, 1],
      scale: "log",
      initial: 0.02,
      report: 0.001,
      when: { run: "own", change: "balance", balance: "bias" },
    }),
    balanceFactor: number({
      label: "α of the loss",
      range: [1e-4, 10],
      scale: "log",
      initial: 0.1,
      report: 1e-4,
      when: { run: "own", change: "balance", balance: ["sequence", "batch"] },
    }),
    attention: choice({
      label: "Attention",
      initial: "latent",
      options: [
        ["latent", "Latent"],
        ["full", "Full heads"],
        ["grouped", "Grouped heads"],
      ],
      when: { run: "own", change: "attention" },
    }),
    kvLoraRank: choice({
      label: "Width of the latent",
      initial: 2,
      options: [1, 2, 4, 8, 16],
      when: { run: "own", change: "attention", attention: "latent" },
    }),
    mtpWeight: choice({
      label: "λ of its loss",
      initial: 0,
      options: [[0, "No module"], 0.1, 0.3, 1],
      when: { run: "own", change: "prediction" },
    }),
    experts: choice({
      label: "Routed experts",
      initial: 16,
      options: [
        [4, "4, one of width 32"],
        [8, "8, two of width 16"],
        [16, "16, four of width 8"],
      ],
      help: "A token uses as many weights in each.",
      when: { run: "own", change: "experts" },
    }),
    limitedGroups: choice({
      label: "Of four nodes, use",
      initial: 1,
      options: [1, 2, 3],
      when: { run: "own", change: "nodes" },
    }),
    recipe: choice({
      label: "Products in",
      initial: "FP8 fine-grained",
      options: recipeNames,
      when: { run: "own", change: "products" },
    }),
    learningRate: number({
      label: "Learning rate",
      range: [1e-4, 100],
      scale: "log",
      initial: 0.006,
      when: { run: "own", change: "optimizer" },
    }),
    warmupSteps: choice({
      label: "Steps of warm-up",
      initial: 20,
      options: [0, 5, 20],
      when: { run: "own", change: "optimizer" },
    }),
    clipNorm: choice({
      label: "Gradients clipped at",
      initial: 1,
      options: [[0, "Never"], 0.1, 1],
      when: { run: "own", change: "optimizer" },
    }),
    moments: choice({
      label: "Moments in",
      initial: "bf16",
      options: [
        ["bf16", "BF16"],
        ["fp32", "FP32"],
      ],
      when: { run: "own", change: "optimizer" },
    }),
    otherSeed: choice({
      label: "Seed of the second",
      initial: 2,
      options: [2, 3, 4, 5],
      when: { run: "own", change: "seed" },
    }),
    steps: choice({ label: "Steps", options: [50, 100, 150], initial: 100, when: { run: "own" } }),
    seed: choice({ label: "Seed", options: [1, 2, 3, 4, 5], initial: 1 }),
    ownText: text({
      label: "A text of your own, too",
      maxLength: 2000,
      viewOnly: false,
      placeholder: "At least 34 characters",
      when: { run: "own" },
      secondary: true,
    }),
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
      when: { run: "own" },
    }),
    step: timeline({ label: "Step", from: 0, initial: 100_000, rate: 10, speeds: [1, 4] }),
  },
  presets: {
    "As published": {},
    "Sequence-wise loss": { setup: "Sequence-wise loss, α 0.1" },
    "Narrow latent": { setup: "Latent of 2" },
    "Eight bits": { setup: "FP8 fine-grained" },
  },
  check: ({ run, ownText }) =>
    run === "own" &&
    ownText.length > 0 &&
    ownText.length < tinyDefaults.sequenceLength + 2 && {
      at: "ownText",
      say: `A text of your own needs at least ${tinyDefaults.sequenceLength + 2} characters.`,
    },
  *compute(values) {
    if (values.run === "recorded") {
      yield recordedPair(values.setup, values.seed);
      return;
    }
    const base: Partial<TinySettings> = { ...shortened(values.steps), seed: values.seed, text: values.ownText };
    const runs = [
      { name: "As V3", settings: base },
      { name: "Changed", settings: { ...base, ...changed(values) } },
    ].map(({ name, settings }) => ({ name, run: createTinyRun(settings), moments: [] as Moment[] }));
    for (let step = 0; step < values.steps; step++) {
      for (const { run, moments } of runs) {
        if (run.done) continue;
        const {
          loss,
          lossOfDomain,
          routers: [router],
          precision,
          flop,
          mtpLoss,
          learningRate,
        } = run.step();
        const input = precision?.find(({ tensor }) => tensor === "output gradient");
        moments.push({
          step,
          loss,
          lossOfDomain,
          mtpLoss,
          violation: router?.maxViolation ?? NaN,
          loads: router ? Array.from(router.tokensOfDomainAndExpert) : null,
          bias: router ? Array.from(router.bias) : null,
          blocked: router?.blockedExperts ?? null,
          flop,
          learningRate,
          underflow: input ? input.underflow : (moments.at(-1)?.underflow ?? null),
        });
      }
      yield {
        every: 1,
        domains: domainsOf({ text: values.ownText }),
        runs: runs.map(({ name, run, moments }) => ({ name, moments: moments.slice(), said: run.diverged })),
      };
      if (runs.every(({ run }) => run.done)) return;
    }
  },
  ends: ({ runs }) => ({ step: Math.max(0, ...runs.map(({ moments }) => moments.at(-1)?.step ?? 0)) }),
  view: ({ every, domains, runs: all }, { values }) => {
    // A recorded run has the loss of all text alone.
    const domain = values.run === "own" ? domains.indexOf(values.domain) : -1;
    const runs =
      domain < 0
        ? all
        : all.map((run) => ({
            ...run,
            moments: run.moments.map((moment) => ({ ...moment, loss: moment.lossOfDomain![domain] })),
          }));
    const [first, second] = runs.map(({ moments }) => moments);
    const at = (moments: readonly Moment[]): Moment =>
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
              label: "Changed against as V3",
              text: signed(gap),
              note: every === 1 ? "smoothed by 0.9" : "of these steps",
            },
          ]}
        />
        <Chart
          label="Loss of both runs"
          scrub="step"
          tips={({ name, step, loss }: { name: string; step: number; loss: number }) =>
            `${name}\nStep ${step}: ${formatNumber(loss, 4)}`
          }
          options={({ narrow }) => ({
            height: 150,
            marginLeft: 56,
            x: { label: "Step", domain: [0, end], ticks: narrow ? 4 : 8 },
            y: { label: "Loss (nats a symbol)", grid: true, ticks: 5 },
            marks: runs.map(({ name, moments }, i) =>
              Plot.line(
                moments.filter(({ loss }) => Number.isFinite(loss)).map((moment) => ({ ...moment, name })),
                { x: "step", y: "loss", stroke: color(colors[i]), strokeWidth: 1.6 },
              ),
            ),
          })}
        />
        <Chart
          label="Difference of both losses"
          scrub="step"
          tips={({ step, gap: of }: Gap) => `Step ${step}: ${signed(of)}`}
          options={({ narrow }) => ({
            height: 120,
            marginLeft: 56,
            x: { label: "Step", domain: [0, end], ticks: narrow ? 4 : 8 },
            y: { label: "Changed against as V3", grid: true, ticks: 3, tickFormat: signed },
            marks: [
              Plot.ruleY([0], { stroke: "var(--ink-soft)" }),
              Plot.line(gaps, { x: "step", y: "gap", stroke: color("accent"), strokeWidth: 1.6 }),
            ],
          })}
        />
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
            rows={numbersOf(now[0], now[1], domains)}
          />
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
  table: ({ domains, runs }) => ({
    columns: [
      { key: "run", label: "Run" },
      { key: "step", label: "Step" },
      { key: "loss", label: "Loss", unit: "nats" },
      ...domains.map((domain) => ({ key: domain, label: `Loss, ${domain}`, unit: "nats" })),
      { key: "mtpLoss", label: "Loss of the module", unit: "nats" },
      { key: "violation", label: "MaxVio" },
      { key: "learningRate", label: "Learning rate" },
      { key: "flop", label: "FLOP so far" },
      { key: "underflow", label: "Underflow of output gradients" },
    ],
    rows: runs.flatMap(({ name, moments }) =>
      moments.map(({ step, loss, lossOfDomain, mtpLoss, violation, learningRate, flop, underflow }) => ({
        run: name,
        step,
        loss,
        ...Object.fromEntries(domains.map((domain, i) => [domain, lossOfDomain?.[i] ?? null])),
        mtpLoss,
        violation,
        learningRate,
        flop,
        underflow,
      })),
    ),
  }),
});

type Moment = {
  step: number;
  loss: number;
  violation: number;
  /** What a recorded run leaves out is null. */
  lossOfDomain: readonly number[] | null;
  mtpLoss: number | null;
  loads: readonly number[] | null;
  bias: readonly number[] | null;
  blocked: number | null;
  flop: number;
  learningRate: number | null;
  underflow: number | null;
};
type Pair = {
  every: number;
  domains: readonly string[];
  runs: { name: string; moments: Moment[]; said: string | null }[];
};
type Gap = { step: number; gap: number };
type Change = {
  change: string;
  balance: string;
  biasUpdateSpeed: number;
  balanceFactor: number;
  attention: TinySettings["attention"];
  kvLoraRank: number;
  mtpWeight: number;
  experts: number;
  limitedGroups: number;
  recipe: TinySettings["recipe"];
  learningRate: number;
  warmupSteps: number;
  clipNorm: number;
  moments: TinySettings["moments"];
  otherSeed: number;
  steps: number;
};

const colors = ["neutral", "accent"] as const;

/** Two recorded runs of one seed: the model as it is, and one with a part changed. */
function recordedPair(setup: string, seed: number): Pair {
  const { every, mappedEvery, seeds, runs } = recordedTiny;
  return {
    every,
    domains: domainsOf({ text: "" }),
    runs: ["As V3", setup].map((name) => {
      const { loss, mtpLoss, maxViolation, precision, details } = runs[name][seeds.indexOf(seed)];
      const flop = tinyFlopPerStep(tinySetup(name).settings);
      const moments = loss.map((of, i): Moment => {
        const step = (i + 1) * every - 1;
        const at = Math.floor(step / mappedEvery);
        return {
          step,
          loss: of,
          violation: maxViolation[i],
          lossOfDomain: details?.lossOfDomain[at] ?? null,
          mtpLoss: mtpLoss?.[i] ?? null,
          loads: details?.tokensOfDomainAndExpert[at] ?? null,
          bias: details?.bias[at] ?? null,
          blocked: null,
          flop: (step + 1) * flop,
          learningRate: null,
          underflow: precision?.[2].underflow[i] ?? null,
        };
      });
      return { name, moments, said: null };
    }),
  };
}

/** A schedule that fits into fewer steps. */
function shortened(steps: number): Partial<TinySettings> {
  return {
    steps,
    warmupSteps: Math.min(tinyDefaults.warmupSteps, steps),
    decaySteps: Math.min(tinyDefaults.decaySteps, Math.floor(steps / 2)),
  };
}

/** What the second run has where the first has something else. */
function changed(values: Change): Partial<TinySettings> {
  const {
    balance,
    biasUpdateSpeed,
    balanceFactor,
    attention,
    kvLoraRank,
    mtpWeight,
    experts,
    limitedGroups,
    recipe,
    learningRate,
    warmupSteps,
    clipNorm,
    moments,
    otherSeed,
    steps,
  } = values;
  switch (values.change) {
    case "balance":
      if (balance === "none") return { biasUpdateSpeed: 0 };
      return balance === "bias"
        ? { biasUpdateSpeed }
        : { biasUpdateSpeed: 0, balanceFactor, lossScope: balance === "sequence" ? "sequence" : "batch" };
    case "attention":
      return attention === "latent" ? { kvLoraRank } : { attention };
    case "prediction":
      return mtpWeight === 0 ? { mtpDepth: 0 } : { mtpWeight };
    // As many activated weights in each: fewer wide experts, or more narrow ones.
    case "experts":
      return {
        routedExperts: experts,
        activatedExperts: experts / 4,
        expertDim: (tinyDefaults.expertDim * 8) / experts,
      };
    case "nodes":
      return { expertGroups: 4, limitedGroups };
    case "products":
      return { recipe };
    case "optimizer":
      return { learningRate, warmupSteps: Math.min(warmupSteps, steps), clipNorm, moments };
    default:
      return { seed: otherSeed };
  }
}

/** (changed − as V3) / as V3, step by step, smoothed as in Figure 10 of the report. */
function smoothedGaps(first: readonly Moment[], second: readonly Moment[]): Gap[] {
  let gap = 0;
  return first
    .slice(0, second.length)
    .map(({ step, loss }, i) => {
      const now = (second[i].loss - loss) / loss;
      gap = i === 0 ? now : 0.9 * gap + 0.1 * now;
      return { step, gap };
    })
    .filter(({ gap: of }) => Number.isFinite(of));
}

function numbersOf(first: Moment, second: Moment, domains: readonly string[]) {
  const row = (what: string, of: (moment: Moment) => number | null | undefined) => ({
    what,
    first: shown(of(first)),
    second: shown(of(second)),
  });
  return [
    ...domains.map((domain, i) => row(`Loss, ${domain}`, ({ lossOfDomain }) => lossOfDomain?.[i])),
    row("Loss of the prediction module", ({ mtpLoss }) => mtpLoss),
    row("FLOP so far", ({ flop }) => flop),
    row("Learning rate", ({ learningRate }) => learningRate),
    row("Underflow of output gradients", ({ underflow }) => underflow),
    row("Choices that the node limit changed", ({ blocked }) => blocked),
    ...Array.from({ length: Math.max(first.bias?.length ?? 0, second.bias?.length ?? 0) }, (_, expert) =>
      row(`Bias of expert ${expert}`, ({ bias }) => bias?.[expert]),
    ),
  ];
}

const worded = (value: number): string => (Number.isFinite(value) ? formatFixed(value, 2) : "none");
const finite = (value: number, digits: number) =>
  Number.isFinite(value) ? { value, as: ["fixed", digits] as const } : { text: "no number" };
const shown = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null;
const lower = (name: string): string => (name === "As V3" ? "as V3" : name.toLowerCase());

function signed(share: number): string {
  const percent = formatFixed(100 * Math.abs(share), 2);
  return percent === "0.00" ? "0%" : `${share < 0 ? "−" : "+"}${percent}%`;
}
