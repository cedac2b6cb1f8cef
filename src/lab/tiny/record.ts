/** @file A run, thinned to what a figure shows of it at rest. */
import { attentionOf } from "./attention.ts";
import { createTinyRun, type TinyRun, type TinySnapshot } from "./run.ts";
import { lossBits } from "./loss-bits.ts";
import { sampleTiny } from "./sample.ts";
import type { TinySettings } from "./settings.ts";
import { domainsOf, symbolsOf, tinyBatch, tinySymbols } from "./text.ts";
import { firstHeldOut, validateTiny } from "./validation.ts";

/** Curves are means over `recordedEvery` steps, maps sums over `mappedEvery` steps. */
export const recordedEvery = 5;
export const mappedEvery = 25;

/** Steps whose bits a test compares with a run of its own. */
export const firstSteps = 50;

export type RecordedValidation = {
  loss: number;
  lossOfDomain: number[];
  mtpLoss: number | null;
  acceptance: number | null;
  greedyAcceptance: number | null;
  /** Of the first layer with experts. */
  maxViolation: number;
  specialization: number;
  /** [domains × routedExperts] */
  tokensOfDomainAndExpert: number[];
};

export type RecordedRun = {
  seed: number;
  /** `lossBits` of the first 50 steps, and of all. */
  firstBits: string;
  bits: string;
  loss: number[];
  mtpLoss: number[] | null;
  /** Of the first layer with experts. */
  maxViolation: number[];
  /** ‖decoded − x‖ / ‖x‖ and share of values that vanished, every fifth step: inputs, weights, output gradients. `null` without codes. */
  precision: { relativeError: number[]; underflow: number[] }[] | null;
  validation: RecordedValidation;
  /** Of the first seed alone. */
  details: RecordedDetails | null;
};

export type RecordedDetails = {
  /** Means over 25 steps by domain: [times × domains]. */
  lossOfDomain: number[][];
  /** Sums over 25 steps of the first layer with experts: [times × (domains × routedExperts)]. */
  tokensOfDomainAndExpert: number[][];
  /** After each 25 steps: [times × routedExperts]. */
  bias: number[][];
  /** What the trained model writes, plainly and with drafts; `speculative` is `null` without a module. */
  plain: string;
  speculative: {
    text: string;
    kinds: string;
    refused: (number | null)[];
    passes: number;
    drafts: number;
    accepted: number;
  } | null;
};

const prompt = "3+4=07;";
const written = 96;

/** Runs to the end and keeps what is shown. Kinds of symbols are the first letters of `own`, `accepted` and `replacement`. */
export function recordRun(settings: Partial<TinySettings>, withDetails: boolean): RecordedRun {
  const run = createTinyRun(settings);
  const steps: TinySnapshot[] = [];
  while (!run.done) steps.push(run.step());
  if (run.diverged !== null) throw new Error(run.diverged);
  const losses = steps.map(({ loss }) => loss);
  const meansOver = (every: number, values: readonly number[]): number[] =>
    chunks(values, every).map((chunk) => rounded(chunk.reduce((sum, value) => sum + value, 0) / chunk.length));
  const measured = steps.flatMap(({ precision }) => (precision ? [precision] : []));
  const {
    loss,
    lossOfDomain,
    mtpLoss,
    acceptance,
    greedyAcceptance,
    routers: [router],
  } = validateTiny(run, { sequencesPerDomain: 16 });
  const { maxViolation, specialization, tokensOfDomainAndExpert } = router;
  return {
    seed: run.settings.seed,
    firstBits: lossBits(losses.slice(0, firstSteps)),
    bits: lossBits(losses),
    loss: meansOver(recordedEvery, losses),
    mtpLoss:
      steps[0].mtpLoss === null
        ? null
        : meansOver(
            recordedEvery,
            steps.map(({ mtpLoss }) => mtpLoss!),
          ),
    maxViolation: meansOver(
      recordedEvery,
      steps.map(({ routers }) => routers[0].maxViolation),
    ),
    precision:
      measured.length === 0
        ? null
        : measured[0].map((_, i) => ({
            relativeError: measured.map((tensors) => rounded(tensors[i].relativeError)),
            underflow: measured.map((tensors) => rounded(tensors[i].underflow, 6)),
          })),
    validation: {
      loss: rounded(loss),
      lossOfDomain: lossOfDomain.map((own) => rounded(own)),
      mtpLoss: mtpLoss && rounded(mtpLoss),
      acceptance: acceptance && rounded(acceptance),
      greedyAcceptance: greedyAcceptance && rounded(greedyAcceptance),
      maxViolation: rounded(maxViolation),
      specialization: rounded(specialization),
      tokensOfDomainAndExpert: Array.from(tokensOfDomainAndExpert),
    },
    details: withDetails ? detailsOf(run, steps) : null,
  };
}

export type RecordedAttention = {
  domain: string;
  text: string;
  heads: number;
  /**
   * In hundredths, rounded: [layers][heads × places below the diagonal and on it], of each position those that it may
   * look at.
   */
  shares: number[][];
};

/** Trains a run to its end, and keeps where it looks in one held-out sequence of each domain. */
export function recordAttention(settings: Partial<TinySettings>): RecordedAttention[] {
  const run = createTinyRun(settings);
  while (!run.done) run.step();
  const { seed, sequenceLength: length, text, attentionHeads: heads } = run.settings;
  const domains = domainsOf(run.settings);
  const first = firstHeldOut - (firstHeldOut % domains.length);
  const { symbols } = tinyBatch({ seed, first, sequences: domains.length, length, text });
  return domains.map((domain, i) => {
    const own = Array.from(symbols.subarray(i * length, (i + 1) * length));
    return {
      domain,
      text: own.map((id) => tinySymbols[id]).join(""),
      heads,
      shares: attentionOf(run, own).map(({ shares }) =>
        Array.from({ length: heads }, (_, head) =>
          own.flatMap((_, place) =>
            Array.from({ length: place + 1 }, (_, seen) =>
              Math.round(100 * shares[(place * heads + head) * length + seen]),
            ),
          ),
        ).flat(),
      ),
    };
  });
}

function detailsOf(run: TinyRun, steps: readonly TinySnapshot[]): RecordedDetails {
  const maps = chunks(steps, mappedEvery);
  const options = { prompt: symbolsOf(prompt), tokens: written, seed: run.settings.seed, temperature: 1 };
  const textOf = (symbols: readonly number[]): string => symbols.map((id) => tinySymbols[id]).join("");
  const plain = textOf(sampleTiny(run, { ...options, speculative: false }).symbols);
  const drafted = run.network.module ? sampleTiny(run, { ...options, speculative: true }) : null;
  return {
    lossOfDomain: maps.map((chunk) =>
      chunk[0].lossOfDomain.map((_, domain) =>
        rounded(meanOfNumbers(chunk.map(({ lossOfDomain }) => lossOfDomain[domain]))),
      ),
    ),
    tokensOfDomainAndExpert: maps.map((chunk) =>
      Array.from(chunk[0].routers[0].tokensOfDomainAndExpert, (_, i) =>
        chunk.reduce((sum, { routers }) => sum + routers[0].tokensOfDomainAndExpert[i], 0),
      ),
    ),
    bias: maps.map((chunk) => Array.from(chunk.at(-1)!.routers[0].bias, (value) => rounded(value))),
    plain,
    speculative: drafted && {
      text: textOf(drafted.symbols),
      kinds: drafted.kinds.map(([first]) => first).join(""),
      refused: drafted.refused,
      passes: drafted.passes,
      drafts: drafted.drafts,
      accepted: drafted.accepted,
    },
  };
}

function meanOfNumbers(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function chunks<T>(values: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / length) }, (_, i) =>
    values.slice(i * length, (i + 1) * length),
  );
}

function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}
