/** @file One code of a format: its bits with the formula of its value, and where that lies among its neighbors. */
import { encode, type NumberFormat } from "../../compute/index.ts";
import { color, Drawing, formatNumber, Legend, linear, short, tip, XAxis, type Color } from "../../kit/index.ts";

type Part = "sign" | "exponent" | "mantissa";
/** Parts of a code, as whole numbers. */
export type CodeFields = { sign: number; exponent: number; mantissa: number };

const partNames: Readonly<Record<Part, string>> = { sign: "Sign", exponent: "Exponent", mantissa: "Mantissa" };
const partColors: Readonly<Record<Part, Color>> = { sign: "neutral", exponent: "series-2", mantissa: "accent" };

/**
 * Bits that a press turns, and a line with a tick for each value around that of the code; few ticks can be pressed, too.
 *
 * @param line  all values of the format
 * @param zoom  how often the line is cut to a quarter
 */
export function CodeOnLine({
  format,
  code,
  value,
  line,
  zoom,
}: {
  format: NumberFormat;
  code: number;
  value: number;
  line: ArrayLike<number>;
  zoom: number;
}) {
  const center = Number.isFinite(value) ? value : Math.sign(value || 1) * format.largest;
  return (
    <Drawing label="Bits of the code, and the number line around its value" height={() => 176}>
      {({ width }) => {
        const pitch = Math.min(48, (width - 2) / format.bits);
        const half = (1.05 * format.largest) / 4 ** zoom;
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
              {formulaOf(format, fieldsOf(format, code))}
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
  );
}

/** What the colors of the bits mean. */
export function CodeLegend() {
  return (
    <Legend
      items={[
        ["Sign", partColors.sign],
        ["Exponent", partColors.exponent],
        ["Mantissa", partColors.mantissa],
      ]}
    >
      Each tick of the line is a value.
    </Legend>
  );
}

function partOf({ mantissaBits, exponentBits }: NumberFormat, weight: number): Part {
  return weight < mantissaBits ? "mantissa" : weight < mantissaBits + exponentBits ? "exponent" : "sign";
}

/** The parts of a code. */
export function fieldsOf({ mantissaBits, exponentBits }: NumberFormat, code: number): CodeFields {
  return {
    mantissa: code % 2 ** mantissaBits,
    exponent: Math.floor(code / 2 ** mantissaBits) % 2 ** exponentBits,
    sign: Math.floor(code / 2 ** (mantissaBits + exponentBits)),
  };
}

/** "−2^(7 − 7) · (1 + 1/8)", with the fields of the code. */
function formulaOf(
  { bias, mantissaBits, special, largest, ...format }: NumberFormat,
  { sign, exponent, mantissa }: CodeFields,
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
