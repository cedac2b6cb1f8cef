/** @file Steps of speculative decoding, one beside the other: the token of the model, and drafts that were kept or refused. */
import type { SpeculationRun } from "../../compute/index.ts";
import { Drawing, Legend, linear, Scrub, tip } from "../../kit/index.ts";

/**
 * The steps around a moment; those after it are faint.
 *
 * @param drafts  in each step
 * @param until  steps that are done
 */
export function DecodingSteps({ run, drafts, until }: { run: SpeculationRun; drafts: number; until: number }) {
  const steps = run.keptOfStep.length;
  return (
    <Drawing label="Steps and their tokens: own, kept and refused" height={134}>
      {({ width, narrow }) => {
        const shown = narrow ? 16 : 32;
        const first = Math.max(0, Math.min(steps - shown, until - Math.floor(shown / 2)));
        const x = linear([first, first + shown], [34, width]);
        const cell = (width - 34) / shown;
        const tall = Math.min(22, 92 / (drafts + 1));
        return (
          <>
            <text x={0} y={106} fill="var(--ink-soft)">
              own
            </text>
            {drafts > 0 && (
              <text x={0} y={106 - tall} fill="var(--ink-soft)">
                draft
              </text>
            )}
            <text x={0} y={128} fill="var(--ink-soft)">
              step
            </text>
            {Array.from({ length: Math.min(shown, steps - first) }, (_, i) => {
              const at = first + i;
              const kept = run.keptOfStep[at];
              const look = at < until ? {} : { opacity: 0.25 };
              return (
                <g
                  key={at}
                  {...tip(
                    `Step ${at + 1}: ${kept + 1} ${kept === 0 ? "token" : "tokens"}${drafts > 0 ? `, ${kept} of ${drafts} drafts kept` : ""}`,
                  )}
                >
                  <rect x={x(at) + 1} y={94} width={cell - 2} height={tall - 3} fill="var(--accent)" {...look} />
                  {Array.from({ length: drafts }, (_, draft) => (
                    <rect
                      key={draft}
                      {...look}
                      x={x(at) + 1}
                      y={94 - (draft + 1) * tall}
                      width={cell - 2}
                      height={tall - 3}
                      fill={draft < kept ? "var(--backward-input)" : "var(--paper)"}
                      stroke={draft < kept ? "none" : draft === kept ? "var(--loss-5)" : "var(--rule)"}
                    />
                  ))}
                  {i % 4 === 0 && (
                    <text x={x(at) + cell / 2} y={128} text-anchor="middle" fill="var(--ink-soft)">
                      {at + 1}
                    </text>
                  )}
                </g>
              );
            })}
            <Scrub at="step" scale={x} top={0} bottom={116} />
          </>
        );
      }}
    </Drawing>
  );
}

/** What the colors of `DecodingSteps` mean. */
export function DecodingLegend() {
  return (
    <Legend
      items={[
        ["The model’s own token", "accent"],
        ["Draft kept", "backward-input"],
        ["Refused, hollow", "loss-5"],
      ]}
    />
  );
}
