/** @file What a figure loads when it comes alive: the kit's part of the page, and the addresses and workers of this site. */
import { bringToLife } from "../../kit/page/figure.ts";
import type { Site } from "../../kit/export/provenance.ts";
import type { WidgetFace } from "../../kit/declare/widget.ts";

/** What `Figure.astro` leaves in the page for its figure. */
export type FigureData = { number?: string; site: Site };

const createWorker = (): Worker => new Worker(new URL("./figure-worker.ts", import.meta.url), { type: "module" });

/** Makes a figure of the page live; `pressed` gives the button that was pressed meanwhile. */
export async function makeAlive(figure: HTMLElement, widget: WidgetFace, pressed: () => HTMLElement | null): Promise<void> {
  const data = JSON.parse(figure.querySelector("script[type='application/json']")!.textContent!) as FigureData;
  const root = new URL(figure.dataset.root!, location.href);
  await bringToLife(figure, widget, {
    ...data,
    pageAddress: location.origin + location.pathname,
    embedAddress: new URL(`embed/${widget.id}/`, root).href,
    cellLink: async (source) => (await import("./cell-link.ts")).cellAddress(root, widget.id, source),
    createWorker,
  }, pressed);
}
