/** @file Who predicts what: main model and prediction modules over a sequence, the inputs and the target of each place. */
import { predictionTargets } from "../compute/index.ts";
import { color, defineWidget, Drawing, integer, Legend, Readout, series, tip } from "../kit/index.ts";

export default defineWidget({
  id: "mtp-targets",
  title: "Which token is predicted where",
  source: "§2.2, eq. 21 to 24",
  caption:
    "Rows are the main model and the prediction modules, columns the tokens of a short sequence. Each cell is one prediction: module k takes the hidden state of the row above at its place and the embedding of the token k further on, and predicts the token after that one. V3 has one module; more are the report’s general case. The words are ours.",
  params: {
    tokens: integer({ label: "Tokens of the sequence", range: [3, 12], initial: 8 }),
    mtpDepth: integer({
      label: "Prediction modules (D)",
      range: [0, 4],
      initial: 1,
      report: true,
      atMost: "tokens - 1",
    }),
    depth: integer({ label: "Row", range: [0, 4], initial: 1, inView: true, viewOnly: true, atMost: "mtpDepth" }),
    position: integer({
      label: "Position",
      range: [1, 12],
      initial: 3,
      inView: true,
      viewOnly: true,
      atMost: "tokens",
    }),
  },
  presets: {
    "As published": {},
    "Without a module": { mtpDepth: 0, depth: 0 },
    "Three modules": { mtpDepth: 3, depth: 3, position: 2 },
  },
  compute: ({ tokens, mtpDepth }) => ({ tokens, mtpDepth, targets: predictionTargets({ tokens, mtpDepth }) }),
  view: ({ tokens, mtpDepth, targets }, { values }) => {
    const picked =
      targets.find(({ depth, position }) => depth === values.depth && position === values.position) ?? targets[0];
    return (
      <>
        <Readout
          items={[
            {
              label: "This place",
              text: picked.depth === 0 ? "main" : `module ${picked.depth}`,
              note: `position ${picked.position}`,
            },
            {
              label: "Token that enters",
              text: picked.depth === 0 ? `${picked.position}` : `${picked.inputToken}`,
              note: `“${words[picked.inputToken - 1]}”${picked.depth === 0 ? "" : `, with hidden state ${picked.position}`}`,
            },
            { label: "Token predicted", text: `${picked.targetToken}`, note: `“${words[picked.targetToken - 1]}”` },
            {
              label: "Terms of this row’s loss",
              value: tokens - picked.depth,
              as: "exact",
              note: `divided by ${tokens} in eq. 24`,
            },
          ]}
        />
        <Drawing
          label="Predictions of each row over the sequence"
          height={({ narrow }) => (narrow ? 60 : 56) + (Math.max(mtpDepth, roomFor) + 1) * (narrow ? 38 : 46)}
        >
          {({ width, narrow }) => {
            const left = narrow ? 36 : 96;
            const cell = (width - left) / (tokens + 1);
            const rowHeight = narrow ? 38 : 46;
            // Where words are wider than cells, every other one stands lower.
            const staggered = cell < 36;
            const top = narrow ? 54 : 44;
            const x = (token: number): number => left + (token - 1) * cell;
            const y = (depth: number): number => top + depth * rowHeight;
            return (
              <>
                {Array.from({ length: tokens + 1 }, (_, i) => (
                  <g>
                    <text x={x(i + 1) + cell / 2} y={14} text-anchor="middle" font-size={12} fill="var(--ink-soft)">
                      {i + 1}
                    </text>
                    <text
                      x={x(i + 1) + cell / 2}
                      y={staggered && i % 2 === 1 ? 44 : 30}
                      text-anchor="middle"
                      font-size={narrow ? 12 : 13}
                      fill={i + 1 === picked.targetToken ? color(series(picked.depth)) : "var(--ink)"}
                      font-weight={i + 1 === picked.targetToken ? 600 : 400}
                    >
                      {words[i]}
                    </text>
                  </g>
                ))}
                {Array.from({ length: mtpDepth + 1 }, (_, depth) => (
                  <text x={0} y={y(depth) + rowHeight / 2 + 2} font-size={12} fill="var(--ink)">
                    {narrow ? (depth === 0 ? "main" : `k = ${depth}`) : rowName(depth)}
                  </text>
                ))}
                <path
                  d={`M${x(picked.position) + cell / 2} ${y(picked.depth) + 4} V${top - 3} H${x(picked.targetToken) + cell / 2} V${staggered && picked.targetToken % 2 === 1 ? 33 : top - 8}`}
                  fill="none"
                  stroke={color(series(picked.depth))}
                  stroke-width={2}
                />
                {targets.map(({ depth, position, inputToken, targetToken }) => {
                  const isPicked = depth === picked.depth && position === picked.position;
                  return (
                    <g
                      {...tip(
                        `${rowName(depth)} at position ${position}: predicts token ${targetToken}, “${words[targetToken - 1]}”${depth > 0 ? `, from token ${inputToken}, “${words[inputToken - 1]}”` : ""}`,
                        { depth, position },
                      )}
                    >
                      <rect
                        x={x(position) + 2}
                        y={y(depth) + 4}
                        width={cell - 4}
                        height={rowHeight - 10}
                        rx={3}
                        fill={isPicked ? color(series(depth)) : "var(--paper-raised)"}
                        stroke={color(series(depth))}
                        stroke-width={1.5}
                      />
                      <text
                        x={x(position) + cell / 2}
                        y={y(depth) + rowHeight / 2 + 3}
                        text-anchor="middle"
                        font-size={12}
                        fill={isPicked ? "var(--paper)" : "var(--ink)"}
                      >
                        {cell < 34 ? targetToken : `→ ${targetToken}`}
                      </text>
                    </g>
                  );
                })}
              </>
            );
          }}
        </Drawing>
        <Legend items={Array.from({ length: mtpDepth + 1 }, (_, depth) => [rowName(depth), series(depth)] as const)}>
          Press a place to follow its prediction.
        </Legend>
      </>
    );
  },
  summary: ({ tokens, mtpDepth, targets }) =>
    `On ${tokens} tokens the main model makes ${tokens} predictions and ${mtpDepth === 0 ? "no module adds any" : `${mtpDepth === 1 ? "one module adds" : `${mtpDepth} modules add`} ${targets.length - tokens}`}.`,
  table: ({ targets }) => ({
    columns: [
      { key: "depth", label: "Depth k" },
      { key: "position", label: "Position i" },
      { key: "inputToken", label: "Token that enters" },
      { key: "targetToken", label: "Token predicted" },
    ],
    rows: targets.map(({ depth, position, inputToken, targetToken }) => ({ depth, position, inputToken, targetToken })),
  }),
});

/** Modules for which there is room on a wide screen, so that the text below stays where it is. */
const roomFor = 3;

/** Thirteen words: twelve tokens and the one after them. */
const words = ["The", "cat", "sat", "down", "on", "the", "mat", "and", "fell", "asleep", "in", "the", "sun"];

function rowName(depth: number): string {
  return depth === 0 ? "Main model" : `Module ${depth}`;
}
