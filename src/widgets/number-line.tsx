/** @file One code of a format: its bits, each of which can be turned, the value that they stand for, and its neighbors on the line. */
import { decode, encode, formatById, numberLine, spacingAt, type NumberFormat } from "../compute/index.ts";
import { choice, defineWidget, formatExact, formatNumber, formatPercent, integer, Readout } from "../kit/index.ts";
import { CodeLegend, CodeOnLine, fieldsOf, type CodeFields } from "./drawings/code-on-line.tsx";

export default defineWidget({
  id: "number-line",
  title: "Bits, value and gap",
  source: "§3.3.1, §3.3.2",
  caption:
    "Press a bit to turn it, or a tick to go to its value, where there are few enough to be hit. E4M3 and E5M2 are as their specification has them. What the highest codes of E5M6 mean the report does not say; here they are infinity and NaN, as in IEEE formats. The line is drawn around the value, and each step of the zoom makes it a quarter as long.",
  params: {
    format: choice({
      label: "Format",
      initial: "e4m3",
      report: true,
      options: [
        ["e4m3", "E4M3"],
        ["e5m2", "E5M2"],
        ["e5m6", "E5M6"],
        ["e2m1", "E2M1"],
        ["fp16", "FP16"],
        ["bf16", "BF16"],
      ],
    }),
    code: integer({ label: "Code", range: [0, 65_535], initial: 0x39, inView: true }),
    zoom: integer({ label: "Zoom", range: [0, 12], initial: 5, viewOnly: true }),
  },
  presets: {
    "As published": {},
    "The largest": { code: 0x7e, zoom: 1 },
    "Not a number": { code: 0x7f, zoom: 1 },
    "The smallest": { code: 1, zoom: 7 },
    "The same bits in E5M2": { format: "e5m2" },
  },
  compute: ({ format: id, code: asked }) => {
    const format = formatById(id);
    const code = asked % 2 ** format.bits;
    const value = decode(format, code);
    const gap = spacingAt(format, Number.isFinite(value) ? value : format.largest);
    return { format, code, value, gap, line: numberLine(format) };
  },
  view: ({ format, code, value, gap, line }, { values }) => (
    <>
      <Readout
        items={[
          Number.isFinite(value)
            ? { label: "Value", value, as: ["number", 6], note: kindOf(format, fieldsOf(format, code)) }
            : {
                label: "Value",
                text: Number.isNaN(value) ? "no number" : value > 0 ? "∞" : "−∞",
                note: "a code that is no finite number",
              },
          { label: "Gap to the next", value: gap, as: ["number", 4], note: "away from zero" },
          {
            label: "Off at most",
            text: value !== 0 && Number.isFinite(value) ? formatPercent(gap / 2 / Math.abs(value)) : "–",
            note: "half a gap, of this value",
          },
          {
            label: "Code",
            text: `0x${code
              .toString(16)
              .toUpperCase()
              .padStart(Math.ceil(format.bits / 4), "0")}`,
            note: `${formatExact(code)} of ${formatExact(2 ** format.bits)}`,
          },
        ]}
      />
      <CodeOnLine format={format} code={code} value={value} line={line} zoom={values.zoom} />
      <CodeLegend />
    </>
  ),
  summary: ({ format, code, value, gap }) =>
    Number.isFinite(value)
      ? `In ${format.name} the code ${formatExact(code)} is ${formatNumber(value, 6)}, and the next value away from zero is ${formatNumber(gap, 4)} further on.`
      : `In ${format.name} the code ${formatExact(code)} is ${Number.isNaN(value) ? "no number" : "an infinity"}; the largest finite value is ${formatNumber(format.largest, 6)}.`,
  table: ({ format, line }) => ({
    columns: [
      { key: "code", label: "Code" },
      { key: "value", label: "Value" },
      { key: "gap", label: "Gap away from zero" },
    ],
    rows: Array.from(line)
      .filter((_, i) => line.length <= 4096 || i % 16 === 0)
      .map((value) => ({ code: encode(format, value), value, gap: spacingAt(format, value) })),
  }),
});

function kindOf(format: NumberFormat, { exponent, mantissa }: CodeFields): string {
  if (exponent > 0) return `normal, exponent ${formatNumber(exponent - format.bias)}`;
  return mantissa === 0 ? "zero" : "subnormal";
}
