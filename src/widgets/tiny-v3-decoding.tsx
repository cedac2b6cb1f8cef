/** @file A trained tiny V3 writes a text with drafts of its prediction module: which stand, and which are refused. */
import { expectedTokensPerStep } from "../compute/index.ts";
import {
  createTinyRun,
  recordedTiny,
  sampleTiny,
  symbolsOf,
  symbolText,
  validateTiny,
  type TinySample,
} from "../lab/index.ts";
import {
  choice,
  defineWidget,
  formatNumber,
  formatPercent,
  integer,
  number,
  Readout,
  Table,
  text,
  timeline,
  Fold,
} from "../kit/index.ts";
import { DraftedText, DraftLegend } from "./drawings/drafted-text.tsx";

export default defineWidget({
  id: "tiny-v3-decoding",
  title: "Drafts of the tiny V3, kept and refused",
  source: "§2.2, §5.4.3",
  caption:
    "The prediction module drafts its likeliest symbol, and the main model checks it in its next pass: it keeps the draft with the probability that it gives that symbol itself, and otherwise draws another one from what is left, so that texts are distributed as without drafts. A line break is ↵ and a space ␣. A toy of ours: its share of kept drafts says how predictable its text is, and nothing about V3.",
  params: {
    run: choice({
      label: "Model",
      initial: "recorded",
      options: [
        ["recorded", "Recorded"],
        ["own", "Train one here"],
      ],
    }),
    steps: choice({ label: "Steps of training", options: [25, 50, 100, 150], initial: 100, when: { run: "own" } }),
    prompt: text({ label: "Text to go on from", initial: "7+", maxLength: 31, viewOnly: false, when: { run: "own" } }),
    temperature: number({ label: "Temperature", range: [0, 2], step: 0.1, initial: 0.7, when: { run: "own" } }),
    drafts: choice({
      label: "Drafts",
      initial: "on",
      options: [
        ["on", "One a step"],
        ["off", "None"],
      ],
      when: { run: "own" },
    }),
    symbols: choice({
      label: "Symbols to write",
      initial: 96,
      options: [32, 64, 96],
      when: { run: "own" },
      secondary: true,
    }),
    seed: integer({ label: "Seed", range: [1, 99], initial: 1, when: { run: "own" }, secondary: true }),
    written: timeline({ label: "Symbols written", from: 1, initial: 1000, rate: 8, speeds: [1, 4] }),
  },
  presets: { "As published": {}, "After twenty symbols": { written: 20 } },
  *compute({ run, steps, prompt, temperature, drafts, symbols, seed }) {
    if (run === "recorded") {
      const { details, validation } = recordedTiny.runs["Unchanged"][0];
      const { text, kinds, ...counts } = details!.speculative!;
      yield {
        sample: {
          symbols: symbolsOf(text),
          kinds: Array.from(kinds, (letter) => kindOf[letter as keyof typeof kindOf]),
          ...counts,
        } as TinySample | null,
        prompt: symbolsOf(recordedPrompt),
        step: recordedTiny.steps,
        steps: recordedTiny.steps,
        loss: validation.loss,
        said: null as string | null,
      };
      return;
    }
    const begun = symbolsOf(prompt === "" ? "\n" : prompt);
    const model = createTinyRun({ seed, steps, warmupSteps: Math.min(20, steps), decaySteps: Math.floor(steps / 2) });
    while (!model.done) {
      const { step, loss } = model.step();
      if (!model.done) yield { sample: null, prompt: begun, step: step + 1, steps, loss, said: null };
    }
    const said = model.diverged;
    const sample =
      said === null
        ? sampleTiny(model, { prompt: begun, tokens: symbols, seed, temperature, speculative: drafts === "on" })
        : null;
    yield {
      sample,
      prompt: begun,
      step: model.stepsDone,
      steps,
      loss: said === null ? validateTiny(model).loss : 0,
      said,
    };
  },
  ends: ({ sample }) => ({ written: Math.max(1, sample?.symbols.length ?? 1) }),
  view: ({ sample, prompt, step, steps, loss }, { values }) => {
    const acceptance = sample && sample.drafts > 0 ? sample.accepted / sample.drafts : 0;
    return (
      <>
        <Readout
          items={[
            {
              label: "Drafts kept",
              value: acceptance,
              as: "percent",
              note: sample ? `${sample.accepted} of ${sample.drafts}` : "not yet",
            },
            {
              label: "Passes of the main model",
              value: sample?.passes ?? 0,
              as: "exact",
              note: sample ? `for ${sample.symbols.length} symbols` : "not yet",
            },
            {
              label: "Symbols a pass",
              value: sample ? sample.symbols.length / sample.passes : 0,
              as: ["fixed", 2],
              note: `expected: ${formatNumber(expectedTokensPerStep([acceptance]), 3)}`,
            },
            {
              label: sample ? "Loss on held-out text" : "Loss",
              value: loss,
              as: ["fixed", 3],
              note: sample ? "nats a symbol" : `step ${step} of ${steps}`,
            },
          ]}
        />
        <DraftedText prompt={prompt} sample={sample} written={values.written} />
        <DraftLegend />
        <Fold label="The text as text">
          <Table
            label="The text as text"
            columns={[
              { key: "what", label: "What" },
              { key: "text", label: "Text" },
            ]}
            rows={[
              { what: "Begun with", text: prompt.map(symbolText).join("") },
              { what: "Written", text: sample?.symbols.map(symbolText).join("") ?? "nothing yet" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ sample, step, steps, loss }) =>
    sample === null
      ? `Trained for ${step} of ${steps} steps; the loss is ${formatNumber(loss, 4)} nats a symbol.`
      : sample.drafts === 0
        ? `${sample.symbols.length} symbols took ${sample.passes} passes of the main model, without drafts.`
        : `${sample.symbols.length} symbols took ${sample.passes} passes of the main model; ${sample.accepted} of ${sample.drafts} drafts were kept, ${formatPercent(sample.accepted / sample.drafts)}.`,
  remark: ({ said }) => said,
  table: ({ sample, prompt }) => ({
    columns: [
      { key: "place", label: "Place" },
      { key: "symbol", label: "Symbol" },
      { key: "kind", label: "Whose" },
      { key: "refused", label: "Refused draft" },
    ],
    rows: [
      ...prompt.map((symbol, i) => ({
        place: i + 1,
        symbol: symbolText(symbol),
        kind: "prompt",
        refused: null as string | null,
      })),
      ...(sample?.symbols.map((symbol, i) => ({
        place: prompt.length + i + 1,
        symbol: symbolText(symbol),
        kind: sample.kinds[i] as string,
        refused: sample.refused[i] === null ? null : symbolText(sample.refused[i]),
      })) ?? []),
    ],
  }),
});

/** What the recorded text goes on from, and kinds of symbols by their first letters. */
const recordedPrompt = "3+4=07;";
const kindOf = { o: "own", a: "accepted", r: "replacement" } as const;
