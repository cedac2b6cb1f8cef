/** @file A tiny V3 being trained, one step at a time: every step says what it saw, and any state can be kept and gone back to. */
import { refuse } from "../../compute/check.ts";
import { updateBias, type ModelConfig } from "../../compute/index.ts";
import { createAdamW, smallAdamW } from "../adamw.ts";
import { linearRecipe, type LinearRecipe } from "../recipes.ts";
import { createTape, type Tensor } from "../tape.ts";
import { NotFinite, type TinyPass } from "./forward.ts";
import { lossesByDomain, tinyLoss } from "./loss.ts";
import { createPrecisionMeter, type TensorPrecision } from "./meter.ts";
import { createTinyNetwork, routerNames, tinyParameters, type TinyNetwork } from "./network.ts";
import { tinyRateAt } from "./rate.ts";
import { routerReport, type TinyRouter } from "./router-report.ts";
import { completeTiny, tinyConfig, tinyFlopPerStep, type TinySettings } from "./settings.ts";
import { domainsOf, tinyBatch } from "./text.ts";

/** One step, before its update. */
export type TinySnapshot = {
  /** From 0. */
  step: number;
  /** Seen up to and with this step. */
  tokens: number;
  /** Spent up to and with this step, as `compute` counts it. */
  flop: number;
  learningRate: number;
  /** Of the main model, in nats. Not finite in the step in which a run diverges. */
  loss: number;
  /** Of the prediction module, a mean over its predictions; `null` without one. */
  mtpLoss: number | null;
  /** Sum over routers, times α; 0 without a balance loss. */
  balanceLoss: number;
  /** Length of the gradient before it is shortened. */
  gradientNorm: number;
  /** Mean over each domain's tokens; NaN for one that this batch has none of. */
  lossOfDomain: number[];
  /** Layers with experts in their order, then the module. */
  routers: TinyRouter[];
  /** What eight bits cost, of each kind of operand, in each fifth step; `null` in between and without codes. */
  precision: TensorPrecision[] | null;
};

/** All that a run needs to go on. */
export type TinyState = {
  settings: TinySettings;
  stepsDone: number;
  diverged: string | null;
  parameters: Float32Array[];
  firstMoments: Float32Array[];
  secondMoments: Float32Array[];
  momentPowers: [first: number, second: number];
  /** Of each router. */
  biases: Float64Array[];
};

export type TinyRun = {
  readonly settings: TinySettings;
  /** The model as `compute` knows it. */
  readonly config: ModelConfig;
  readonly network: TinyNetwork;
  /** Biases of the routers as they stand; zeros where the bias is off. */
  readonly biases: readonly Float64Array[];
  readonly stepsDone: number;
  /** All steps are made, or the run has diverged. */
  readonly done: boolean;
  /** What happened, in words, if the loss became no number. */
  readonly diverged: string | null;
  /** One step: forward, backward, update. @throws RangeError if the run is done */
  step(): TinySnapshot;
  /** A copy of the state. */
  save(): TinyState;
  /** Goes on from a state of a run with the same settings, bit for bit. @throws RangeError if sizes do not fit */
  restore(state: TinyState): void;
};

/** How often operands of eight bits are measured. */
const meterEvery = 5;

/**
 * A run, before its first step. Runs of one seed read the same text and start from the same weights as far as they have
 * the same matrices.
 *
 * @throws RangeError if a setting is not allowed
 */
export function createTinyRun(settings: Partial<TinySettings> = {}): TinyRun {
  const complete = completeTiny(settings);
  const {
    seed,
    steps,
    batch,
    sequenceLength,
    text,
    biasUpdateSpeed,
    balanceFactor,
    lossScope,
    mtpDepth,
    mtpWeight,
    recipe: recipeName,
    weightDecay,
    clipNorm,
    moments,
  } = complete;
  const config = tinyConfig(complete);
  const network = createTinyNetwork(config, { seed });
  const parameters = tinyParameters(network);
  const optimizer = createAdamW(parameters, { ...smallAdamW, weightDecay, moments });
  const recipe = linearRecipe(recipeName, complete);
  const names = routerNames(config);
  const biases = names.map(() => new Float64Array(complete.routedExperts));
  const tape = createTape();
  const tokensPerStep = batch * sequenceLength;
  const flopPerStep = tinyFlopPerStep(complete);
  const domains = domainsOf(complete).length;
  const balance =
    balanceFactor === 0
      ? null
      : { balanceFactor, scopeTokens: (length: number) => (lossScope === "sequence" ? length : undefined) };
  let stepsDone = 0;
  let diverged: string | null = null;

  function step(): TinySnapshot {
    if (stepsDone >= steps || diverged !== null)
      refuse(
        "step",
        diverged === null ? `be below the ${steps} of the run` : "be made of a run that has not diverged",
        stepsDone,
      );
    const { symbols, domainOfSequence } = tinyBatch({
      seed,
      first: stepsDone * batch,
      sequences: batch,
      length: sequenceLength + 1,
      text,
    });
    const meter = recipe.kind === "encoded" && stepsDone % meterEvery === 0 ? createPrecisionMeter() : null;
    const pass: TinyPass = {
      tape,
      network,
      recipe: meter ? ({ ...recipe, watch: meter.watch } as LinearRecipe) : recipe,
      biases: biasUpdateSpeed > 0 ? biases : names.map(() => null),
      balance,
      routed: [],
    };
    const learningRate = tinyRateAt(stepsDone, complete);
    const snapshot: TinySnapshot = {
      step: stepsDone,
      tokens: (stepsDone + 1) * tokensPerStep,
      flop: (stepsDone + 1) * flopPerStep,
      learningRate,
      loss: NaN,
      mtpLoss: mtpDepth > 0 ? NaN : null,
      balanceLoss: 0,
      gradientNorm: NaN,
      lossOfDomain: Array.from({ length: domains }, () => NaN),
      routers: [],
      precision: null,
    };
    try {
      const main = tinyLoss(pass, symbols, { batch, length: sequenceLength, mtpWeight });
      snapshot.loss = main.loss;
      snapshot.mtpLoss = main.mtpLoss;
      snapshot.lossOfDomain = lossesByDomain(main.lossOfRow, domainOfSequence, sequenceLength, domains);
      snapshot.balanceLoss = pass.routed.reduce((sum, { balanceLoss }) => sum + balanceLoss, 0);
      if (!Number.isFinite(main.loss + (main.mtpLoss ?? 0))) throw new NotFinite();
      tape.backward();
      snapshot.gradientNorm = shorten(parameters, clipNorm);
      if (!Number.isFinite(snapshot.gradientNorm)) throw new NotFinite();
      snapshot.routers = pass.routed.map(({ logits, routed }, at) => {
        const length = logits.rows / batch;
        return routerReport({
          name: names[at],
          logits,
          routed,
          bias: biases[at],
          usesBias: biasUpdateSpeed > 0,
          config,
          domains,
          domainOfToken: (token) => domainOfSequence[Math.floor(token / length)],
        });
      });
      snapshot.precision = meter?.result() ?? null;
      optimizer.step(learningRate);
      if (biasUpdateSpeed > 0)
        snapshot.routers.forEach(({ tokensOfExpert }, at) =>
          biases[at].set(updateBias(biases[at], { tokensOfExpert, biasUpdateSpeed })),
        );
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      diverged = `The run diverged in step ${stepsDone + 1}: a number grew beyond all bounds, and the loss is no longer a number. A smaller learning rate (here ${complete.learningRate}), or gradients that are shortened, may help.`;
      for (const { gradient } of parameters) gradient.fill(0);
    } finally {
      tape.reset();
    }
    stepsDone++;
    return snapshot;
  }

  return {
    settings: complete,
    config,
    network,
    biases,
    get stepsDone() {
      return stepsDone;
    },
    get diverged() {
      return diverged;
    },
    get done() {
      return diverged !== null || stepsDone >= steps;
    },
    step,
    save: () => ({
      settings: complete,
      stepsDone,
      diverged,
      parameters: parameters.map(({ values }) => Float32Array.from(values)),
      firstMoments: optimizer.memory.first.map((values) => Float32Array.from(values)),
      secondMoments: optimizer.memory.second.map((values) => Float32Array.from(values)),
      momentPowers: [...optimizer.memory.powers],
      biases: biases.map((values) => values.slice()),
    }),
    restore(state) {
      const pairs: [
        readonly ArrayLike<number>[],
        readonly { length: number; set(values: ArrayLike<number>): void }[],
        string,
      ][] = [
        [state.parameters, parameters.map(({ values }) => values), "parameters"],
        [state.firstMoments, optimizer.memory.first, "firstMoments"],
        [state.secondMoments, optimizer.memory.second, "secondMoments"],
        [state.biases, biases, "biases"],
      ];
      for (const [from, to, name] of pairs)
        if (from.length !== to.length || from.some((values, i) => values.length !== to[i].length))
          refuse(`state.${name}`, "have the sizes of this run's", from);
      for (const [from, to] of pairs) from.forEach((values, i) => to[i].set(values));
      optimizer.memory.powers = [...state.momentPowers];
      stepsDone = state.stepsDone;
      diverged = state.diverged;
    },
  };
}

/**
 * A run as a generator: a snapshot a step, as long as somebody asks.
 *
 * @param from  a state to go on from
 * @returns what happened, in words, if the run diverged
 * @throws RangeError if a setting is not allowed
 */
export function* tinyRun(
  settings: Partial<TinySettings> = {},
  from?: TinyState,
): Generator<TinySnapshot, string | null, void> {
  const run = createTinyRun(settings);
  if (from) run.restore(from);
  while (!run.done) yield run.step();
  return run.diverged;
}

/** Length of all gradients together, which are shortened to `most` if they are longer. @source §4.2: gradient clipping norm of 1.0 */
function shorten(parameters: readonly Tensor[], most: number): number {
  let square = 0;
  for (const { gradient } of parameters) for (let i = 0; i < gradient.length; i++) square += gradient[i] * gradient[i];
  const norm = Math.sqrt(square);
  if (most > 0 && norm > most) {
    const factor = most / norm;
    for (const { gradient } of parameters) for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
  }
  return norm;
}
