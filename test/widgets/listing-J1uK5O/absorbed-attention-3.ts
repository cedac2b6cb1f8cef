import { latentAttention, sampleHidden, sampleLatentWeights } from "v3-companion/compute";

const parameters = {
  tokens: 6,
  heads: 4,
  kvLoraRank: 16,
  storage: "float64",
  seed: 1,
} as const;

const hiddenDim = 32;

/** Largest difference of entries, as a share of the largest entry. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(a[i]));
  }
  return difference / largest;
}

const compute = ({ tokens, heads, kvLoraRank, storage, seed }: typeof parameters) => {
  const attention = {
    kind: "latent" as const,
    attentionHeads: heads,
    kvLoraRank,
    qLoraRank: 16,
    nopeHeadDim: 4,
    ropeHeadDim: 2,
    valueHeadDim: 4,
  };
  const weights = sampleLatentWeights(attention, { hiddenDim, seed, storage });
  const hidden = sampleHidden({ tokens, hiddenDim, seed: (seed ^ 1) >>> 0, storage });
  const expanded = latentAttention(weights, hidden, { way: "expanded", storage });
  const absorbed = latentAttention(weights, hidden, { way: "absorbed", storage });
  return { attention, expanded, absorbed, difference: largestDifference(expanded.output, absorbed.output) };
};

globalThis.print(compute(parameters));
