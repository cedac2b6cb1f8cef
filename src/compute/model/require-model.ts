/** @file What a model must be like to be counted: a shape with a hole in it would come out as a number too. */
import {
  refuse,
  requireBoolean,
  requireFinite,
  requireIntegerInRange,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
} from "../check.ts";
import type { GroupedAttention, LatentAttention, ModelConfig, MoeConfig } from "./configs.ts";

/** Models that passed and cannot change: a search over thousands of layouts asks for the same one again and again. */
const passed = new WeakSet<ModelConfig>();

/**
 * Checks every field of a model that a count reads.
 *
 * @throws RangeError that names the field, as in "model.moe.activatedExperts"
 */
export function requireModel(model: ModelConfig): void {
  requireObject({ model });
  if (passed.has(model)) return;
  const { hiddenDim, vocabulary, layers, denseLayers, denseDim, attention, moe, mtpDepth } = model;
  requirePositiveInteger(within("model", { hiddenDim, vocabulary, layers }));
  requireIntegerInRange({ "model.denseLayers": denseLayers }, 0, layers);
  requireNonNegativeInteger({ "model.mtpDepth": mtpDepth });
  if (moe !== null) requireMoe(moe, "model.moe");
  if (!moe && mtpDepth > 0)
    refuse("model.mtpDepth", "be 0 in a model without experts, whose blocks a prediction module has", mtpDepth);
  if (denseLayers > 0) requirePositiveInteger({ "model.denseDim": denseDim });
  requireAttention(attention, "model.attention");
  if (!moe && denseLayers < layers)
    refuse("model.moe", `hold experts for the ${layers - denseLayers} layers that are not dense`, moe);
  if ([model, attention, moe].every((part) => Object.isFrozen(part))) passed.add(model);
}

/**
 * Checks every field of an attention block.
 *
 * @param path  what the caller calls it: "model.attention"
 * @throws RangeError that names the field
 */
export function requireAttention(attention: LatentAttention | GroupedAttention, path = "attention"): void {
  requireObject({ [path]: attention });
  requireOneOf({ [`${path}.kind`]: attention.kind }, ["latent", "grouped"]);
  if (attention.kind === "latent") {
    const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
    requirePositiveInteger(within(path, { attentionHeads, kvLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim }));
    if (qLoraRank !== null) requirePositiveInteger({ [`${path}.qLoraRank`]: qLoraRank });
    return;
  }
  const { attentionHeads, keyValueHeads, headDim, bias, headNorms = false } = attention;
  requirePositiveInteger(within(path, { attentionHeads, keyValueHeads, headDim }));
  if (attentionHeads % keyValueHeads !== 0)
    refuse(`${path}.attentionHeads`, `be a multiple of ${keyValueHeads} key-value heads`, attentionHeads);
  requireBoolean({ [`${path}.bias`]: bias, [`${path}.headNorms`]: headNorms });
}

/**
 * Checks every field of a latent attention block.
 *
 * @throws RangeError that names the field, or `attention` if it is of another kind
 */
export function requireLatent(attention: LatentAttention): void {
  requireAttention(attention);
  if (attention.kind !== "latent") refuse("attention.kind", 'be "latent"', (attention as { kind: string }).kind);
}

/**
 * Checks every field of a mixture of experts.
 *
 * @param path  what the caller calls it: "model.moe"
 * @throws RangeError that names the field
 */
export function requireMoe(moe: MoeConfig, path = "moe"): void {
  requireObject({ [path]: moe });
  const {
    routedExperts,
    sharedExperts,
    activatedExperts,
    expertDim,
    affinity,
    normalizedGates,
    routeScale,
    expertGroups,
    limitedGroups,
    routingBias,
  } = moe;
  requirePositiveInteger(within(path, { routedExperts, expertDim, expertGroups }));
  requireNonNegativeInteger({ [`${path}.sharedExperts`]: sharedExperts });
  if (routedExperts % expertGroups !== 0)
    refuse(`${path}.routedExperts`, `be a multiple of ${expertGroups} groups`, routedExperts);
  requireIntegerInRange({ [`${path}.limitedGroups`]: limitedGroups }, 1, expertGroups);
  requireIntegerInRange(
    { [`${path}.activatedExperts`]: activatedExperts },
    1,
    (routedExperts / expertGroups) * limitedGroups,
  );
  requireOneOf({ [`${path}.affinity`]: affinity }, ["sigmoid", "softmax"]);
  requireBoolean({ [`${path}.normalizedGates`]: normalizedGates, [`${path}.routingBias`]: routingBias });
  requireFinite({ [`${path}.routeScale`]: routeScale });
}

/**
 * A count that a double holds exactly: above 2⁵³ sums and products are rounded, and it would no longer be a count.
 *
 * @throws RangeError that names the model if the count is larger
 */
export function exactCount(count: number): number {
  if (!Number.isSafeInteger(count)) refuse("model", "be small enough that its counts stay below 2^53", count);
  return count;
}

function within(path: string, sizes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [`${path}.${name}`, size]));
}
