/** @file The values that a figure of the page has now. */
import { readAddress } from "../../kit/declare/address.ts";
import type { WidgetFace } from "../../kit/declare/widget.ts";

const faces = import.meta.glob<WidgetFace>("../../widgets/*.tsx", { import: "default" });

/** Values of a figure by its id, as the address has them; null if it is not on the page. */
export async function figureValues(id: string): Promise<Readonly<Record<string, unknown>> | null> {
  if (!document.querySelector(`[data-figure="${CSS.escape(id)}"]`)) return null;
  return readAddress(await faces[`../../widgets/${id}.tsx`](), location.search).values;
}
