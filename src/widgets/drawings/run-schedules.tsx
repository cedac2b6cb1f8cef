/** @file The schedules of pre-training as curves over its tokens, one below the other, and where each of them turns. */
import { Fragment } from "preact";
import { publishedPrediction, publishedSchedule, type RunMoment } from "../../compute/index.ts";
import { Drawing, formatCount, formatNumber, linear, log, Scrub, tip, XAxis } from "../../kit/index.ts";

const {
  tokens: allTokens,
  rampTokens,
  constantUntil,
  cosineUntil,
  lateUntil,
  peakRate,
  firstBatch,
  lastBatch,
} = publishedSchedule;

/**
 * All curves on one axis of tokens, even or logarithmic, with GPU-hours below; a line stands at the moment that is picked.
 *
 * @param curve  moments by their tokens, both sides of each landmark among them
 * @param end  the last moment
 */
export function RunSchedules({
  curve,
  end,
  axis,
}: {
  curve: readonly RunMoment[];
  end: RunMoment;
  axis: "even" | "log";
}) {
  const even = axis === "even";
  return (
    <Drawing label="Schedules over the tokens of pre-training" height={bottom + 76}>
      {({ width, narrow }) => {
        const left = 12;
        const right = width - (narrow ? 30 : 44);
        const scale = even ? linear : log;
        const x = scale([even ? 0 : firstTokens, allTokens], [left, right]);
        const hours = scale([even ? 0 : end.hours * (firstTokens / allTokens), end.hours], [left, right]);
        const drawn = curve.filter(({ tokens }) => even || tokens >= firstTokens);
        const yOf = ({ key, most }: Panel, i: number, moment: RunMoment): number =>
          top + (i + 1) * panelHeight - (moment[key] / most(end)) * plotHeight;
        return (
          <>
            {landmarks.map(({ tokens, name, anchor, says, changes }) => (
              <g key={name}>
                <line
                  x1={x(tokens)}
                  x2={x(tokens)}
                  y1={16}
                  y2={bottom}
                  stroke="var(--rule-strong)"
                  stroke-dasharray="3 3"
                />
                {(even || tokens < 1e12 || tokens === constantUntil) && (
                  <text class="axis-label" x={x(tokens)} y={11} text-anchor={anchor} {...tip(says, { tokens })}>
                    {name}
                  </text>
                )}
                {panels.map(
                  (panel, i) =>
                    changes.includes(panel.key) && (
                      <circle
                        key={panel.key}
                        cx={x(tokens)}
                        cy={yOf(
                          panel,
                          i,
                          curve.find((moment) => moment.tokens >= tokens)!,
                        )}
                        r={3.5}
                        fill="var(--accent)"
                        {...tip(says, { tokens })}
                      />
                    ),
                )}
              </g>
            ))}
            {panels.map((panel, i) => {
              const base = top + (i + 1) * panelHeight;
              return (
                <Fragment key={panel.key}>
                  <line x1={left} x2={right} y1={base} y2={base} stroke="var(--rule)" />
                  <text
                    class="axis-label"
                    x={left + 4}
                    y={base - plotHeight - 7}
                    paint-order="stroke"
                    stroke="var(--paper)"
                    stroke-width={4}
                  >{`${panel.name}, up to ${panel.format(panel.most(end))}`}</text>
                  <path
                    d={`M${drawn.map((moment) => `${x(moment.tokens).toFixed(1)} ${yOf(panel, i, moment).toFixed(1)}`).join("L")}`}
                    fill="none"
                    stroke="var(--accent)"
                    stroke-width={1.75}
                  />
                </Fragment>
              );
            })}
            <XAxis
              scale={x}
              y={bottom}
              ticks={even ? (narrow ? 4 : 8) : [1e9, 1e10, 1e11, 1e12, 1e13]}
              format={(value) => formatCount(value)}
            />
            <XAxis
              scale={hours}
              y={bottom + 26}
              ticks={even ? (narrow ? 3 : 6) : [1e3, 1e4, 1e5, 1e6]}
              format={(value) => formatCount(value)}
              label="Tokens; below, GPU-hours"
            />
            <Scrub at="tokens" scale={x} log={!even} top={16} bottom={bottom} />
          </>
        );
      }}
    </Drawing>
  );
}

type Key = "rate" | "batch" | "gamma" | "lambda" | "step";
type Panel = { key: Key; name: string; most(end: RunMoment): number; format(value: number): string };

const top = 20;
const panelHeight = 62;
const plotHeight = 35;

/** Curves from top to bottom, each from zero to its greatest value. */
const panels: readonly Panel[] = [
  { key: "rate", name: "Learning rate", most: () => peakRate, format: (value) => formatNumber(value, 3) },
  { key: "batch", name: "Sequences in a batch", most: () => lastBatch, format: (value) => formatNumber(value, 5) },
  { key: "gamma", name: "γ, speed of the bias", most: () => publishedSchedule.biasUpdateSpeed, format: String },
  {
    key: "lambda",
    name: "λ, weight of the prediction loss",
    most: () => publishedPrediction.earlyWeight,
    format: String,
  },
  { key: "step", name: "Step", most: ({ step }) => step, format: (value) => formatNumber(Math.round(value), 6) },
];

const bottom = top + panels.length * panelHeight;
/** Where a logarithmic axis begins. */
const firstTokens = 1e9;

/** Where something changes, and what. */
const landmarks: readonly {
  tokens: number;
  name: string;
  anchor: "start" | "middle" | "end";
  says: string;
  changes: readonly Key[];
}[] = [
  {
    tokens: rampTokens,
    name: "469B",
    anchor: "middle",
    says: `469B tokens: the batch has grown from ${firstBatch} to ${lastBatch}`,
    changes: ["batch"],
  },
  {
    tokens: constantUntil,
    name: "10T",
    anchor: "middle",
    says: "10T tokens: the rate starts down its cosine, and λ falls from 0.3 to 0.1",
    changes: ["rate", "lambda"],
  },
  {
    tokens: cosineUntil,
    name: "14.3T",
    anchor: "end",
    says: "14.3T tokens: the cosine ends, and γ falls to 0",
    changes: ["rate", "gamma"],
  },
  {
    tokens: lateUntil,
    name: "14.6T",
    anchor: "start",
    says: "14.633T tokens: the last step of the rate, and nothing else",
    changes: ["rate"],
  },
];
