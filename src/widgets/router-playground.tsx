/** @file The router at work: who gets which token, what that asks of each expert, and how a bias evens it out. */
import * as Plot from "@observablehq/plot";
import { meanGroupsPerToken, routerPlayground, type PlaygroundStep } from "../compute/index.ts";
import { Chart, choice, ColumnBars, defineWidget, formatFixed, formatNumber, formatPercent, HeatMap, integer, number, numbers, Readout, seed, timeline, wideWidth } from "../kit/index.ts";

const steps = 40;

export default defineWidget({
  id: "router-playground",
  title: "A router and its balance",
  source: "§2.1.2, eq. 12–16",
  caption:
    "Sigmoid affinities, bias for the choice alone and limited nodes are the report’s, the sign rule for updates is arXiv:2408.15664’s; as in the released code, nodes are ranked with bias and gates carry a factor of 2.5. The tokens are seeded and ours, skewed on purpose, and a fresh batch comes at every step. The report’s γ is 0.001 over hundreds of thousands of steps; a larger one shows the same in 40.",
  params: {
    routedExperts: choice({ label: "Routed experts", options: [8, 16, 32, 64, 128, 256], initial: 16, report: 256 }),
    expertGroups: choice({ label: "Nodes", options: [1, 2, 4, 8], initial: 4, report: 8 }),
    activatedExperts: integer({ label: "Experts per token", range: [1, 16], initial: 4, report: 8, help: "K_r", atMost: "routedExperts / expertGroups * limitedGroups" }),
    limitedGroups: integer({ label: "Nodes per token", range: [1, 8], initial: 2, report: 4, help: "M: at most so many", atMost: "expertGroups" }),
    affinity: choice({ label: "Affinity", options: [["sigmoid", "Sigmoid"], ["softmax", "Softmax"]], initial: "sigmoid", report: true }),
    biasUpdateSpeed: number({ label: "Bias update speed γ", range: [0, 0.1], step: 0.001, initial: 0.02, report: 0.001 }),
    step: timeline({ label: "Step", unit: "updates", speeds: [1, 2, 4] }),
    skew: number({ label: "Skew", range: [0, 2], step: 0.05, initial: 0.8, secondary: true, help: "Spread of the experts’ popularity, in logits." }),
    tokens: integer({ label: "Tokens", range: [8, 4096], scale: "log", initial: 32, secondary: true }),
    token: integer({ label: "Followed token", range: [0, 4095], initial: 0, secondary: true, fieldOnly: true, atMost: "tokens - 1" }),
    seed: seed(),
    bias: numbers({ label: "Bias before the first step", initial: [], range: [-1, 1], maxLength: 256, inView: true }),
  },
  presets: {
    "Small enough to follow": {},
    "As published": { routedExperts: 256, expertGroups: 8, activatedExperts: 8, limitedGroups: 4, biasUpdateSpeed: 0.001, tokens: 1024 },
    "256 experts, faster": { routedExperts: 256, expertGroups: 8, activatedExperts: 8, limitedGroups: 4, biasUpdateSpeed: 0.01, tokens: 1024, step: 40 },
    "After 40 steps": { step: 40 },
    "No balancing": { biasUpdateSpeed: 0, step: 40 },
    "Any node": { limitedGroups: 4 },
  },
  compute: (values) => routerPlayground({ ...values, steps: 40 }),
  ends: (run) => ({ step: run.length - 1 }),
  view: (run, { values }) => {
    const now = run[values.step];
    const experts = now.tokensOfExpert.length;
    const groupSize = experts / values.expertGroups;
    const followed = Math.min(values.token, values.tokens - 1);
    return (
      <>
        <Readout
          items={[
            { label: "Busiest expert", text: `+${formatPercent(now.maxViolation)}`, exact: now.maxViolation, note: "above the mean (MaxVio)" },
            { label: "Mean load", text: `${formatNumber(now.meanLoad, 4)} tokens`, exact: now.meanLoad, note: `least ${Math.min(...now.tokensOfExpert)}, most ${Math.max(...now.tokensOfExpert)}` },
            { label: "Entropy of the load", text: `${formatNumber(now.entropy)} bits`, exact: now.entropy, unit: "bits", note: `of ${formatNumber(Math.log2(experts))} at most` },
            { label: "Nodes per token", text: formatNumber(meanGroupsPerToken(now.tokensOfGroupCount)), exact: meanGroupsPerToken(now.tokensOfGroupCount), note: `limit ${Math.min(values.limitedGroups, values.expertGroups)}` },
          ]}
        />
        <div class="columns-chart">
          <p class="columns-label">Tokens ↓ experts →</p>
          <HeatMap
            rows={Math.min(values.tokens, mostRows)}
            columns={experts}
            groupSize={groupSize}
            shades={shades}
            shadeOf={shadesOf(now, values.activatedExperts, experts)}
            marked={followed < mostRows ? followed : undefined}
            pick="token"
            label={`Chosen experts of each token; token ${followed} is followed`}
            width={wideWidth}
            height={192}
          />
          <p class="columns-label">Load</p>
          <ColumnBars
            values={now.tokensOfExpert}
            min={0}
            max={Math.max(2.5 * now.meanLoad, ...now.tokensOfExpert)}
            groupSize={groupSize}
            reference={now.meanLoad}
            classOf={(expert) => (now.tokensOfExpert[expert] > now.meanLoad ? "over" : "under")}
            label={`Load of each expert; the dashed line is the mean, ${formatNumber(now.meanLoad, 4)}`}
            width={wideWidth}
            height={72}
          />
          <p class="columns-label">Bias (drag)</p>
          <ColumnBars
            values={now.bias}
            min={-1}
            max={1}
            groupSize={groupSize}
            classOf={() => "bias"}
            move={{ param: "bias", name: "Bias of expert", step: 0.02, with: "step=0" }}
            label="Bias of each expert"
            width={wideWidth}
            height={72}
          />
        </div>
        <p class="legend"><span class="key accent">Chosen</span>{now.affinity.length > 0 && <span class="key shade">Affinity</span>}<span class="key loss">Above the mean</span><span class="key neutral">Below</span><span>Gaps part nodes{values.tokens > mostRows ? `; the first ${mostRows} of ${values.tokens} tokens are drawn` : ""}.</span></p>
        <Chart
          label={`Busiest expert above the mean at each step; now step ${values.step}`}
          options={() => ({
            height: 142,
            marginLeft: 52,
            x: { label: "Step", domain: [0, steps] },
            y: { label: "MaxVio", grid: true, ticks: 4, zero: true },
            marks: [
              Plot.lineY(run, { x: (_, step) => step, y: "maxViolation", stroke: "var(--accent)", strokeWidth: 2 }),
              Plot.ruleX([values.step], { stroke: "var(--ink-soft)", strokeDasharray: "3 3" }),
              Plot.dot([now], { x: () => values.step, y: "maxViolation", fill: "var(--accent)", r: 4 }),
            ],
          })}
        />
        <TokenPath step={now} token={followed} groupSize={groupSize} />
      </>
    );
  },
  summary: (run, { step }) => {
    const { maxViolation } = run[step];
    return `At step ${step} the busiest expert has ${formatPercent(maxViolation)} more tokens than the mean, against ${formatPercent(run[0].maxViolation)} before any update; a token visits ${formatNumber(meanGroupsPerToken(run[step].tokensOfGroupCount))} nodes on average.`;
  },
  table: (run, { step }) => ({
    columns: [
      { key: "expert", label: "Expert" },
      { key: "load", label: "Load", unit: "tokens" },
      { key: "overMean", label: "Load over mean" },
      { key: "bias", label: "Bias" },
      { key: "affinity", label: "Affinity of the followed token" },
      { key: "gate", label: "Gate of the followed token" },
    ],
    rows: Array.from(run[step].tokensOfExpert, (load, expert) => {
      const { bias, meanLoad, trace } = run[step];
      const slot = trace.chosen.indexOf(expert);
      return { expert, load, overMean: load / meanLoad, bias: bias[expert], affinity: trace.affinity[expert], gate: slot < 0 ? 0 : trace.gates[slot] };
    }),
  }),
});

/** Tokens drawn: a row under three pixels could not be picked. */
const mostRows = 64;
/** Shades 1 to 4 are affinity, the last one is "chosen". */
const shades = 5;

function shadesOf({ expertOfSlot, affinity }: PlaygroundStep, activatedExperts: number, experts: number): (row: number, column: number) => number {
  const chosen = new Set<number>();
  for (let slot = 0; slot < Math.min(expertOfSlot.length, mostRows * activatedExperts); slot++) {
    chosen.add(Math.floor(slot / activatedExperts) * experts + expertOfSlot[slot]);
  }
  return (row, column) => {
    const cell = row * experts + column;
    if (chosen.has(cell)) return shades;
    return affinity.length === 0 ? 0 : Math.min(shades - 1, Math.floor(affinity[cell] * shades));
  };
}

/** One token through equations 15, 16 and 13: its chosen experts, and the best that were not. */
function TokenPath({ step: { trace, bias }, token, groupSize }: { step: PlaygroundStep; token: number; groupSize: number }) {
  const runnersUp = Array.from(trace.biased.keys())
    .filter((expert) => !trace.chosen.includes(expert))
    .sort((a, b) => trace.biased[b] - trace.biased[a])
    .slice(0, 3);
  return (
    <div class="data-table token-path" tabIndex={0} role="region" aria-label={`Token ${token} through the gate`}>
      <table>
        <caption>Token {token}: nodes {trace.openGroups.join(", ")} stay open; Σ g′ = {formatNumber(trace.sum)}</caption>
        <thead>
          <tr>{["Expert", "Node", "s", "b", "s + b", "Chosen", "g′", "g"].map((head) => <th key={head} scope="col" class={head === "Chosen" ? undefined : "number"}>{head}</th>)}</tr>
        </thead>
        <tbody>
          {[...trace.chosen, ...runnersUp].map((expert) => {
            const slot = trace.chosen.indexOf(expert);
            const node = Math.floor(expert / groupSize);
            return (
              <tr key={expert} class={slot < 0 ? "not-chosen" : undefined}>
                <td class="number">{expert}</td>
                <td class="number">{node}</td>
                <td class="number">{formatFixed(trace.affinity[expert], 3)}</td>
                <td class="number">{formatFixed(bias[expert], 3)}</td>
                <td class="number">{formatFixed(trace.biased[expert], 3)}</td>
                <td>{slot >= 0 ? "yes" : trace.openGroups.includes(node) ? "no" : "node closed"}</td>
                <td class="number">{slot < 0 ? "0" : formatFixed(trace.unnormalized[slot], 3)}</td>
                <td class="number">{slot < 0 ? "0" : formatFixed(trace.gates[slot], 3)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
