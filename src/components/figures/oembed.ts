/**
 * @file What a figure says of itself to pages that embed links (oEmbed 1.0, https://oembed.com). The files are static, so they
 * speak of the figure in its published state, whatever state a link has: who wants another one takes the embed code of it.
 */
import { initialValues, faceOf, type AnyWidget } from "../../kit/declare/widget.ts";
import type { Site } from "../../kit/export/provenance.ts";
import { stateTexts, usualHeight } from "../../kit/shell/state-texts.ts";

/** The picture of a link until a browser has drawn one of the figure (`documents/previews.ts`), and its size in pixels. */
export const sitePreview = { name: "preview.png", width: 1200, height: 900 };

/** Widest that a figure gets where it stands alone, in pixels. */
const widest = 984;

/** The response for a figure, as data. */
export function oembedOf(widget: AnyWidget, site: Site): object {
  const face = faceOf(widget);
  const embedAddress = `${site.address}embed/${widget.id}/`;
  const { embed } = stateTexts(
    face,
    initialValues(face),
    { site, pageAddress: embedAddress, embedAddress },
    site.released,
  );
  return {
    version: "1.0",
    type: "rich",
    title: widget.title,
    author_name: site.authors,
    author_url: site.address,
    provider_name: site.name,
    provider_url: site.address,
    thumbnail_url: site.address + sitePreview.name,
    thumbnail_width: sitePreview.width,
    thumbnail_height: sitePreview.height,
    html: embed,
    width: widest,
    height: usualHeight,
  };
}
