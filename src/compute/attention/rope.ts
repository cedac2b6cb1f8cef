/** @file Rotary position embedding (RoPE): position enters queries and keys as an angle (§2.1.1, eq. 3 and 8). */
import {
  refuse,
  requireIntegerInRange,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requirePositive,
  requirePositiveInteger,
  requireReals,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { exponential } from "../exponential.ts";
import { logarithm } from "../logarithm.ts";
import { mostReals, newReals, storages, type Reals, type Storage } from "./project.ts";

/**
 * Which two entries turn together. The released inference code pairs neighbors (0 with 1, 2 with 3, …), other code pairs
 * an entry with that half a vector further on. Weights of the one give nonsense under the other; permuted, they are the
 * same.
 *
 * @source deepseek-ai/DeepSeek-V3, inference/model.py, `apply_rotary_emb`; huggingface/transformers, `rotate_half`
 */
export const ropePairings = deepFreeze(["interleaved", "halfSplit"] as const);
export type RopePairing = (typeof ropePairings)[number];

/** Base θ of the angles in the released models. @source deepseek-ai/DeepSeek-V3, inference/configs/config_671B.json and model.py, `rope_theta` */
export const ropeBase = 10_000;

/**
 * Angle per position of each pair: base^(−2i/width), from 1 radian down to nearly 1/base.
 *
 * As RoPE is before YaRN stretches it for long contexts (§4.3).
 *
 * @param width  entries of the rotated vector, an even number
 * @returns [width / 2], radians
 * @throws RangeError if `width` is not even and positive, or `base` not above 0
 * @source arXiv:2104.09864, eq. 15; deepseek-ai/DeepSeek-V3, inference/model.py, `precompute_freqs_cis`
 */
export function ropeAngles(options: { width: number; base?: number }): Float64Array {
  requireObject({ options });
  const { width, base = ropeBase } = options;
  requireIntegerInRange({ width }, 2, mostReals);
  requirePositive({ base });
  if (width % 2 !== 0) refuse("width", "be even", width);
  return Float64Array.from({ length: width / 2 }, (_, pair) => exponential(((-2 * pair) / width) * logarithm(base)));
}

export type RopeOptions = {
  /** Entries of one rotated vector. */
  width: number;
  /** Vectors of one token, side by side; all turn alike. 1 if left out. */
  vectorsPerToken?: number;
  /** Position of the first token; 0 if left out. */
  firstPosition?: number;
  pairing?: RopePairing;
  base?: number;
  storage?: Storage;
};

/**
 * Turns each pair of entries by position × angle of the pair.
 *
 * Lengths do not change, and the product of a turned query and a turned key depends on the distance of their positions
 * alone. The last bits depend on the engine's sine and cosine.
 *
 * @param vectors  [tokens × vectorsPerToken × width]
 * @returns same shape
 * @throws RangeError if sizes do not fit, or an option is not allowed
 * @source §2.1.1, eq. 3 and 8; deepseek-ai/DeepSeek-V3, inference/model.py, `apply_rotary_emb`
 */
export function rope(vectors: Reals, options: RopeOptions): Reals {
  requireObject({ options });
  const {
    width,
    vectorsPerToken = 1,
    firstPosition = 0,
    pairing = "interleaved",
    base = ropeBase,
    storage = "float64",
  } = options;
  requirePositiveInteger({ vectorsPerToken });
  requireNonNegativeInteger({ firstPosition });
  requireOneOf({ pairing }, ropePairings);
  requireOneOf({ storage }, storages);
  requireReals({ vectors });
  requireIntegerInRange({ width }, 2, mostReals);
  requirePositive({ base });
  if (width % 2 !== 0) refuse("width", "be even", width);
  if (vectors.length % (width * vectorsPerToken) !== 0)
    refuse("vectors", `have a multiple of ${width * vectorsPerToken} entries`, vectors.length);
  return turned(vectors, { width, vectorsPerToken, firstPosition, pairing, base, storage });
}

/** `rope` of what was looked at. */
export function turned(
  vectors: Reals,
  {
    width,
    vectorsPerToken = 1,
    firstPosition = 0,
    pairing = "interleaved",
    base = ropeBase,
    storage = "float64",
  }: RopeOptions,
): Reals {
  const angles = ropeAngles({ width, base });
  const perToken = width * vectorsPerToken;
  const turned = newReals(storage, vectors.length);
  const half = width / 2;
  for (let start = 0; start < vectors.length; start += width) {
    const position = firstPosition + Math.floor(start / perToken);
    for (let pair = 0; pair < half; pair++) {
      const first = start + (pairing === "interleaved" ? 2 * pair : pair);
      const second = pairing === "interleaved" ? first + 1 : first + half;
      const cosine = Math.cos(position * angles[pair]);
      const sine = Math.sin(position * angles[pair]);
      turned[first] = vectors[first] * cosine - vectors[second] * sine;
      turned[second] = vectors[first] * sine + vectors[second] * cosine;
    }
  }
  return turned;
}
