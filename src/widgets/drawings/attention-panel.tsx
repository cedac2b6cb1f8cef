/** @file One way to attention as strips of boxes: a query, the keys that it meets, scores, weights, and what comes out. */
import { Fragment } from "preact";
import { Box, color, formatFixed, formatNumber, short } from "../../kit/index.ts";

const rowHeight = 22;
/** Height of a panel of so many keys: title, query, keys, output. */
export const panelHeight = (keys: number): number => 58 + keys * rowHeight + 46;

type PanelRow = { key: number; left: readonly number[]; right: readonly number[]; score: number; weight: number };
type PanelProps = {
  left: number;
  top: number;
  narrow: boolean;
  title: string;
  query: readonly number[];
  rows: readonly PanelRow[];
  output: readonly number[];
  names: readonly [query: string, key: string, value: string, output: string];
  /** Whether the rows are the cache itself. */
  kept: boolean;
};

/** A query above the keys that it is multiplied with; scores beside them; what is summed, and the sum below. */
export function Panel({
  left,
  top,
  narrow,
  title,
  query,
  rows,
  output,
  names: [queryName, keyName, valueName, outputName],
  kept,
}: PanelProps) {
  const cell = narrow ? 10 : 11;
  const x = left + 46;
  const scoreX = x + query.length * cell + 8;
  const valueX = scoreX + 92;
  const first = top + 58;
  const end = first + rows.length * rowHeight + 10;
  const outputX = kept ? x : valueX;
  return (
    <>
      <text x={left} y={top + 14} font-weight="600">
        {title}
      </text>
      <text x={left} y={top + 38}>
        query
      </text>
      <Strip x={x} y={top + 26} cell={cell} entries={query} name={queryName} />
      <text x={scoreX} y={top + 38} class="axis-label">
        score
      </text>
      <text x={scoreX + 44} y={top + 38} class="axis-label">
        weight
      </text>
      {!kept && (
        <text x={valueX} y={top + 38} class="axis-label">
          value
        </text>
      )}
      {rows.map(({ key, left: keys, right, score, weight }, i) => (
        <Fragment key={key}>
          <text x={left} y={first + i * rowHeight + 12}>
            key {key + 1}
          </text>
          <Strip
            x={x}
            y={first + i * rowHeight}
            cell={cell}
            entries={keys}
            name={`${keyName} of token ${key + 1}`}
            kept={kept}
          />
          <text x={scoreX} y={first + i * rowHeight + 12}>
            {formatFixed(score, 2)}
          </text>
          <Box x={scoreX} y={first + i * rowHeight} width={36} height={15} tip={`Score of key ${key + 1}: ${score}`} />
          <text x={scoreX + 44} y={first + i * rowHeight + 12}>
            {formatFixed(weight, 3)}
          </text>
          <Box
            x={scoreX + 44}
            y={first + i * rowHeight}
            width={36}
            height={15}
            tip={`Weight of key ${key + 1}: ${weight}`}
          />
          <Strip
            x={valueX}
            y={first + i * rowHeight}
            cell={cell}
            entries={right}
            name={`${valueName} of token ${key + 1}`}
          />
        </Fragment>
      ))}
      <text x={left} y={end + 12}>
        output
      </text>
      <Strip x={outputX} y={end} cell={cell} entries={output} name={outputName} />
      {kept && (
        <text x={outputX + output.length * cell + 6} y={end + 12} class="axis-label">
          W
          <tspan dy={-4} font-size={9.5}>
            UV
          </tspan>
          <tspan dy={4}> after the sum of c</tspan>
        </text>
      )}
    </>
  );
}

/** A vector: one box for each entry. */
function Strip({
  x,
  y,
  cell,
  entries,
  name,
  kept = false,
}: {
  x: number;
  y: number;
  cell: number;
  entries: readonly number[];
  name: string;
  kept?: boolean;
}) {
  return (
    <>
      {entries.map((value, i) => (
        <Box
          key={i}
          x={x + i * cell}
          y={y}
          width={cell - 1}
          height={15}
          fill={value < 0 ? "series-5" : "series-4"}
          strength={0.12 + Math.abs(value) / 2.2}
          tip={`${name}, entry ${i + 1}: ${formatNumber(value, 4)}`}
        />
      ))}
      {kept && (
        <rect
          x={short(x - 2)}
          y={y - 2}
          width={short(entries.length * cell + 3)}
          height={19}
          fill="none"
          stroke={color("accent")}
          stroke-width={1.5}
        />
      )}
    </>
  );
}
