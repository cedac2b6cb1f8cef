/** @file Citations of a figure in a state, as BibTeX and as plain text. */
import { changes } from "../declare/address.ts";
import type { Values } from "../declare/params.ts";
import type { Site } from "./provenance.ts";
import { presetValues, sameValues, type WidgetFace } from "../declare/widget.ts";

export type Citation = { bibtex: string; text: string };

/**
 * How to cite what is seen now.
 *
 * @param address  of the state
 * @param accessed  day of reading, as 2026-11-23
 */
export function citeState(widget: WidgetFace, values: Values, address: string, site: Site, accessed: string): Citation {
  const year = site.released.slice(0, 4);
  const changed = changes(widget, values)
    .map(([name, text]) => `${name} = ${text}`)
    .join(", ");
  const preset = Object.keys(widget.presets).find((name) => sameValues(widget, values, presetValues(widget, name)));
  const state =
    [preset && `preset “${preset}”`, changed && `with ${changed}`].filter(Boolean).join(", ") || "in its initial state";
  const fields: [string, string][] = [
    ["author", `{{${escapeTex(site.authors)}}}`],
    ["title", `{${escapeTex(widget.title)}}`],
    ["howpublished", `{${escapeTex(site.name)}, version ${escapeTex(site.version)}}`],
    ["year", `{${year}}`],
    ["url", `{${address}}`],
    ["urldate", `{${accessed}}`],
    [
      "note",
      `{Interactive figure after the DeepSeek-V3 Technical Report, ${escapeTex(widget.source)}; ${escapeTex(shorten(state))}}`,
    ],
  ];
  const body = fields.map(([name, value]) => `  ${name.padEnd(12)} = ${value},`).join("\n");
  return {
    bibtex: `@misc{v3companion-${widget.id},\n${body}\n}`,
    text: `${site.authors} (${year}). ${widget.title} (${shorten(state)}) [interactive figure after the DeepSeek-V3 Technical Report, ${widget.source}]. ${site.name}, version ${site.version}. ${address} (accessed ${accessed}).`,
  };
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function escapeTex(text: string): string {
  const plain = text.replace(/[\\{}]/g, "").replace(/[#$%&_]/g, "\\$&");
  return plain.replace(/~/g, "\\textasciitilde{}").replace(/\^/g, "\\textasciicircum{}").replace(/§/g, "\\S");
}
