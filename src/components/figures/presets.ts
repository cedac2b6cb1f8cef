/** @file Computes and draws every preset of a widget when the site is built, so that none can be broken. */
import type { AnyWidget } from "../../kit/declare/widget.ts";
import { renderPreset } from "../../kit/shell/static.tsx";

const checked = new WeakMap<AnyWidget, Promise<void>>();

/**
 * Once for each widget, however many pages have a figure of it.
 *
 * @throws Error that names widget and preset
 */
export function checkPresets(widget: AnyWidget): Promise<void> {
  let checking = checked.get(widget);
  if (!checking) {
    checking = (async () => {
      for (const preset of Object.keys(widget.presets)) await renderPreset(widget, preset);
    })();
    checked.set(widget, checking);
  }
  return checking;
}
