/** @file Parts of a model as boxes, as wide as their parameters: all of them, and those that work on one token. */
import type { ParameterNode } from "../../compute/index.ts";
import {
  color,
  Drawing,
  formatCount,
  formatExact,
  formatPercent,
  Legend,
  series,
  short,
  tip,
} from "../../kit/index.ts";

/** Parts of a part of the model, twice: by all parameters, and by those that a token uses. A press looks inside one. */
export function ParameterBars({ parts, whole }: { parts: readonly ParameterNode[]; whole: ParameterNode }) {
  return (
    <Drawing label="All parameters of the part, and those that work on one token" height={148}>
      {({ width }) => (
        <>
          <Bar
            parts={parts}
            of="parameters"
            total={whole.parameters}
            y={18}
            width={width}
            title={`All: ${formatCount(whole.parameters, 4)}`}
          />
          <Bar
            parts={parts}
            of="activated"
            total={whole.activated}
            y={92}
            width={width}
            title={`For one token: ${formatCount(whole.activated, 4)}`}
          />
        </>
      )}
    </Drawing>
  );
}

/**
 * What the colors of `ParameterBars` mean.
 *
 * @param opens  whether a part has parts of its own: then a press looks inside
 */
export function PartsLegend({
  parts,
  opens,
}: {
  parts: readonly ParameterNode[];
  opens: (node: ParameterNode) => boolean;
}) {
  return (
    <Legend
      lines={3}
      items={parts
        .slice(0, 8)
        .map((node, i) => [node.name, series(i), opens(node) ? { part: node.id } : undefined] as const)}
    />
  );
}

/** One row of boxes, as wide as what is counted. */
function Bar({
  parts,
  of,
  total,
  y,
  width,
  title,
}: {
  parts: readonly ParameterNode[];
  of: "parameters" | "activated";
  total: number;
  y: number;
  width: number;
  title: string;
}) {
  const height = 50;
  let at = 0;
  return (
    <>
      <text x={0} y={y - 5} class="axis-label">
        {title}
      </text>
      {parts.map((node, i) => {
        const wide = total === 0 ? 0 : (node[of] / total) * width;
        const x = at;
        at += wide;
        const words = `${node.name}\n${formatExact(node[of])} parameters, ${formatPercent(total === 0 ? 0 : node[of] / total)}`;
        return (
          <g key={node.id} {...tip(words, { part: node.id })}>
            <rect x={short(x)} y={y} width={short(Math.max(0.5, wide - 0.5))} height={height} fill={color(series(i))} />
            {wide > 84 && (
              <text x={short(x + 6)} y={y + 20} style="fill:var(--paper)">
                {clip(node.name, wide)}
              </text>
            )}
            {wide > 84 && (
              <text x={short(x + 6)} y={y + 38} style="fill:var(--paper)">
                {formatPercent(node[of] / total)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** What fits of a name into a box, at about seven pixels a letter. */
function clip(name: string, wide: number): string {
  const letters = Math.floor((wide - 10) / 7);
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
