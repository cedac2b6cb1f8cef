/** @file Where a tiny V3 looks: the attention of one head over a sequence, of a recorded model, one trained here, or one from a file. */
import {
  attentionOf,
  createTinyRun,
  lookOf,
  readTinyCourses,
  recordedAttention,
  recordedShares,
  recordedTiny,
  shareAt,
  symbolsOf,
  symbolText,
  tinyCourse,
  type TinyAttention,
  type TinyRun,
} from "../lab/index.ts";
import { choice, defineWidget, file, formatFixed, formatPercent, Readout, text } from "../kit/index.ts";
import { AttentionShares } from "./drawings/attention-shares.tsx";

export default defineWidget({
  id: "tiny-v3-attention",
  title: "Where the tiny V3 looks",
  source: "§2.1.1, eq. 10",
  caption:
    "A row is a position of the text, and its cells are the positions that it may look at: itself and what came before. A cell has the more color, the larger its share of the softmax. A toy of ours: recorded shares are those of the unchanged model after its last step, in hundredths, on held-out text. A line break is ↵ and a space ␣.",
  params: {
    run: choice({
      label: "Model",
      initial: "recorded",
      options: [
        ["recorded", "Recorded"],
        ["own", "Train one here"],
        ["file", "From a file"],
      ],
    }),
    domain: choice({
      label: "Text",
      initial: "copying",
      options: [
        ["sums", "Sums"],
        ["brackets", "Brackets"],
        ["grammar", "Grammar"],
        ["copying", "Copying"],
      ],
      viewOnly: true,
      when: { run: "recorded" },
    }),
    state: file({
      label: "Runs that were saved",
      help: "A file that the laboratory gave under Download. It stays in this page.",
      accept: ".tinyv3",
      maxBytes: 50e6,
      when: { run: "file" },
    }),
    which: choice({
      label: "Which run of the file",
      initial: 0,
      options: [
        [0, "First"],
        [1, "Second"],
      ],
      when: { run: "file" },
    }),
    steps: choice({ label: "Steps of training", options: [25, 50, 100, 150], initial: 100, when: { run: "own" } }),
    read: text({
      label: "Text to read",
      initial: "fed|fed#cab|cab#had|had#",
      maxLength: 32,
      viewOnly: false,
      when: { run: ["own", "file"] },
    }),
    layer: choice({
      label: "Layer",
      initial: 1,
      options: [
        [0, "1, dense FFN"],
        [1, "2, experts"],
      ],
      viewOnly: true,
    }),
    head: choice({
      label: "Head",
      initial: 2,
      options: [
        [0, "1"],
        [1, "2"],
        [2, "3"],
        [3, "4"],
      ],
      viewOnly: true,
    }),
  },
  presets: {
    "As published": {},
    "One symbol back": { head: 0 },
    "First layer": { layer: 0, head: 0 },
    Sums: { domain: "sums" },
  },
  check: ({ run, state, read }) =>
    run === "file" && state === ""
      ? { at: "state", say: "Choose a file that the laboratory gave under Download, “Runs”." }
      : run !== "recorded" && read.length < 2 && { at: "read", say: "The text needs at least two symbols." },
  *compute({ run, state, which, steps, read }) {
    if (run === "recorded") {
      yield {
        texts: recordedAttention.map((of) => ({
          name: of.domain,
          symbols: symbolsOf(of.text),
          layers: recordedShares(of),
        })),
        steps: recordedTiny.steps,
      };
      return;
    }
    if (state) {
      const kept = readTinyCourses(state);
      if (which >= kept.length) throw new RangeError(`The file has ${kept.length} run alone.`);
      yield lookedAt(tinyCourse(kept[which]).run, read);
      return;
    }
    const model = createTinyRun({ steps, warmupSteps: Math.min(20, steps), decaySteps: Math.floor(steps / 2) });
    do {
      model.step();
      yield lookedAt(model, read);
    } while (!model.done);
  },
  view: ({ texts, steps }, { values }) => {
    const { symbols, layers } = textOf(texts, values.domain);
    const attention = layers[Math.min(values.layer, layers.length - 1)];
    const head = Math.min(values.head, attention.heads - 1);
    const { itself, before, back, share } = lookOf(attention, head);
    return (
      <>
        <Readout
          items={[
            { label: "At itself", value: itself, as: "percent", note: "mean share" },
            { label: "At the symbol before", value: before, as: "percent", note: "mean share" },
            { label: "Looks most", text: `${back} back`, note: `${formatPercent(share)}, after ${steps} steps` },
          ]}
        />
        <AttentionShares symbols={symbols} attention={attention} head={head} />
      </>
    );
  },
  summary: ({ texts, steps }, { domain, layer, head }) => {
    const { layers } = textOf(texts, domain);
    const { itself, before, back, share } = lookOf(layers[Math.min(layer, layers.length - 1)], head);
    return `After ${steps} steps, head ${head + 1} of layer ${layer + 1} gives ${formatPercent(itself)} of its attention to the position itself and ${formatPercent(before)} to the one before; it looks most ${back} ${back === 1 ? "symbol" : "symbols"} back, with ${formatPercent(share)}.`;
  },
  table: ({ texts }, { domain }) => {
    const { symbols, layers } = textOf(texts, domain);
    return {
      columns: [
        { key: "layer", label: "Layer" },
        { key: "head", label: "Head" },
        { key: "place", label: "Place" },
        { key: "symbol", label: "Symbol" },
        { key: "seen", label: "Place looked at" },
        { key: "share", label: "Share", format: (share: number) => formatFixed(share, 3) },
      ],
      rows: layers.flatMap((attention, layer) =>
        Array.from({ length: attention.heads }, (_, head) => head).flatMap((head) =>
          symbols.flatMap((symbol, place) =>
            Array.from({ length: place + 1 }, (_, seen) => ({
              layer: layer + 1,
              head: head + 1,
              place: place + 1,
              symbol: symbolText(symbol),
              seen: seen + 1,
              share: shareAt(attention, head, place, seen),
            })),
          ),
        ),
      ),
    };
  },
});

type Text = { name: string; symbols: number[]; layers: TinyAttention[] };
type Looked = { texts: Text[]; steps: number };

/** What a run makes of a text, as it stands. */
function lookedAt(run: TinyRun, read: string): Looked {
  if (run.diverged !== null) throw new RangeError(run.diverged);
  const symbols = symbolsOf(read);
  return { texts: [{ name: "your text", symbols, layers: attentionOf(run, symbols) }], steps: run.stepsDone };
}

/** The recorded text of a domain, or the only one there is. */
function textOf(texts: readonly Text[], domain: string): Text {
  return texts.find(({ name }) => name === domain) ?? texts[0];
}

/**
 * Of the third head in the second layer, on the recorded text of copies, abd|abd#: where it looks most, and its mean share
 * there after three letters, where a mark follows, and from the bar on, where a letter is to be copied. For what the chapter
 * says of it.
 */
export function recordedMarks(): { back: number; afterLetters: number; toCopy: number } {
  const recorded = recordedAttention.find(({ domain }) => domain === "copying")!;
  const [head, attention] = [2, recordedShares(recorded)[1]];
  const { back } = lookOf(attention, head);
  const meanAt = (pattern: RegExp): number => {
    const places = Array.from(recorded.text, (_, place) => place).filter(
      (place) => place >= 3 && pattern.test(recorded.text.slice(place - 3, place + 1)),
    );
    return places.reduce((sum, place) => sum + shareAt(attention, head, place, place - back), 0) / places.length;
  };
  return { back, afterLetters: meanAt(/^[|#]\w{3}$/), toCopy: meanAt(/^.\w*\|\w{0,2}$/) };
}
