/** @file AdamW on FP32 master weights (§3.3.3, §4.2). */
import { roundToBf16 } from "./bf16.ts";
import type { Floats, Tensor } from "./tape.ts";

export type AdamWOptions = {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Moments are kept in BF16, as in V3, or in FP32. */
  moments: "bf16" | "fp32";
};

/** β₁, β₂ and decay as in §4.2; the report prints no ε, and the rate is ours: its 2.2 · 10⁻⁴ is for another size. */
export const smallAdamW: AdamWOptions = {
  learningRate: 3e-3,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  moments: "bf16",
};

export type AdamW = {
  /** One update from the gradients, which are set to 0. */
  step(learningRate?: number): void;
  /** What it remembers, in place: writing there is how a kept state comes back. */
  memory: AdamWMemory;
};

export type AdamWMemory = {
  /** m and v of each parameter. */
  first: Floats[];
  second: Floats[];
  /** β₁ and β₂ to the power of the steps made. */
  powers: [first: number, second: number];
};

/**
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η (m̂ / (√v̂ + ε) + λ w), with both moments rounded after each step
 * if they are kept in BF16.
 *
 * @source Loshchilov and Hutter, arXiv 1711.05101
 */
export function createAdamW(parameters: readonly Tensor[], options: AdamWOptions = smallAdamW): AdamW {
  const { beta1, beta2, epsilon, weightDecay, moments } = options;
  const firstMoments = parameters.map(({ values }) => values.map(() => 0) as Floats);
  const secondMoments = parameters.map(({ values }) => values.map(() => 0) as Floats);
  const memory: AdamWMemory = { first: firstMoments, second: secondMoments, powers: [1, 1] };
  return {
    memory,
    step(learningRate = options.learningRate) {
      const power1 = (memory.powers[0] *= beta1);
      const power2 = (memory.powers[1] *= beta2);
      parameters.forEach(({ values, gradient }, which) => {
        const first = firstMoments[which];
        const second = secondMoments[which];
        for (let i = 0; i < values.length; i++) {
          first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
          second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
        }
        if (moments === "bf16") {
          roundToBf16(first);
          roundToBf16(second);
        }
        for (let i = 0; i < values.length; i++) {
          const update = first[i] / (1 - power1) / (Math.sqrt(second[i] / (1 - power2)) + epsilon);
          values[i] -= learningRate * (update + weightDecay * values[i]);
        }
        gradient.fill(0);
      });
    },
  };
}
