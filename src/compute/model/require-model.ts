/** @file What a model must be like to be counted: a shape with a hole in it would come out as a number too. */
import { refuse, requireIntegerInRange, requireNonNegativeInteger, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "./configs.ts";

/**
 * Checks every size of a model.
 *
 * @throws RangeError that names the field, as in "moe.activatedExperts"
 */
export function requireModel({ name, hiddenDim, vocabulary, layers, denseLayers, denseDim, attention, moe, mtpDepth }: ModelConfig): void {
  requirePositiveInteger({ hiddenDim, vocabulary, layers });
  requireIntegerInRange({ denseLayers }, 0, layers);
  requireNonNegativeInteger({ mtpDepth });
  if (!moe && mtpDepth > 0) refuse("mtpDepth", "be 0 in a model without experts, whose blocks a prediction module has", mtpDepth);
  if (denseLayers > 0) requirePositiveInteger({ denseDim });
  if (attention.kind === "latent") {
    const { kind: _, qLoraRank, ...sizes } = attention;
    requirePositiveInteger(within("attention", sizes));
    if (qLoraRank !== null) requirePositiveInteger({ "attention.qLoraRank": qLoraRank });
  } else {
    const { attentionHeads, keyValueHeads, headDim } = attention;
    requirePositiveInteger(within("attention", { attentionHeads, keyValueHeads, headDim }));
  }
  if (moe) {
    const { routedExperts, sharedExperts, activatedExperts, expertDim } = moe;
    requirePositiveInteger(within("moe", { routedExperts, expertDim }));
    requireNonNegativeInteger({ "moe.sharedExperts": sharedExperts });
    requireIntegerInRange({ "moe.activatedExperts": activatedExperts }, 1, routedExperts);
  } else if (denseLayers < layers) {
    refuse("moe", `hold experts for the ${layers - denseLayers} layers that are not dense`, `none for ${name}`);
  }
}

function within(path: string, sizes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [`${path}.${name}`, size]));
}
