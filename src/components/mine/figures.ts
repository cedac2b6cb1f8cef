/** @file The figures that take something of a reader's own model and cluster, for the page that asks for these. */
import type { CollectionEntry } from "astro:content";
import { devices, models } from "../../compute/index.ts";
import { mineNames, takesMine } from "../../kit/declare/mine.ts";
import type { Params } from "../../kit/declare/params.ts";
import { stateAddress } from "../figures/state-query.ts";
import { widgets } from "../figures/registry.ts";

export type MineFigure = {
  id: string;
  title: string;
  /** Of the figure at rest. */
  address: string;
  /** Parameters that take something; no others. */
  params: Params;
};

/** Models and GPUs to choose from, as id and name. */
export const knownModels = models.map(({ id, name }) => [id, name] as const);
export const knownDevices = devices.map(({ id, name }) => [id, name] as const);

/** All of them, in the order of the titles. */
export function mineFigures(chapters: readonly CollectionEntry<"chapters">[], root: string): MineFigure[] {
  return widgets
    .filter(({ params }) => takesMine(params as Params))
    .map(({ id, title, params }) => ({
      id,
      title,
      address: stateAddress(chapters, root, id),
      params: Object.fromEntries(
        Object.entries(params as Params).flatMap(([name, param]) =>
          param.mine === undefined ? [] : [[name, { ...param, help: undefined, when: undefined }]],
        ),
      ),
    }))
    .sort((a, b) => a.title.localeCompare(b.title, "en"));
}

/** What a figure takes, in words. */
export function takenBy({ params }: MineFigure): string {
  return [...new Set(Object.values(params).map(({ mine }) => mineNames[mine!]))].join(", ");
}
