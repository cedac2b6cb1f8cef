import { balanceStrategies, createLaboratory } from "v3-companion/compute";

const parameters = {
  skew: 0,
  biasUpdateSpeed: 0.01,
  balanceFactor: 0.003,
  steps: 100,
  routedExperts: 32,
  activatedExperts: 4,
  tokens: 512,
  moving: "never",
  capacityFactor: 1.25,
  seed: 1,
} as const;

const ids = ["none", "auxiliary-loss", "batch-loss", "bias"] as const;

function* compute({
  skew,
  biasUpdateSpeed,
  balanceFactor,
  steps,
  routedExperts,
  activatedExperts,
  tokens,
  moving,
  capacityFactor,
  seed,
}: typeof parameters) {
  const strategies = ids.map((id) => {
    const own = balanceStrategies.find((strategy) => strategy.id === id)!;
    return {
      ...own,
      balanceFactor: own.balanceFactor === 0 ? 0 : balanceFactor,
      biasUpdateSpeed: own.biasUpdateSpeed === 0 ? 0 : biasUpdateSpeed,
    };
  });
  const laboratory = createLaboratory({
    tokens,
    sequenceTokens: 64,
    domains: 8,
    routedExperts,
    activatedExperts,
    skew,
    seed,
    strategies,
    capacityFactor,
    windowSteps: Math.min(100, steps / 5),
    biasUpdateSteps: moving === "half" ? steps / 2 : Infinity,
  });
  const history = [];
  for (let step = 0; step < steps; step++) {
    history.push(
      laboratory
        .step()
        .strategies.map(({ id, tokensOfExpert, maxViolation, windowMaxViolation, droppedShare, departure }) => ({
          id,
          step,
          tokensOfExpert: Uint16Array.from(tokensOfExpert),
          maxViolation,
          windowMaxViolation,
          droppedShare,
          changedShare: departure.changedShare,
        })),
    );
    if (step % 10 === 9)
      yield {
        history: history.slice(),
        meanLoad: (tokens * activatedExperts) / routedExperts,
        windowSteps: Math.min(100, steps / 5),
      };
  }
}

let result;
for (result of compute(parameters)); // the last is the result
globalThis.print(result);
