/** @file What the laboratory's view makes of its moments: a table, a running difference, shares of gates. */
import { relativeLossError, smoothed, type TinyMoment } from "../lab/index.ts";

export type Gap = { step: number; gap: number };

/** (changed − unchanged) / unchanged of the steps that both have made, smoothed as in Figure 10 of the report. */
export function smoothedGaps(first: readonly TinyMoment[], second: readonly TinyMoment[]): Gap[] {
  const both = Math.min(first.length, second.length);
  const [reference, losses] = [first, second].map((moments) => moments.slice(0, both).map(({ loss }) => loss));
  return Array.from(smoothed(relativeLossError({ losses, reference })), (gap, i) => ({
    step: first[i].step,
    gap,
  })).filter(({ gap }) => Number.isFinite(gap));
}

type NamedRun = { name: string; moments: readonly TinyMoment[] };

/** Runs with the loss of one domain in place of that of all text; -1 for all text. */
export function withLossOf(domain: number, runs: readonly NamedRun[]): readonly NamedRun[] {
  return domain < 0
    ? runs
    : runs.map(({ name, moments }) => ({
        name,
        moments: moments.map((moment) => ({ ...moment, loss: moment.lossOfDomain![domain] })),
      }));
}

/** Rows of numbers about both runs in a step: `null` where a run has none. */
export function stepNumbers(
  [first, second]: readonly TinyMoment[],
  runs: readonly { tokensPerSecond: number | null }[],
  domains: readonly string[],
) {
  const row = (what: string, of: (moment: TinyMoment) => number | null | undefined) => ({
    what,
    first: shown(of(first)),
    second: shown(of(second)),
  });
  const bits = ["inputs", "weights", "output gradients"].flatMap((tensor, i) => [
    row(`Underflow of ${tensor}`, ({ precision }) => precision?.[i].underflow),
    row(`Error of ${tensor}`, ({ precision }) => precision?.[i].relativeError),
  ]);
  return [
    ...domains.map((domain, i) => row(`Loss, ${domain}`, ({ lossOfDomain }) => lossOfDomain?.[i])),
    row("Loss of the prediction module", ({ mtpLoss }) => mtpLoss),
    row("FLOP so far", ({ flop }) => flop),
    { what: "Tokens a second, on this machine", first: runs[0].tokensPerSecond, second: runs[1].tokensPerSecond },
    row("Learning rate", ({ learningRate }) => learningRate),
    ...(first.precision || second.precision ? bits : []),
    row("Choices that the node limit changed", ({ blocked }) => blocked),
    ...Array.from({ length: Math.max(first.bias?.length ?? 0, second.bias?.length ?? 0) }, (_, expert) =>
      row(`Bias of expert ${expert}`, ({ bias }) => bias?.[expert]),
    ),
  ];
}

/** All moments of both runs as a table of data. */
export function tableOfMoments(runs: readonly NamedRun[], domains: readonly string[]) {
  return {
    columns: [
      { key: "run", label: "Run" },
      { key: "step", label: "Step" },
      { key: "loss", label: "Loss", unit: "nats" },
      ...domains.map((domain) => ({ key: domain, label: `Loss, ${domain}`, unit: "nats" })),
      { key: "mtpLoss", label: "Loss of the module", unit: "nats" },
      { key: "violation", label: "MaxVio" },
      { key: "learningRate", label: "Learning rate" },
      { key: "flop", label: "FLOP so far" },
      ...eightBits.map(({ key, label }) => ({ key, label })),
    ],
    rows: runs.flatMap(({ name, moments }) =>
      moments.map(({ step, loss, lossOfDomain, mtpLoss, violation, learningRate, flop, precision }) => ({
        run: name,
        step,
        loss,
        ...Object.fromEntries(domains.map((domain, i) => [domain, lossOfDomain?.[i] ?? null])),
        mtpLoss,
        violation,
        learningRate,
        flop,
        ...Object.fromEntries(eightBits.map(({ key, tensor, of }) => [key, precision?.[tensor][of] ?? null])),
      })),
    ),
  };
}

/** Columns of the data, of operands in the order in which a run measures them. */
const eightBits = ["inputs", "weights", "output gradients"].flatMap((tensor, i) => [
  { key: `underflow${i}`, label: `Underflow of ${tensor}`, tensor: i, of: "underflow" as const },
  { key: `error${i}`, label: `Error of ${tensor}`, tensor: i, of: "relativeError" as const },
]);

/** Bars of both runs side by side: of each bin of gates, the share of the choices that fell into it. */
export function gateShares(moments: readonly TinyMoment[], names: readonly string[]) {
  return moments.flatMap(({ gates }, run) => {
    const bins = gates ?? [];
    const total = bins.reduce((sum, count) => sum + count, 0);
    const width = 1 / bins.length;
    return bins.map((count, bin) => ({
      name: names[run],
      run,
      from: bin * width,
      left: bin * width + (run === 0 ? 0.05 : 0.5) * width,
      right: bin * width + (run === 0 ? 0.5 : 0.95) * width,
      share: count / total,
    }));
  });
}

const shown = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null;
