import { grpoRun, klDivergence, optimalPolicy, tabularTask } from "v3-companion/compute";

const parameters = {
  klWeight: 0.3,
  groupSize: 8,
  learningRate: 0.5,
  updatesPerStep: 8,
  clip: 0.2,
  rightShare: 0.25,
  seed: 1,
} as const;

type Task = ReturnType<typeof tabularTask>;

type Point = { recipe: string; step: number; reward: number; divergence: number; distance: number };

/** What is compared: the equations as they are, and what changes when a part is taken out. */
const recipes: readonly { name: string; short: string; settings: Parameters<typeof grpoRun>[1] }[] = [
  { name: "eq. 26 to 28 as written", short: "As written", settings: { recipe: "population", klGradient: "k3" } },
  {
    name: "the same, true gradient of the divergence",
    short: "True KL",
    settings: { recipe: "population", klGradient: "exact" },
  },
  { name: "mean alone, true gradient", short: "Mean alone", settings: { recipe: "unscaled", klGradient: "exact" } },
  {
    name: "mean of the others, true gradient",
    short: "Others’ mean",
    settings: { recipe: "leaveOneOut", klGradient: "exact" },
  },
];

/** Mean over prompts of KL(policy ‖ other). */
function distanceOf({ prompts, answers }: Task, policy: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < policy.length; row += answers)
    sum += klDivergence(policy.subarray(row, row + answers), other.subarray(row, row + answers));
  return sum / prompts;
}

function expectedReward({ prompts, rewards }: Task, policy: Float64Array): number {
  return policy.reduce((sum, probability, i) => sum + probability * rewards[i], 0) / prompts;
}

function* compute({ klWeight, groupSize, learningRate, updatesPerStep, clip, rightShare, seed }: typeof parameters) {
  const task = tabularTask({ prompts: 32, answers: 8, rightShare, seed });
  const optimum = optimalPolicy(task, { klWeight });
  const runs = recipes.map(({ settings }) =>
    grpoRun(task, { klWeight, groupSize, learningRate, updatesPerStep, clip, seed, ...settings }),
  );
  const curves: Point[] = [];
  for (let step = 0; step <= 600; step += 5) {
    runs.forEach((run, i) => {
      // From one kept step to the next; the first `next` is step 0.
      let state = run.next().value;
      while (state.step < step) state = run.next().value;
      curves.push({
        recipe: recipes[i].name,
        step,
        reward: state.reward,
        divergence: state.divergence,
        distance: distanceOf(task, state.policy, optimum),
      });
    });
    if (step % 50 === 0)
      yield {
        curves: curves.slice(),
        best: expectedReward(task, optimum),
        distance: distanceOf(task, optimum, task.reference),
      };
  }
}

let result;
for (result of compute(parameters)); // the last is the result
globalThis.print(result);
