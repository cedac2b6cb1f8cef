import { atGranularity, createRandom, deepseekV3, e4m3, tokenBytes } from "v3-companion/compute";

const parameters = {
  routedExperts: 256,
  activatedExperts: 8,
  seed: 1,
} as const;

const { hiddenDim } = deepseekV3;

const moe = deepseekV3.moe!;

/** Pieces that an expert of the middle row is cut into. */
const splits = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];

const compute = ({ routedExperts, activatedExperts, seed }: typeof parameters) => {
  const middle = { ...moe, routedExperts, activatedExperts, sharedExperts: 0 };
  const random = createRandom(seed);
  return splits
    .filter((split) => [routedExperts, activatedExperts].every((count) => Number.isInteger(count * split)))
    .map((split) => {
      const cut = atGranularity(middle, { hiddenDim, split });
      const chosen = new Set<number>();
      while (chosen.size < cut.activatedExperts) chosen.add(random.integer(cut.routedExperts));
      return {
        ...cut,
        chosen: [...chosen].sort((a, b) => a - b),
        digits: String(cut.combinations).length - 1,
        copyBytes: cut.activatedExperts * tokenBytes(hiddenDim, { format: e4m3 }).total,
      };
    });
};

globalThis.print(compute(parameters));
