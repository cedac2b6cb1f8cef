import { contextPhases, deepseekV3, publishedRun, publishedStages, trainingFlop } from "v3-companion/compute";

const parameters = {
  context: 32768,
  counted: "full",
} as const;

const compute = ({ context, counted }: typeof parameters) => {
  const flopAt = (tokens: number): { context: number; attention: number; weights: number; flop: number } => {
    const { attention, weights } = trainingFlop(deepseekV3, { context: tokens, causal: counted === "causal" });
    return { context: tokens, attention, weights, flop: attention + weights };
  };
  const base = flopAt(4096);
  const phases = contextPhases.map(({ context: tokens, batch, steps }) => ({
    ...flopAt(tokens),
    tokens: tokens * batch * steps,
  }));
  const tokens = phases.reduce((sum, phase) => sum + phase.tokens, 0);
  return {
    now: flopAt(context),
    base,
    phases,
    curve: Array.from({ length: 81 }, (_, i) => flopAt(Math.round(1024 * 2 ** (i / 8)))),
    workRatio: phases.reduce((sum, phase) => sum + phase.flop * phase.tokens, 0) / tokens / base.flop,
    hoursRatio: publishedStages[1].hours / tokens / (publishedStages[0].hours / publishedRun.tokens),
  };
};

globalThis.print(compute(parameters));
