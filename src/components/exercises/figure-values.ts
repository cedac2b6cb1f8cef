/** @file The values that a figure of the page has now. */
import { readAddress } from "../../kit/declare/address.ts";
import { readData } from "../../kit/declare/face-text.ts";
import { settled } from "../../kit/declare/param-values.ts";
import type { FigureData } from "../figures/alive.ts";

/** Values of a figure by its name on the page, as the address has them; null if it is not there. */
export async function figureValues(name: string): Promise<Readonly<Record<string, unknown>> | null> {
  const data = document.querySelector(`[data-figure="${CSS.escape(name)}"] script[type="application/json"]`);
  if (!data) return null;
  const { face, ends } = readData<FigureData>(data.textContent);
  return settled(face.params, readAddress(face, location.search).values, ends);
}
