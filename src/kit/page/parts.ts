/** @file Makes the parts of a view act: one handler for each thing that they can do, whichever figure they are in. */
import type { Found, Question } from "../worker/service.tsx";
import { bindFade } from "./fade.ts";
import { bindScrubs } from "./scrub.ts";
import { bindSets, type SetParameters } from "./sets.ts";
import { bindTips } from "./tips.ts";
import { bindWindows } from "./windows.ts";

type Figure = {
  params: Readonly<Record<string, object>>;
  change: SetParameters;
  /** Asks the worker what is there. */
  probe(label: string, question: Question): Promise<Found>;
  announce(text: string): void;
};

export type Parts = {
  /** The values are others, or the view has been painted anew. */
  follow(values: Readonly<Record<string, unknown>>): void;
};

/** Binds the parts inside of `view`, also those that come later. */
export function bindParts(view: HTMLElement, { params, change, probe, announce }: Figure): Parts {
  const scrubs = bindScrubs(view, params, change);
  const windows = bindWindows(view, change);
  bindSets(view, change);
  bindTips(view, { change, probe, announce });
  bindFade(view);
  return {
    follow(values) {
      scrubs.follow(values);
      windows.follow(values);
    },
  };
}
