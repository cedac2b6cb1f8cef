/** @file What each suggestion of §3.5 and of the later paper would win alone, on four models of the earlier chapters. */
import { suggestionGain, suggestionIds, suggestions, type SuggestionGain } from "../compute/index.ts";
import { choice, defineWidget, Fold, formatPercent, Readout, Table, text } from "../kit/index.ts";
import { SuggestionBars, SuggestionLegend } from "./drawings/suggestion-bars.tsx";
import { models, nameOf, rowsOf, sentence, type Model } from "./suggestion-rows.ts";

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
        <SuggestionBars rows={rows} model={model} />
        <SuggestionLegend />
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
