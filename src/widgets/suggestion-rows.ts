/** @file What suggestions for hardware change and win, as rows and in words, on each of the models that they are tried on. */
import { suggestions, type BeforeAfter, type SuggestionGain } from "../compute/index.ts";
import { formatAs, formatPercent } from "../kit/index.ts";

/** What suggestions are run on, and what is measured there. */
export const models = {
  hours: {
    name: "V3’s training",
    what: "GPU-hours of pre-training",
    said: "GPU-hours of pre-training",
    as: ["count", 4],
  },
  traceSeconds: {
    name: "The published trace",
    what: "seconds of a pair of chunks",
    said: "for a pair of chunks",
    as: "seconds",
  },
  allToAllSeconds: {
    name: "An all-to-all",
    what: "seconds of dispatch and combine",
    said: "for dispatch and combine",
    as: "seconds",
  },
  decodeSpeed: {
    name: "Decoding",
    what: "tokens per second on a GPU",
    said: "tokens per second on a GPU",
    as: ["number", 4],
  },
} as const;
export type Model = keyof typeof models;

/** A suggestion on one of the models. */
export type SuggestionRow = {
  id: string;
  name: string;
  source: string;
  changes: string;
  note: string;
  share: number;
  atMost: number;
} & BeforeAfter;

const changed = {
  communicationSms: "communication SMs:",
  adderBits: "bits of the adder:",
  appliesScales: "scales in tensor cores:",
  cast: "cast:",
  transposedReads: "transposed reads:",
  scaleUpSize: "GPUs on NVLink:",
  latency: "latency:",
};

/** Of a suggestion, by its id. */
export function nameOf(id: string): string {
  return suggestions.find((suggestion) => suggestion.id === id)!.name;
}

/** Each suggestion that was run so far, on one model. */
export function rowsOf(gains: readonly SuggestionGain[], model: Model): SuggestionRow[] {
  return gains.map((gain) => {
    const { id, name, source, change, note, dropsKernels } = suggestions.find(
      (suggestion) => suggestion.id === gain.id,
    )!;
    const won = ({ before, after }: BeforeAfter): number =>
      model === "decodeSpeed" ? after / before - 1 : 1 - after / before;
    const changes =
      [
        ...Object.entries(change).map(
          ([key, value]) =>
            `${changed[key as keyof typeof changed]} ${typeof value === "boolean" ? "yes" : key === "latency" ? formatAs(value as number, "seconds") : String(value)}`,
        ),
        ...dropsKernels.map((kind) => `the trace without “${kind}”`),
      ].join("; ") || "copies that leave a GPU: one for each kind of link";
    return {
      id,
      name,
      source,
      changes,
      note,
      ...gain[model],
      share: won(gain[model]),
      atMost: model === "hours" && gain.hoursIfExposed ? won(gain.hoursIfExposed) : 0,
    };
  });
}

/** What a suggestion does to a model, in words. */
export function sentence({ name, before, after, share, atMost }: SuggestionRow, model: Model): string {
  const { as, said } = models[model];
  if (share === 0)
    return atMost > 0
      ? `${name}: nothing, or at most ${formatPercent(atMost)}.`
      : `${name}: ${formatAs(before, as)} ${said}, with it or without.`;
  return `${name}: ${formatAs(before, as)} become ${formatAs(after, as)} ${said}, ${formatPercent(share)} ${model === "decodeSpeed" ? "more" : "less"}.`;
}
