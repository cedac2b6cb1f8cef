/**
 * @file YaRN: rotary frequencies and attention temperature for contexts longer than those of training. §4.3, after
 * arXiv:2309.00071. The report, the paper and the released code differ; each is here under its name.
 */
import { refuse, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { logarithm } from "../logarithm.ts";

/** What §4.3 and the released configuration set. @source §4.3; deepseek-ai/DeepSeek-V3, inference/configs/config_671B.json and model.py */
export const publishedYarn = deepFreeze({
  /** s */ scale: 40,
  /** α: fewer turns than this in the original context, and a pair is divided by s. */ slowTurns: 1,
  /** β: more turns than this, and a pair is left alone. */ fastTurns: 32,
  ropeHeadDim: 64,
  base: 10_000,
  originalContext: 4096,
  source: "§4.3 for s, α, β; config_671B.json of the released model for the base and the context",
} as const);

export type YarnOptions = {
  scale?: number;
  slowTurns?: number;
  fastTurns?: number;
  /** Dimensions that rotate, even: two for each frequency. */
  ropeHeadDim?: number;
  base?: number;
  /** Tokens of context that the frequencies were trained at. */
  originalContext?: number;
};

export type YarnFrequencies = {
  /** Radians for each token, [ropeHeadDim / 2]. */
  readonly plain: Float64Array;
  /** The same after scaling, [ropeHeadDim / 2]. */
  readonly scaled: Float64Array;
  /** Share of the plain frequency that is kept: 1 untouched, 0 divided by s, [ropeHeadDim / 2]. */
  readonly kept: Float64Array;
  /** Pairs up to `low` are left alone, pairs from `high` on divided by s; the ramp lies between. */
  readonly low: number;
  readonly high: number;
  /** The same before rounding to whole pairs. */
  readonly rawLow: number;
  readonly rawHigh: number;
};

/**
 * Rotary frequencies under YaRN, as the released code computes them.
 *
 * @throws RangeError if a size is not positive, `ropeHeadDim` is odd, `scale` is below 1, or `fastTurns` is not above `slowTurns`
 * @source §4.3; deepseek-ai/DeepSeek-V3, inference/model.py (precompute_freqs_cis); arXiv:2309.00071, §3.2
 */
export function yarnFrequencies(options: YarnOptions = {}): YarnFrequencies {
  const { scale, slowTurns, fastTurns, ropeHeadDim, base, originalContext } = resolved(options);
  const pairs = ropeHeadDim / 2;
  // The pair that turns so often within the original context.
  const pairOfTurns = (turns: number): number =>
    (ropeHeadDim * logarithm(originalContext / (turns * 2 * Math.PI))) / (2 * logarithm(base));
  const [rawLow, rawHigh] = [pairOfTurns(fastTurns), pairOfTurns(slowTurns)];
  const low = Math.max(0, Math.floor(rawLow));
  const high = Math.min(ropeHeadDim - 1, Math.ceil(rawHigh));
  const plain = new Float64Array(pairs);
  const scaled = new Float64Array(pairs);
  const kept = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    plain[pair] = base ** ((-2 * pair) / ropeHeadDim);
    const ramp = low === high ? Number(pair > low) : Math.min(1, Math.max(0, (pair - low) / (high - low)));
    kept[pair] = 1 - ramp;
    scaled[pair] = (plain[pair] / scale) * ramp + plain[pair] * kept[pair];
  }
  return { plain, scaled, kept, low, high, rawLow, rawHigh };
}

/** What three sources make of the temperature. */
export type YarnTemperature = {
  /** 0.1 ln s + 1. */
  readonly factor: number;
  /** t, where the report sets √t to the factor. */
  readonly reportTemperature: number;
  /** t, where the YaRN paper sets √(1/t) to it. */
  readonly paperTemperature: number;
  /** What the released code multiplies scores with, besides 1/√d: the factor squared. */
  readonly codeMultiplier: number;
  /** Scale of the released code's scores, factor² / √d. */
  readonly codeSoftmaxScale: number;
  /** Scale without YaRN, 1/√d. */
  readonly plainSoftmaxScale: number;
};

/**
 * The temperature of attention under YaRN, by report, paper and code.
 *
 * The paper's √(1/t) = 0.1 ln s + 1 makes scores larger for a larger s, which is what the code does; the report prints √t,
 * which would make them smaller.
 *
 * @param options.headDim  d of a query, nope and rope together
 * @throws RangeError if `scale` is below 1 or `headDim` is not a positive integer
 * @source §4.3; arXiv:2309.00071, eq. 22; deepseek-ai/DeepSeek-V3, inference/model.py (softmax_scale)
 */
export function yarnTemperature(options: { scale?: number; headDim?: number } = {}): YarnTemperature {
  requireObject({ options });
  const { scale = publishedYarn.scale, headDim = 192 } = options;
  requireScale(scale);
  requirePositiveInteger({ headDim });
  const factor = 0.1 * logarithm(scale) + 1;
  return {
    factor,
    reportTemperature: factor * factor,
    paperTemperature: 1 / (factor * factor),
    codeMultiplier: factor * factor,
    codeSoftmaxScale: (factor * factor) / Math.sqrt(headDim),
    plainSoftmaxScale: 1 / Math.sqrt(headDim),
  };
}

function resolved(options: YarnOptions): Required<YarnOptions> {
  requireObject({ options });
  const {
    scale = publishedYarn.scale,
    slowTurns = publishedYarn.slowTurns,
    fastTurns = publishedYarn.fastTurns,
    ropeHeadDim = publishedYarn.ropeHeadDim,
    base = publishedYarn.base,
    originalContext = publishedYarn.originalContext,
  } = options;
  requireScale(scale);
  requirePositive({ slowTurns, fastTurns });
  requirePositiveInteger({ ropeHeadDim, originalContext });
  if (ropeHeadDim % 2 !== 0) refuse("ropeHeadDim", "be even", ropeHeadDim);
  if (ropeHeadDim > 65_536) refuse("ropeHeadDim", "be at most 65536", ropeHeadDim);
  if (!(Number.isFinite(base) && base > 1)) refuse("base", "be a finite number above 1", base);
  if (!(fastTurns > slowTurns)) refuse("fastTurns", `be above slowTurns, ${slowTurns}`, fastTurns);
  return { scale, slowTurns, fastTurns, ropeHeadDim, base, originalContext };
}

function requireScale(scale: number): void {
  if (!(Number.isFinite(scale) && scale >= 1)) refuse("scale", "be a finite number, 1 or above", scale);
}
