/** @file The module's pages: one for each of its folders, in the order of its table of contents. */
import { resolve } from "node:path";
import { readApi, type ApiEntry } from "./read-api.ts";

const titles: Readonly<Record<string, string>> = {
  random: "Random numbers",
  model: "Models",
  training: "Training",
  precision: "Precision",
  moe: "Experts and routing",
  attention: "Attention",
  prediction: "Prediction",
  pipeline: "Pipeline",
  cluster: "Cluster",
  alignment: "Alignment",
  evaluation: "Evaluation",
  serving: "Serving",
  wishes: "Wishes for hardware",
};

let read: Map<string, ApiEntry[]> | undefined;

/** Entries by topic; read once for a build. */
export function apiByTopic(): ReadonlyMap<string, ApiEntry[]> {
  if (read && !import.meta.env?.DEV) return read;
  read = Map.groupBy(
    readApi(resolve("src/compute/index.ts"), resolve("src/components/api/samples")),
    ({ topic }) => topic,
  );
  return read;
}

export function titleOfTopic(topic: string): string {
  return titles[topic] ?? topic[0].toUpperCase() + topic.slice(1);
}
