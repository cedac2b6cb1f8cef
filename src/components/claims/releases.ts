/** @file The ledgers of earlier versions, and why verdicts changed after them: the files of `releases/`. */
import { parse } from "yaml";
import explanationText from "../../../releases/explanations.yaml?raw";
import { explanationSchema, inOrder, releaseSchema, type Explanation, type Release } from "./changes.ts";

/** From the oldest version. */
export const releases: readonly Release[] = inOrder(
  Object.values(import.meta.glob<unknown>("../../../releases/*.json", { eager: true, import: "default" })).map((file) =>
    releaseSchema.parse(file),
  ),
);

export const explanations: readonly Explanation[] = explanationSchema.array().parse(parse(explanationText));
