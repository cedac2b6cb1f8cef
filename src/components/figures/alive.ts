/** @file What a figure loads when it comes alive: the kit, and the addresses and workers of this page. */
import { mountFigure, type MountOptions } from "../../kit/mount.tsx";
import type { AnyWidget } from "../../kit/widget.ts";
import { scratchLink } from "../../notebook/formats/link.ts";

const createWorker = (): Worker => new Worker(new URL("./figure-worker.ts", import.meta.url), { type: "module" });

/** Makes a figure of the page live; `clicked` gives the button that was pressed meanwhile. */
export function mount(figure: HTMLElement, widget: AnyWidget, clicked: () => HTMLElement | null): Promise<void> {
  const options = JSON.parse(figure.querySelector("script[type='application/json']")!.textContent!) as MountOptions;
  const [importsHtml, computeHtml] = [...figure.querySelectorAll("[data-listing]")].map(({ innerHTML }) => innerHTML);
  const root = new URL(figure.dataset.root!, location.href);
  return mountFigure(
    figure.querySelector<HTMLElement>(".figure-body")!,
    widget,
    {
      ...options,
      listing: { ...options.listing, importsHtml, computeHtml },
      pageAddress: location.origin + location.pathname,
      embedAddress: new URL(`embed/${widget.id}/`, root).href,
      cellLink: (code) => new URL(scratchLink([{ id: widget.id, source: code }]), root).href,
      createWorker,
    },
    clicked,
  );
}
