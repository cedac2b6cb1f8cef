/** @file One token on its way from its GPU to those of its experts, over eight nodes of eight GPUs. */
import type { tokenHops } from "../../compute/index.ts";
import { color, Drawing, short, tip } from "../../kit/index.ts";

/**
 * Nodes with their GPUs, and the hops of a token between them; a press on a GPU follows one of its tokens.
 *
 * @param source  GPU that has the token
 * @param experts  of the token, four to a GPU
 * @param step  how far it has come: 0 nowhere, 1 over InfiniBand, 2 over NVLink, too
 */
export function NodeMap({
  token,
  source,
  experts,
  hops,
  step,
}: {
  token: number;
  source: number;
  experts: ArrayLike<number>;
  hops: ReturnType<typeof tokenHops>;
  step: number;
}) {
  const gpusOfExperts = new Set(Array.from(experts, (expert) => expert >> 2));
  /** Other GPUs are transparent: links that pass them are not broken. */
  const onTheWay = new Set([source, ...gpusOfExperts, ...hops.flatMap(({ from, to }) => [from, to])]);
  return (
    <Drawing
      label={`Way of token ${token} from GPU ${source} to its experts`}
      height={({ narrow }) => (narrow ? 340 : 300)}
    >
      {({ width, narrow }) => {
        const columns = narrow ? 2 : 4;
        const cell = { width: width / columns, height: narrow ? 84 : 148 };
        const size = narrow ? 18 : 24;
        const place = (gpu: number): [number, number] => {
          const node = gpu >> 3;
          const gap = (cell.width - 16) / 4;
          return [
            (node % columns) * cell.width + 8 + gap * ((gpu & 3) + 0.5),
            Math.floor(node / columns) * cell.height + (narrow ? 30 : 50) + ((gpu & 7) >> 2) * (narrow ? 34 : 60),
          ];
        };
        return (
          <>
            {Array.from({ length: 8 }, (_, node) => (
              <rect
                key={node}
                x={(node % columns) * cell.width + 4}
                y={Math.floor(node / columns) * cell.height + 2}
                width={cell.width - 8}
                height={cell.height - 6}
                rx={6}
                fill="none"
                stroke="var(--rule)"
              />
            ))}
            {hops.map((hop, i) => (
              <path
                key={i}
                d={arc(place(hop.from), place(hop.to))}
                fill="none"
                stroke={color(hop.link === "infiniband" ? "series-1" : "series-2")}
                stroke-width={hop.link === "infiniband" ? 2.5 : 2}
                opacity={step >= (hop.link === "infiniband" ? 1 : 2) ? 1 : 0.12}
              />
            ))}
            {Array.from({ length: 8 }, (_, node) => (
              <text
                key={node}
                x={(node % columns) * cell.width + 12}
                y={Math.floor(node / columns) * cell.height + 15}
                fill="var(--ink-soft)"
                paint-order="stroke"
                stroke="var(--paper)"
                stroke-width={4}
              >
                Node {node}
              </text>
            ))}
            {Array.from({ length: 64 }, (_, gpu) => {
              const [cx, cy] = place(gpu);
              const chosen = Array.from(experts).filter((expert) => expert >> 2 === gpu);
              return (
                <g
                  key={gpu}
                  {...tip(
                    `GPU ${gpu}, node ${gpu >> 3}${gpu === source ? ", has the token" : ""}: ${chosen.length > 0 ? `expert${chosen.length > 1 ? "s" : ""} ${chosen.join(", ")} of the token` : "no expert of the token"}`,
                    { token: gpu * 16 },
                  )}
                >
                  <rect
                    x={short(cx - size / 2)}
                    y={short(cy - size / 2)}
                    width={size}
                    height={size}
                    rx={3}
                    fill={
                      gpu === source
                        ? color("accent")
                        : gpusOfExperts.has(gpu)
                          ? step >= 2
                            ? color("accent-soft")
                            : "var(--paper)"
                          : onTheWay.has(gpu)
                            ? "var(--paper)"
                            : "transparent"
                    }
                    stroke={
                      gpusOfExperts.has(gpu) || gpu === source
                        ? color("accent")
                        : onTheWay.has(gpu)
                          ? "var(--rule-strong)"
                          : "var(--rule)"
                    }
                    stroke-width={gpusOfExperts.has(gpu) ? 2 : 1}
                  />
                  {chosen.length > 1 && (
                    <text
                      x={short(cx)}
                      y={short(cy + 4)}
                      text-anchor="middle"
                      font-size={12}
                      fill={gpu === source ? "var(--paper)" : "var(--ink)"}
                    >
                      {chosen.length}
                    </text>
                  )}
                </g>
              );
            })}
          </>
        );
      }}
    </Drawing>
  );
}

/** A bow from one point to another; hops over one link do not lie on each other. */
function arc([x1, y1]: [number, number], [x2, y2]: [number, number]): string {
  const bend = 0.14;
  return `M${short(x1)} ${short(y1)}Q${short((x1 + x2) / 2 - bend * (y2 - y1))} ${short((y1 + y2) / 2 + bend * (x2 - x1))} ${short(x2)} ${short(y2)}`;
}
