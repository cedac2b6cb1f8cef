/** @file The experts of a layer, cut coarse to fine from the same weights, with those of one token. */
import { Fragment } from "preact";
import { Box, color, Drawing, formatExact, formatNumber, short, superscript, thinSpace } from "../../kit/index.ts";

type Choices = {
  /** Ways to choose the experts of a token. */
  combinations: bigint;
  /** Digits of that number behind its first. */
  digits: number;
};
type Cut = Choices & {
  routedExperts: number;
  activatedExperts: number;
  expertDim: number;
  chosen: readonly number[];
};

const rowHeight = 34;
const barHeight = 22;

/**
 * A row for each cut, the coarsest above; a press looks at one.
 *
 * @param looked  index of the row that stands out
 */
export function CutExperts({ cuts, looked }: { cuts: readonly Cut[]; looked: number }) {
  return (
    <Drawing
      label="Experts of one layer, coarse to fine, with those of one token"
      boxes
      height={() => 26 + cuts.length * rowHeight}
    >
      {({ width, narrow }) => {
        const left = narrow ? 44 : 128;
        const room = width - left - 2;
        const top = (row: number): number => 22 + row * rowHeight;
        const frame = (row: number): string => `M${left} ${top(row)}h${short(room)}v${barHeight}h${short(-room)}z`;
        return (
          <>
            <text x={left} y={12} font-size={12} fill="var(--ink-soft)">
              {narrow ? "all routed experts of a layer" : "all routed experts of a layer, by weights"}
            </text>
            <path
              d={cuts.map((_, row) => (row === looked ? "" : frame(row))).join("")}
              fill="var(--paper-raised)"
              stroke="var(--rule-strong)"
            />
            <path d={frame(looked)} fill="var(--paper-raised)" stroke="var(--ink)" stroke-width={2} />
            <path
              d={cuts.map((cut, row) => borders(cut.routedExperts, left, top(row), room)).join("")}
              stroke="var(--rule-strong)"
              stroke-width={0.7}
            />
            <path
              d={cuts
                .map(({ chosen, routedExperts }, row) =>
                  chosen
                    .map((expert) => {
                      const pitch = room / routedExperts;
                      return `M${short(left + expert * pitch)} ${top(row)}h${short(pitch)}v${barHeight}h${short(-pitch)}z`;
                    })
                    .join(""),
                )
                .join("")}
              fill={color("accent")}
            />
            {cuts.map((cut, row) => (
              <Fragment key={row}>
                <Box
                  x={0}
                  y={top(row)}
                  width={width}
                  height={barHeight}
                  tip={`${formatExact(cut.routedExperts)} experts of ${formatNumber(cut.expertDim, 5)}, ${formatExact(cut.activatedExperts)} for a token: ${powerText(cut)} ways to choose`}
                  sets={{ row }}
                />
                <text x={0} y={top(row) + 16} font-size={12} fill="var(--ink)" font-weight={row === looked ? 600 : 400}>
                  {narrow
                    ? formatExact(cut.routedExperts)
                    : `${formatExact(cut.activatedExperts)} of ${formatExact(cut.routedExperts)}`}
                </text>
              </Fragment>
            ))}
          </>
        );
      }}
    </Drawing>
  );
}

/** Borders between experts, where they can be told apart. */
function borders(experts: number, left: number, top: number, room: number): string {
  const pitch = room / experts;
  if (pitch < 2.2) return "";
  return Array.from(
    { length: experts - 1 },
    (_, expert) => `M${short(left + (expert + 1) * pitch)} ${top}v${barHeight}`,
  ).join("");
}

/** "4.1 × 10¹⁴", or all of it where it is short. */
export function powerText({ combinations, digits }: Choices): string {
  if (digits < 6) return formatExact(Number(combinations));
  const leading = Number(combinations / 10n ** BigInt(digits - 3)) / 1000;
  return `${formatNumber(leading, 2)}${thinSpace}×${thinSpace}10${superscript(digits)}`;
}
