/** @file The terms of one group in an adder, one below the other: their bits in columns of the same weight, step by step. */
import type { AdderStep, AlignedTerm } from "../../compute/index.ts";
import { color, Drawing, formatExact, formatNumber, short, superscript, tip } from "../../kit/index.ts";

/** Of a row, in pixels: on a wide screen a full group is to be seen at once. */
const heights = { wide: 11.8, narrow: 13 };
/** From one digit to the next in a face of equal widths, in its size. */
const digitAdvance = 0.6;
/** Products of a full group. A shorter one takes as much room, so that controls stay where they are. */
const fullGroup = 32;
type Name = { short: string; long: string };
type Row = { name: Name; term: AlignedTerm; isSum: boolean };
type Run = { digits: string; from: number; kind: "zero" | "kept" | "lost" };

const fills = { zero: "var(--rule-strong)", kept: "var(--ink)", lost: color("loss-5") };

/**
 * Every term of a group with its bits, the line at which the adder cuts, and the register.
 *
 * @param stage  "products", "shifted", "cut" or "added"
 * @param group  its number, from one
 * @param a  factors of the left side, of all groups
 */
export function AdderDigits({
  step,
  stage,
  group,
  bits,
  a,
  b,
}: {
  step: AdderStep;
  stage: string;
  group: number;
  bits: number;
  a: readonly number[];
  b: readonly number[];
}) {
  return (
    <Drawing
      label={`Bits of every product of group ${group}`}
      height={({ narrow }) => {
        const { length } = step.terms;
        return 28 + (narrow ? heights.narrow * (length + 3) : heights.wide * (Math.max(length, fullGroup) + 3));
      }}
    >
      {({ width, narrow }) => {
        const rowHeight = narrow ? heights.narrow : heights.wide;
        const rows = rowsOf(step, a, b);
        const left = narrow
          ? 82
          : Math.max(150, widthOf(Math.max(...rows.map(({ name }) => name.long.length)), narrow) + 18);
        const columns = step.top - step.lowest + 1;
        const headroom = rows.at(-1)!.term.digits.length - columns;
        const pitch = Math.min((width - left - 4) / (columns + headroom), 15);
        const start = left + pitch * headroom;
        const digitSize = Math.min(12.5, pitch * 1.53);
        // A run of digits is one text as long as its columns: one that gives each digit its place takes three times as long to lay out.
        const advance = digitAdvance * digitSize;
        const cutAt = start + pitch * step.keptDigits;
        const weight = `2${superscript(step.top - step.keptDigits + 1)}`;
        // The weight of the last bit that is kept stands behind the cut, or before it where there is no room.
        const isBefore = cutAt + 3 + widthOf(weight.length, narrow) > width;
        const headRoom = cutAt - start - (isBefore ? widthOf(weight.length, narrow) + 10 : 0);
        const bitsText = [`${bits} bits, and one in front`, `${bits} bits, one in front`, `${bits} bits`];
        const cell = (text: string, x: number, y: number, fill: string, anchor: "start" | "end" = "end") => (
          <text
            x={short(x)}
            y={short(y)}
            style={`fill:${fill}`}
            text-anchor={anchor}
            font-size={12}
            font-family="var(--mono)"
          >
            {text}
          </text>
        );
        return (
          <>
            {rows.map(({ name, term, isSum }, i) => {
              const y = 24 + rowHeight * (i + (isSum ? 1 : 0)) + 10;
              const offset = stage === "products" && !isSum ? -term.shift : 0;
              return (
                <g {...tip(tipOf(name, term))}>
                  {cell(narrow ? name.short : name.long, left - 17, y, "var(--ink)")}
                  {isSum && stage !== "added"
                    ? cell("filled in step 4", start, y, "var(--ink-soft)", "start")
                    : cell(term.value < 0 ? "−" : "+", left - 4, y, "var(--ink-soft)", "end")}
                  {digitRuns(term, step, stage, isSum).map(({ digits, from, kind }) => (
                    <text
                      x={short(start + pitch * (from + offset + 0.5) - advance / 2)}
                      textLength={digits.length > 1 ? short(pitch * (digits.length - 1) + advance) : undefined}
                      y={short(y)}
                      font-family="var(--mono)"
                      font-size={short(digitSize)}
                      style={`fill:${fills[kind]}`}
                      font-weight={kind === "lost" ? 700 : 400}
                    >
                      {digits}
                    </text>
                  ))}
                </g>
              );
            })}
            <line
              x1={short(cutAt)}
              x2={short(cutAt)}
              y1={14}
              y2={24 + rowHeight * (rows.length + 1)}
              stroke={color("loss-5")}
              stroke-dasharray={stage === "products" ? "2 4" : undefined}
            />
            {step.largestExponent !== null &&
              stage !== "products" &&
              cell(weight, cutAt + (isBefore ? -3 : 3), 12, "var(--ink-soft)", isBefore ? "end" : "start")}
            {stage !== "products" &&
              cell(
                bitsText.find((text) => widthOf(text.length, narrow) < headRoom) ?? bitsText.at(-1)!,
                start,
                12,
                "var(--ink-soft)",
                "start",
              )}
            <line
              x1={0}
              x2={width}
              y1={short(24 + rowHeight * (rows.length - 0.6))}
              y2={short(24 + rowHeight * (rows.length - 0.6))}
              stroke="var(--rule-strong)"
            />
          </>
        );
      }}
    </Drawing>
  );
}

/** Pixels of so many letters beside the digits, which are larger on the narrowest phone (`parts.css`). */
function widthOf(letters: number, narrow: boolean): number {
  return letters * digitAdvance * (narrow ? 12.6 : 12);
}

/** A value in nine letters, for which a narrow column has room. */
function shortened(value: number): string {
  const texts = [formatExact(value), ...[5, 4, 3, 2].map((digits) => formatNumber(value, digits))];
  return texts.find(({ length }) => length <= 9) ?? formatNumber(value, 1);
}

/** The products of a group, the running sum where there is one, and what the register holds afterwards. */
function rowsOf(step: AdderStep, a: readonly number[], b: readonly number[]): Row[] {
  const rows = step.terms.map((term, i): Row => ({
    name: {
      short: shortened(term.value),
      long: `${formatNumber(a[step.first + i], 5)} · ${formatNumber(b[step.first + i], 5)}`,
    },
    term,
    isSum: false,
  }));
  if (step.running) rows.push({ name: { short: "so far", long: "sum so far" }, term: step.running, isSum: false });
  rows.push({ name: { short: "register", long: "register" }, term: registerTerm(step), isSum: true });
  return rows;
}

/** What the register holds, with bits in front of those of the products where the sum has grown longer. */
function registerTerm({ register, top, lowest }: AdderStep): AlignedTerm {
  const magnitude = Math.abs(register);
  let first = top;
  while (magnitude >= 2 ** (first + 1)) first++;
  const digits = Array.from(
    { length: first - lowest + 1 },
    (_, i) => Math.floor(magnitude / 2 ** (first - i)) % 2,
  ).join("");
  return { value: register, exponent: null, shift: 0, kept: register, lost: 0, digits };
}

/** Digits in runs of one color: zeros around the number, bits that stay, bits that go. `from` counts columns of the products. */
function digitRuns(
  { digits, value }: AlignedTerm,
  { keptDigits, top, lowest }: AdderStep,
  stage: string,
  isSum: boolean,
): Run[] {
  const extra = digits.length - (top - lowest + 1);
  if (isSum && stage !== "added") return [];
  const firstOne = value === 0 ? digits.length - 1 : digits.indexOf("1");
  const lastOne = value === 0 ? digits.length - 1 : digits.lastIndexOf("1");
  const runs: Run[] = [];
  [...digits].forEach((digit, i) => {
    const isCut = i - extra >= keptDigits;
    if (i > lastOne && (isCut || isSum)) return;
    if (isCut && stage === "added") return;
    const kind = i < firstOne || (value === 0 && digit === "0") ? "zero" : isCut && stage === "cut" ? "lost" : "kept";
    const last = runs.at(-1);
    if (last?.kind === kind) last.digits += digit;
    else runs.push({ digits: digit, from: i - extra, kind });
  });
  return stage === "products" ? runs.filter(({ kind }) => kind !== "zero" || value === 0) : runs;
}

function tipOf({ long }: Name, { value, shift, kept, lost }: AlignedTerm): string {
  return `${long} = ${formatNumber(value, 8)}: shifted by ${shift}, ${formatNumber(kept, 8)} kept, ${formatNumber(lost, 8)} lost`;
}
