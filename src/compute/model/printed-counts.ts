/** @file Parameter counts that are printed somewhere, each beside the definitions that could give it. */
import { deepseekV2, deepseekV2Lite, deepseekV3 } from "./configs.ts";
import { fp8ScaleCount } from "./fp8-scales.ts";
import { activatedModelParameters, modelParameters, predictionModuleParameters, sumParameters } from "./parameters.ts";

export type PrintedCount = {
  what: string;
  /** As it is printed. */
  printed: string;
  /** The same, as a number. */
  value: number;
  /** Half a unit of the last digit printed. */
  tolerance: number;
  source: string;
  /** Definitions that a reader might try, with what they give. */
  readings: readonly { definition: string; count: number; agrees: boolean }[];
};

/** Every printed count with its readings: `agrees` says whether a reading rounds to what is printed. @source ours: readings of counts, of which each names where it is printed */
export function printedCounts(): PrintedCount[] {
  const mtp = predictionModuleParameters(deepseekV3);
  const mtpActivated = predictionModuleParameters(deepseekV3, { activated: true });
  const main = sumParameters(modelParameters(deepseekV3));
  const ownMtp = mtp.block + mtp.projection + mtp.norms;
  const activatedReadings = (model: typeof deepseekV3): [string, number][] => {
    const count = activatedModelParameters(model);
    return [
      ["layers only", sumParameters(count, "layersOnly")],
      ["with the output head", sumParameters(count, "withoutEmbedding")],
      ["with output head and input embedding", sumParameters(count)],
    ];
  };
  return [
    printed("DeepSeek-V3, all parameters", "671B", "§1; §4.2", [["main model with embedding and head", main]]),
    printed("DeepSeek-V3, activated", "37B", "§1; §4.2", activatedReadings(deepseekV3)),
    printed(
      "DeepSeek-V3, activated, “including embedding and head”",
      "36.7B",
      "deepseek-ai/DeepSeek-V3, README_WEIGHTS.md, first version",
      activatedReadings(deepseekV3),
    ),
    printed(
      "DeepSeek-V3, activated, “including 0.9B for the output Head”",
      "36.6B",
      "deepseek-ai/DeepSeek-V3, README_WEIGHTS.md, later version",
      activatedReadings(deepseekV3),
    ),
    printed("Prediction module, of its own", "11.5B", "deepseek-ai/DeepSeek-V3, README_WEIGHTS.md", [
      ["block, projection and norms", ownMtp],
      ["without the projection", mtp.block + mtp.norms],
    ]),
    printed("Prediction module, activated", "2.4B", "deepseek-ai/DeepSeek-V3, README_WEIGHTS.md, first version", [
      ["with embedding, head and projection", total(mtpActivated)],
      ["without the projection", total(mtpActivated) - mtpActivated.projection],
    ]),
    printed(
      "Prediction module, activated, “including 0.9B for the output Head”",
      "1.5B",
      "deepseek-ai/DeepSeek-V3, README_WEIGHTS.md, later version",
      [
        ["with head and projection", total(mtpActivated) - mtpActivated.sharedWithMain / 2],
        ["without the projection", total(mtpActivated) - mtpActivated.sharedWithMain / 2 - mtpActivated.projection],
      ],
    ),
    printed("Prediction module, as downloaded", "14B", "deepseek-ai/DeepSeek-V3, README.md", [
      ["of its own", ownMtp],
      ["with copies of embedding and head", total(mtp)],
    ]),
    printed("DeepSeek-V3, as downloaded", "685B", "deepseek-ai/DeepSeek-V3, README.md", [
      ["main model and module, shared parts once", main + ownMtp],
      ["shared parts twice", main + total(mtp)],
      ["shared parts twice, and the scales of the FP8 blocks", main + total(mtp) + fp8ScaleCount(deepseekV3)],
    ]),
    printed("DeepSeek-V2, all parameters", "236B", "arXiv:2405.04434", [
      ["main model with embedding and head", sumParameters(modelParameters(deepseekV2))],
    ]),
    printed("DeepSeek-V2, activated", "21B", "arXiv:2405.04434", activatedReadings(deepseekV2)),
    printed("DeepSeek-V2-Lite, all parameters", "15.7B", "arXiv:2405.04434, Appendix B", [
      ["main model with embedding and head", sumParameters(modelParameters(deepseekV2Lite))],
    ]),
    printed("DeepSeek-V2-Lite, activated", "2.4B", "arXiv:2405.04434, Appendix B", activatedReadings(deepseekV2Lite)),
  ];
}

function total({ block, projection, norms, sharedWithMain }: ReturnType<typeof predictionModuleParameters>): number {
  return block + projection + norms + sharedWithMain;
}

function printed(what: string, text: string, source: string, readings: [string, number][]): PrintedCount {
  const [, digits] = /^([\d.]+)B$/.exec(text)!;
  const decimals = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
  const value = Number(digits) * 1e9;
  const tolerance = 0.5 * 10 ** (9 - decimals);
  return {
    what,
    printed: text,
    value,
    tolerance,
    source,
    readings: readings.map(([definition, count]) => ({
      definition,
      count,
      agrees: Math.abs(count - value) <= tolerance,
    })),
  };
}
