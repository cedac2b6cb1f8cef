/** @file What each suggestion of §3.5 and of the later paper would win alone, on four models of the earlier chapters. */
import * as Plot from "@observablehq/plot";
import { suggestionGain, suggestionIds, suggestions, type BeforeAfter, type SuggestionGain } from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  Fold,
  formatAs,
  formatPercent,
  Legend,
  Readout,
  Table,
  text,
  twoLines,
} from "../kit/index.ts";

const models = {
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
type Model = keyof typeof models;

export default defineWidget({
  id: "wishes-tornado",
  title: "What each suggestion alone would win",
  source: "§3.5; arXiv:2505.09343",
  caption:
    "Each bar is the H800 run again with one thing changed: the training step of chapter 3.7, the chunk pair measured in the published trace, an all-to-all of a routed batch, a decoding step. None is a measurement of such hardware, and the bars do not add up. Faint bars are upper bounds. A bar of no length is a result: what the suggestion loosens does not hold that model up.",
  params: {
    model: choice({
      label: "Run on",
      options: (Object.keys(models) as Model[]).map((id) => [id, models[id].name] as const),
      initial: "hours",
      viewOnly: true,
    }),
    picked: text({ label: "Suggestion", initial: "communication", inView: true }),
  },
  presets: {
    "As published": {},
    "On the trace": { model: "traceSeconds" },
    "All-to-all alone": { model: "allToAllSeconds" },
    Decoding: { model: "decodeSpeed" },
  },
  *compute() {
    const gains: SuggestionGain[] = [];
    for (const id of suggestionIds) {
      gains.push(suggestionGain(id));
      yield { gains: [...gains] };
    }
  },
  view: ({ gains }, { values }) => {
    const model = values.model as Model;
    const rows = rowsOf(gains, model);
    const picked = suggestions.find(({ id }) => id === values.picked) ?? suggestions[0];
    const row = rows.find(({ id }) => id === picked.id);
    return (
      <>
        <Readout
          items={[
            { label: "H800 as it is", value: gains[0][model].before, as: models[model].as, note: models[model].said },
            {
              label: "Most by one",
              value: Math.max(...rows.map(({ share }) => share)),
              as: "percent",
              note: rows.reduce((a, b) => (b.share > a.share ? b : a)).name,
            },
            {
              label: "Win nothing here",
              value: rows.filter(({ share, atMost }) => share === 0 && atMost === 0).length,
              as: "number",
              note: `of ${rows.length} suggestions`,
            },
          ]}
        />
        <Chart
          label="Time saved, or tokens gained, by each suggestion alone"
          tips={(each: Row) => sentence(each, model)}
          picks={(each: Row) => ({ picked: each.id })}
          options={({ narrow }) => ({
            height: narrow ? 340 : 300,
            marginLeft: narrow ? 148 : 265,
            marginRight: 46,
            x: {
              label: model === "decodeSpeed" ? "Tokens gained (%)" : "Time saved (%)",
              grid: true,
              domain: [0, Math.max(5, ...rows.map(({ share, atMost }) => 100 * Math.max(share, atMost)))],
              ticks: narrow ? 4 : 7,
            },
            y: {
              label: null,
              domain: rows.map(({ name }) => name),
              tickFormat: (name: string) => (narrow ? twoLines(name, 20) : name),
            },
            marks: [
              Plot.barX(rows, {
                x: (each: Row) => 100 * each.atMost,
                y: "name",
                fill: color("accent-soft"),
                insetTop: 4,
                insetBottom: 4,
              }),
              Plot.barX(rows, {
                x: (each: Row) => 100 * each.share,
                y: "name",
                fill: color("accent"),
                insetTop: 4,
                insetBottom: 4,
              }),
              Plot.text(rows, {
                x: (each: Row) => 100 * Math.max(each.share, each.atMost),
                y: "name",
                text: (each: Row) =>
                  each.atMost > each.share
                    ? `≤ ${formatPercent(each.atMost, 2)}`
                    : each.share === 0
                      ? "0"
                      : formatPercent(each.share, 2),
                textAnchor: "start",
                dx: 4,
              }),
              Plot.ruleX([0]),
            ],
          })}
        />
        <Legend
          items={[
            ["Won by this change", "accent"],
            ["At most, if nothing hides today", "accent-soft"],
          ]}
        />
        <p class="said">
          {row ? `${picked.name} (${picked.source}). ${picked.note} ${sentence(row, model)}` : picked.name}
        </p>
        <Fold label="Suggestions and what they rest on">
          <Table
            label="Suggestions and what they rest on"
            rows={rows}
            height="16rem"
            columns={[
              { key: "name", label: "Suggestion" },
              { key: "changes", label: "Changed" },
              { key: "note", label: "Assumption" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ gains }, values) => {
    const model = values.model as Model;
    const [first, second] = rowsOf(gains, model).sort((a, b) => b.share - a.share);
    const where = models[model].name.replace(/^[TAD]/, (letter) => letter.toLowerCase());
    if (first.share === 0) return `On ${where}, none of the suggestions would win anything by itself.`;
    return `On ${where}, “${first.name}” would win most, ${formatPercent(first.share)}${second && second.share > 0 ? `, then “${second.name}”, ${formatPercent(second.share)}` : ""}.`;
  },
  table: ({ gains }) => ({
    columns: [
      { key: "name", label: "Suggestion" },
      { key: "source", label: "From" },
      { key: "model", label: "Run on" },
      { key: "before", label: "H800" },
      { key: "after", label: "With it" },
      { key: "unit", label: "Unit" },
    ],
    rows: gains.flatMap((gain) =>
      (Object.keys(models) as Model[]).map((model) => ({
        name: nameOf(gain.id),
        source: suggestions.find(({ id }) => id === gain.id)!.source,
        model: models[model].name,
        before: gain[model].before,
        after: gain[model].after,
        unit: models[model].what,
      })),
    ),
  }),
});

type Row = {
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

function nameOf(id: string): string {
  return suggestions.find((suggestion) => suggestion.id === id)!.name;
}

function rowsOf(gains: readonly SuggestionGain[], model: Model): Row[] {
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

function sentence({ name, before, after, share, atMost }: Row, model: Model): string {
  const { as, said } = models[model];
  if (share === 0)
    return atMost > 0
      ? `${name}: nothing, or at most ${formatPercent(atMost)}.`
      : `${name}: ${formatAs(before, as)} ${said}, with it or without.`;
  return `${name}: ${formatAs(before, as)} become ${formatAs(after, as)} ${said}, ${formatPercent(share)} ${model === "decodeSpeed" ? "more" : "less"}.`;
}
