/** @file Where a picture or a file comes from, in words that travel inside it. */
import { sourceText } from "../declare/source-parts.ts";
import { changes } from "../declare/address.ts";
import { printValue } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";

/** What a figure must know of the site it stands on. */
export type Site = {
  name: string;
  version: string;
  /** Day of that version, as 2026-11-23. */
  released: string;
  authors: string;
  /** Address of the site's root, ending in a slash. */
  address: string;
  license: string;
  /** Of the archived version, as 10.5281/zenodo.1; left out until there is one. */
  doi?: string;
  /** Address of the repository, where mistakes are reported; without it there is no such link. */
  repository?: string;
};

export type Provenance = {
  lines: { name: string; text: string }[];
  /** Where the site is, with a slash at its end, and of what version: for files that load its modules. */
  site: Pick<Site, "address" | "version">;
};

/** Title, source, parameters, address, version and license of a figure in a state. */
export function provenance(widget: WidgetFace, values: Values, address: string, site: Site): Provenance {
  return {
    lines: [
      { name: "Title", text: widget.title },
      { name: "After", text: sourceText(widget.source, "DeepSeek-V3 Technical Report (arXiv:2412.19437)") },
      { name: "Parameters", text: describeState(widget, values) },
      { name: "Address", text: address },
      { name: "Made with", text: `${site.name} ${site.version}` },
      { name: "License", text: site.license },
    ],
    site: { address: site.address, version: site.version },
  };
}

/** Every parameter with its value, in one line; "(changed)" behind those that do not stand at their default. */
export function describeState(widget: WidgetFace, values: Values): string {
  const changed = new Set(changes(widget, values).map(([name]) => name));
  const all = Object.entries(widget.params).map(([name, param]) => {
    const text = printValue(param, values[name]);
    return `${name}=${text.length > 80 ? `${text.slice(0, 80)}…` : text || "none"}${changed.has(name) ? " (changed)" : ""}`;
  });
  return all.join(", ");
}
