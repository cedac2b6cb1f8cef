/** @file Citations of a figure in a state, for programs that keep references and as plain text. */
import { sourceText } from "../declare/source-parts.ts";
import { changes } from "../declare/address.ts";
import type { Values } from "../declare/params.ts";
import type { Site } from "./provenance.ts";
import { cite } from "./reference.ts";
import { presetValues, sameValues, type WidgetFace } from "../declare/widget.ts";

export type Citation = { bibtex: string; ris: string; csl: string; text: string };

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
  const part = {
    id: widget.id,
    title: widget.title,
    address,
    source: widget.source,
    kind: "figure",
    state: shorten(state),
    accessed,
  } as const;
  return {
    bibtex: cite(part, site, "bib"),
    ris: cite(part, site, "ris"),
    csl: cite(part, site, "json"),
    text: `${site.authors} (${year}). ${widget.title} (${shorten(state)}) [interactive figure after ${sourceText(widget.source, "the DeepSeek-V3 Technical Report")}]. ${site.name}, version ${site.version}. ${address} (accessed ${accessed}).`,
  };
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
