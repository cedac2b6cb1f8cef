/** @file What a figure loads when it comes alive: the kit's part of the page, and the addresses and workers of this site. */
import { readData } from "../../kit/declare/face-text.ts";
import type { Ends } from "../../kit/declare/param-values.ts";
import type { WidgetFace } from "../../kit/declare/widget.ts";
import type { Site } from "../../kit/export/provenance.ts";
import { bringToLife } from "../../kit/page/figure.ts";
import { trustedWorker } from "../../kit/page/trusted.ts";
import { readClassLink } from "../class/class-link.ts";
import { keptMine } from "../mine/kept.ts";
import workerAddress from "./figure-worker.ts?worker&url";

/** What `Figure.astro` leaves in the page for its figure, as JSON. */
export type FigureData = { face: WidgetFace; ends: Ends; number?: string; site: Site };

/** Makes a figure of the page live; `pressAgain` does again what was pressed meanwhile. */
export async function makeAlive(figure: HTMLElement, pressAgain: () => void): Promise<void> {
  const { face, ...data } = readData<FigureData>(figure.querySelector("script[type='application/json']")!.textContent!);
  const root = new URL(figure.dataset.root!, location.href);
  await bringToLife(
    figure,
    face,
    {
      ...data,
      pageAddress: location.origin + location.pathname,
      embedAddress: new URL(`embed/${face.widget}/`, root).href,
      cellLink: async (source) => (await import("./cell-link.ts")).cellAddress(root, face.id, source),
      // A figure that stands alone may be locked by its address.
      locked: figure.closest(".embed") ? readClassLink(face.params, location.search).locked : [],
      createWorker: () => trustedWorker(workerAddress),
      mine: keptMine,
      minePage: new URL("mine/", root).href,
    },
    pressAgain,
  );
}
