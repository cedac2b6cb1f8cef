/** @file The topics that numbers stand in, in the order of their pages. */
import { nearest } from "../nearest.ts";
import { callsOf, type Call } from "./calls.ts";
import type { ValueEntry } from "./entry.ts";
import { numberOf, valuesOfTopic } from "./index.ts";

const titles: Readonly<Record<string, string>> = {
  model: "Models: parameters, FLOP, cache",
  training: "The training run",
  attention: "Attention",
  routing: "Routing",
  balance: "Balance",
  prediction: "Prediction",
  pipeline: "Pipeline",
  cluster: "Cluster and memory",
  precision: "Precision",
  sums: "Sums",
  "low-precision": "Training in low precision",
  serving: "Serving",
  wishes: "Wishes for hardware",
  data: "Data and tokens",
  context: "Long context",
  scores: "Scores",
  alignment: "After pre-training",
  tiny: "The tiny V3",
  since: "Since then",
};

export type NumberTopic = { id: string; title: string; entries: readonly NumberEntry[] };
export type NumberEntry = ValueEntry & { id: string; number: number; call: Call | null };

let topics: readonly NumberTopic[] | null = null;

/** Every number, computed. @throws Error if a file of numbers has no title here */
export function numberTopics(): readonly NumberTopic[] {
  return (topics ??= makeTopics());
}

function makeTopics(): readonly NumberTopic[] {
  for (const id of valuesOfTopic.keys())
    if (!(id in titles))
      throw new Error(
        `src/components/values/topics.ts must have a title for "${id}". ${nearest(id, Object.keys(titles))}`,
      );
  return Object.entries(titles).flatMap(([id, title]) => {
    const values = valuesOfTopic.get(id);
    if (!values) return [];
    const calls = callsOf(id);
    return [
      {
        id,
        title,
        entries: Object.entries(values).map(([name, entry]) => ({
          ...entry,
          id: name,
          number: numberOf(name),
          call: calls.get(name) ?? null,
        })),
      },
    ];
  });
}
