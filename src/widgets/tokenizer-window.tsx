/** @file Six texts as DeepSeek-V3's tokenizer cuts them, and what bits per byte are as a loss per token in each. */
import { baseScores, natsPerToken } from "../compute/index.ts";
import { tokenizedTexts } from "../data/tokenized-texts.ts";
import { Bars, choice, defineWidget, formatFixed, number, Readout } from "../kit/index.ts";

export default defineWidget({
  id: "tokenizer-window",
  title: "What the model sees",
  source: "§4.1, Table 3",
  caption:
    "Texts are ours; they were cut by the released tokenizer (tokenizer.json of deepseek-ai/DeepSeek-V3), and the cuts are data of this site. A dot stands for a space, an arrow for a line break. Few short texts do not say how well a language is compressed in general. The bits per byte of Pile-test are V3-Base’s in Table 3; no loss per token is printed.",
  params: {
    text: choice({
      label: "Text",
      initial: "english",
      options: tokenizedTexts.map(({ id, name }) => [id, name] as const),
      viewOnly: true,
    }),
    bits: number({
      label: "Bits per byte",
      range: [0.3, 1.5],
      step: 0.001,
      initial: baseScores.rows.find(({ id }) => id === "pile-test")!.scores.at(-1)!,
      report: true,
    }),
  },
  presets: {
    "As published": {},
    Program: { text: "code" },
    "Where a prompt ends": { text: "prompt" },
    Chinese: { text: "chinese" },
    Numbers: { text: "numbers" },
  },
  compute: ({ bits }) => ({ bits, perByte: natsPerToken({ bitsPerByte: bits, bytesPerToken: 1 }) }),
  view: ({ bits, perByte }, { values }) => {
    const rows = tokenizedTexts.map(measured);
    const { pieces, ids, bytes, perToken } = rows.find(({ id }) => id === values.text)!;
    return (
      <>
        <Readout
          items={[
            { label: "Bytes", value: bytes, as: "exact" },
            { label: "Tokens", value: pieces.length, as: "exact" },
            { label: "Bytes per token", value: perToken, as: ["fixed", 2] },
            {
              label: `${bits} bits per byte are`,
              value: natsPerToken({ bitsPerByte: bits, bytesPerToken: perToken }),
              as: ["fixed", 3],
              note: `nats per token; ${formatFixed(perByte, 3)} per byte, whatever the tokens`,
            },
          ]}
        />
        <p class="said" style="min-height:11rem;line-height:1.9">
          {pieces.map((piece, i) => (
            <span
              key={i}
              title={`Token ${ids[i]}`}
              style={`background:color-mix(in srgb, var(--series-${1 + (i % 2)}) ${i % 2 === 0 ? 14 : 24}%, transparent);border-radius:2px;display:inline-block`}
            >
              {shown(piece)}
            </span>
          ))}
        </p>
        <Bars
          label="Bytes per token of the six texts"
          rows={rows}
          name={({ name }) => name}
          value={({ perToken }) => perToken}
          fill={({ id }) => (id === values.text ? "var(--accent)" : "var(--neutral)")}
          tips={({ name, bytes, pieces: own, perToken: each }) =>
            `${name}: ${bytes} bytes in ${own.length} tokens, ${formatFixed(each, 2)} each`
          }
          picks={({ id }: Measured) => ({ text: id })}
          axis={() => ({ label: "Bytes per token", domain: [0, 5] })}
          height={190}
          left={[110, 108]}
          right={40}
          gap={2}
        />
      </>
    );
  },
  summary: ({ bits }, { text }) => {
    const { name, pieces, bytes, perToken } = measured(tokenizedTexts.find(({ id }) => id === text)!);
    return `${name}: ${bytes} bytes in ${pieces.length} tokens, ${formatFixed(perToken, 2)} bytes each; ${bits} bits per byte would be a loss of ${formatFixed(natsPerToken({ bitsPerByte: bits, bytesPerToken: perToken }), 3)} nats per token.`;
  },
  table: (_result, { text }) => ({
    columns: [
      { key: "token", label: "Token" },
      { key: "id", label: "Number" },
      { key: "bytes", label: "Bytes" },
    ],
    rows: tokenizedTexts
      .filter(({ id }) => id === text)
      .flatMap(({ pieces, ids }) =>
        pieces.map((piece, i) => ({ token: shown(piece), id: ids[i], bytes: bytesOf(piece) })),
      ),
  }),
});

type Measured = {
  id: string;
  name: string;
  pieces: readonly string[];
  ids: readonly number[];
  bytes: number;
  perToken: number;
};

function measured({ id, name, pieces, ids }: (typeof tokenizedTexts)[number]): Measured {
  const bytes = bytesOf(pieces.join(""));
  return { id, name, pieces, ids, bytes, perToken: bytes / pieces.length };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Spaces and line breaks as something that can be seen. */
function shown(piece: string): string {
  return piece.replaceAll(" ", "·").replaceAll("\n", "↓");
}
