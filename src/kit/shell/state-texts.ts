/** @file What can be copied of a figure in a state: its address, its citation, its embed code. */
import { writeAddress, writePin } from "../declare/address.ts";
import { mistakeAddress } from "../export/mistake.ts";
import { describeState } from "../export/provenance.ts";
import { citeState } from "../export/citation.ts";
import type { Values } from "../declare/params.ts";
import type { Site } from "../export/provenance.ts";
import { aloneFace, type WidgetFace } from "../declare/widget.ts";
import { heightMessage } from "./height-message.ts";

/** Where a figure stands. */
export type Place = {
  site: Site;
  /** Address of its page, without query. */
  pageAddress: string;
  /** Address of its embed page. */
  embedAddress: string;
};

export type StateTexts = {
  link: string;
  bibtex: string;
  ris: string;
  csl: string;
  citation: string;
  embed: string;
  resize: string;
};

/** Files that programs for references read, by their ending. */
export const referenceFiles = {
  bib: { label: "BibTeX", text: "bibtex", type: "application/x-bibtex" },
  ris: { label: "RIS", text: "ris", type: "application/x-research-info-systems" },
  json: { label: "CSL-JSON", text: "csl", type: "application/vnd.citationstyles.csl+json" },
} as const;

/** The form for mistakes, with this state; undefined where the site names no repository. */
export function mistakeLink(widget: WidgetFace, values: Values, { site, pageAddress }: Place): string | undefined {
  if (site.repository === undefined) return undefined;
  const query = writeAddress(widget, values, "");
  const formula = `compute of src/widgets/${widget.widget}.tsx, with ${describeState(widget, values)}`;
  return mistakeAddress(site.repository, {
    title: `Figure: ${widget.title}`,
    where: `${pageAddress}${query && `?${query}`}#${widget.id}`,
    version: site.version,
    formula,
  });
}

/** For the page around: keeps every frame as high as the figure in it. */
const resize = `<script>
addEventListener("message", ({ data, source }) => data?.type === "${heightMessage}" &&
  document.querySelectorAll("iframe").forEach((frame) => frame.contentWindow === source && (frame.height = data.height)));
</script>`;

/** Pixels of a frame before anybody has measured the figure. */
export const usualHeight = 880;

/**
 * The texts of a state.
 *
 * @param accessed  day of reading, as 2026-11-23
 * @param height  of the figure when it stands alone, in pixels
 * @param pinned  a state that stands beside this one; link and embed code have it too, a citation is of one state
 */
export function stateTexts(
  widget: WidgetFace,
  values: Values,
  { site, pageAddress, embedAddress }: Place,
  accessed: string,
  height = usualHeight,
  pinned: Values | null = null,
): StateTexts {
  const address = (query: string): string => `${pageAddress}${query && `?${query}`}#${widget.id}`;
  const query = writeAddress(widget, values, "");
  const link = address(writePin(widget, pinned, query));
  const { text: citation, ...files } = citeState(widget, values, address(query), site, accessed);
  const frame = aloneFace(widget);
  const alone = writePin(frame, pinned, writeAddress(frame, values, ""));
  const embed = `<iframe src="${embedAddress}${alone && `?${alone}`}" title="${widget.title}" width="100%" height="${height}" loading="lazy" style="border:0"></iframe>`;
  return { link, ...files, citation, embed, resize };
}
