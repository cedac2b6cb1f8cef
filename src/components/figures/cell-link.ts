/** @file Where a code listing opens as a live cell. Comes when somebody looks at the code. */
import { scratchLink } from "../../notebook/formats/link.ts";

/** Address of the scratchpad with one cell, under the root of the site. */
export function cellAddress(root: URL, id: string, source: string): string {
  return new URL(scratchLink([{ id, source }]), root).href;
}
