/** @file What can be copied of a figure in a state: its address, its citation, its embed code. */
import { writeAddress } from "../declare/address.ts";
import { citeState } from "../export/citation.ts";
import type { Values } from "../declare/params.ts";
import type { Site } from "../export/provenance.ts";
import { aloneFace, type WidgetFace } from "../declare/widget.ts";

/** Where a figure stands. */
export type Place = {
  site: Site;
  /** Address of its page, without query. */
  pageAddress: string;
  /** Address of its embed page. */
  embedAddress: string;
};

export type StateTexts = { link: string; bibtex: string; citation: string; embed: string };

/**
 * The texts of a state.
 *
 * @param accessed  day of reading, as 2026-11-23
 */
export function stateTexts(widget: WidgetFace, values: Values, { site, pageAddress, embedAddress }: Place, accessed: string): StateTexts {
  const query = writeAddress(widget, values, "");
  const asked = query && `?${query}`;
  const link = `${pageAddress}${asked}#${widget.id}`;
  const { bibtex, text: citation } = citeState(widget, values, link, site, accessed);
  const alone = writeAddress(aloneFace(widget), values, "");
  const embed = `<iframe src="${embedAddress}${alone && `?${alone}`}" title="${widget.title}" width="100%" height="640" loading="lazy" style="border:0"></iframe>`;
  return { link, bibtex, citation, embed };
}
