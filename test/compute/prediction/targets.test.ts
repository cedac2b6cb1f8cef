import { describe, expect, it } from "vitest";
import {
  deepseekV2,
  deepseekV3,
  predictionDataflow,
  predictionModuleParameters,
  predictionTargets,
} from "../../../src/compute/index.ts";

describe("predictionTargets(options)", () => {
  // By hand, T = 3 and D = 1: the main model predicts t_2, t_3, t_4 from t_1, t_2, t_3; the module t_3 and t_4.
  it("lists who predicts what", () => {
    expect(predictionTargets({ tokens: 3, mtpDepth: 1 })).toEqual([
      { depth: 0, position: 1, inputToken: 1, targetToken: 2 },
      { depth: 0, position: 2, inputToken: 2, targetToken: 3 },
      { depth: 0, position: 3, inputToken: 3, targetToken: 4 },
      { depth: 1, position: 1, inputToken: 2, targetToken: 3 },
      { depth: 1, position: 2, inputToken: 3, targetToken: 4 },
    ]);
  });
  it("names what it refuses", () => {
    expect(() => predictionTargets({ tokens: 3, mtpDepth: 3 })).toThrow(
      new RangeError("mtpDepth must be an integer from 0 to 2 (got 3)"),
    );
  });
});

describe("predictionDataflow(model, options)", () => {
  const steps = predictionDataflow(deepseekV3);
  it("computes each step from earlier ones", () => {
    const ids = steps.map(({ id }) => id);
    steps.forEach(({ from }, at) => expect(from.every((id) => ids.slice(0, at).includes(id))).toBe(true));
  });
  // By invariant: counted by predictionModuleParameters.
  it("has M_k as the counts have it", () => {
    const { matrix, shape } = steps.find(({ id }) => id === "joined")!;
    expect(matrix!.rows * matrix!.columns).toBe(predictionModuleParameters(deepseekV3).projection);
    expect(shape).toEqual([7168]);
  });
  it("names what it refuses", () => {
    expect(() => predictionDataflow(deepseekV3, { depth: 2 })).toThrow(
      new RangeError("depth must be an integer from 1 to 1 (got 2)"),
    );
    expect(() => predictionDataflow(deepseekV2)).toThrow(RangeError);
  });
});
