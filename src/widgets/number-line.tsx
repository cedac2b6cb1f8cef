/** @file One code of a format: its bits, each of which can be turned, the value that they stand for, and its neighbors on the line. */
import { decode, encode, formatById, numberLine, spacingAt, type NumberFormat } from "../compute/index.ts";
import {
  choice,
  color,
  defineWidget,
  Drawing,
  formatExact,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  linear,
  Readout,
  short,
  tip,
  XAxis,
  type Color,
} from "../kit/index.ts";

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
  view: ({ format, code, value, gap, line }, { values }) => {
    const fields = fieldsOf(format, code);
    const center = Number.isFinite(value) ? value : Math.sign(value || 1) * format.largest;
    return (
      <>
        <Readout
          items={[
            Number.isFinite(value)
              ? { label: "Value", value, as: ["number", 6], note: kindOf(format, fields) }
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
        <Drawing label="Bits of the code, and the number line around its value" height={() => 176}>
          {({ width }) => {
            const pitch = Math.min(48, (width - 2) / format.bits);
            const half = (1.05 * format.largest) / 4 ** values.zoom;
            const x = linear([center - half, center + half], [8, width - 8]);
            const seen = Array.from(line).filter((each) => Math.abs(each - center) <= half);
            const pressed = seen.length <= 48 ? seen : [];
            const pixels = [...new Set(seen.map((each) => Math.round(2 * x(each)) / 2))];
            return (
              <>
                {Array.from({ length: format.bits }, (_, i) => {
                  const weight = format.bits - 1 - i;
                  const bit = Math.floor(code / 2 ** weight) % 2;
                  const part = partOf(format, weight);
                  return (
                    <g
                      {...tip(`${partNames[part]}, bit ${weight}: ${bit}. Press to turn it.`, {
                        code: bit ? code - 2 ** weight : code + 2 ** weight,
                      })}
                    >
                      <rect
                        x={short(1 + i * pitch)}
                        y={4}
                        width={short(pitch - 3)}
                        height={34}
                        rx={3}
                        fill="var(--paper-raised)"
                        stroke={color(partColors[part])}
                        stroke-width={2}
                      />
                      <text
                        x={short(1 + i * pitch + (pitch - 3) / 2)}
                        y={27}
                        text-anchor="middle"
                        font-family="var(--mono)"
                        font-size={17}
                        fill="var(--ink)"
                      >
                        {bit}
                      </text>
                    </g>
                  );
                })}
                <text x={0} y={62} font-size={13} font-family="var(--mono)" fill="var(--ink)">
                  {formulaOf(format, fields)}
                </text>
                <path d={pixels.map((at) => `M${short(at)} 112v18`).join("")} stroke="var(--ink-soft)" fill="none" />
                {pressed.map((each) => (
                  <rect
                    x={short(x(each) - 3)}
                    y={106}
                    width={6}
                    height={28}
                    fill="transparent"
                    {...tip(`${formatNumber(each, 6)}: press to go there`, { code: encode(format, each) })}
                  />
                ))}
                {Number.isFinite(value) && (
                  <path
                    d={`M${short(x(value))} 92v44M${short(x(value) - 5)} 88h10l-5 8z`}
                    stroke={color("accent")}
                    stroke-width={2.5}
                    fill={color("accent")}
                  />
                )}
                <XAxis scale={x} y={136} label={`Values of ${format.name}`} />
              </>
            );
          }}
        </Drawing>
        <Legend
          items={[
            ["Sign", partColors.sign],
            ["Exponent", partColors.exponent],
            ["Mantissa", partColors.mantissa],
          ]}
        >
          Each tick of the line is a value.
        </Legend>
      </>
    );
  },
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

type Part = "sign" | "exponent" | "mantissa";
type Fields = { sign: number; exponent: number; mantissa: number };

const partNames: Readonly<Record<Part, string>> = { sign: "Sign", exponent: "Exponent", mantissa: "Mantissa" };
const partColors: Readonly<Record<Part, Color>> = { sign: "neutral", exponent: "series-2", mantissa: "accent" };

function partOf({ mantissaBits, exponentBits }: NumberFormat, weight: number): Part {
  return weight < mantissaBits ? "mantissa" : weight < mantissaBits + exponentBits ? "exponent" : "sign";
}

function fieldsOf({ mantissaBits, exponentBits }: NumberFormat, code: number): Fields {
  return {
    mantissa: code % 2 ** mantissaBits,
    exponent: Math.floor(code / 2 ** mantissaBits) % 2 ** exponentBits,
    sign: Math.floor(code / 2 ** (mantissaBits + exponentBits)),
  };
}

function kindOf(format: NumberFormat, { exponent, mantissa }: Fields): string {
  if (exponent > 0) return `normal, exponent ${formatNumber(exponent - format.bias)}`;
  return mantissa === 0 ? "zero" : "subnormal";
}

/** "−2^(7 − 7) · (1 + 1/8)", with the fields of the code. */
function formulaOf(
  { bias, mantissaBits, special, largest, ...format }: NumberFormat,
  { sign, exponent, mantissa }: Fields,
): string {
  const minus = sign === 1 ? "−" : "";
  const top = 2 ** format.exponentBits - 1;
  if (exponent === top && special === "ieee") return mantissa === 0 ? `${minus}infinity` : "not a number";
  if (exponent === top && special === "one-nan" && mantissa === 2 ** mantissaBits - 1)
    return `not a number: ${formatNumber(largest)} is the largest`;
  return exponent === 0
    ? `${minus}2^(1 − ${bias}) · ${mantissa}/${2 ** mantissaBits}`
    : `${minus}2^(${exponent} − ${bias}) · (1 + ${mantissa}/${2 ** mantissaBits})`;
}
