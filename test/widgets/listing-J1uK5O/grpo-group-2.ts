import { advantageRecipeNames, clippedTerm, groupAdvantages } from "v3-companion/compute";

const parameters = {
  rewards: [1, 0, 0, 0],
  recipe: "population",
  clip: 0.2,
} as const;

const compute = ({ rewards, recipe, clip }: typeof parameters) => {
  const advantages = groupAdvantages(rewards, { recipe });
  const byRecipe = advantageRecipeNames.map((name) => ({
    name,
    advantages: groupAdvantages(rewards, { recipe: name }),
  }));
  const ratios = Array.from({ length: 291 }, (_, i) => 0.1 + i / 100);
  const terms = [1, -1].flatMap((sign) =>
    ratios.map((ratio) => ({ sign, ratio, ...clippedTerm({ ratio, advantage: sign, clip }) })),
  );
  return { rewards, advantages, byRecipe, terms, clip };
};

globalThis.print(compute(parameters));
