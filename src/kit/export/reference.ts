/** @file One part of the companion, cited in the three formats that programs for references read. */
import { sourceText } from "../declare/source-parts.ts";
import type { Site } from "./provenance.ts";

/** A chapter, or a figure in a state. */
export type Part = {
  /** Unique among all: the chapter's or the figure's id. */
  id: string;
  title: string;
  address: string;
  /** Day of the last change, as 2026-11-23; left out for figures. */
  changed?: string;
  /** What it is after: "§3.2.1". */
  source: string;
  kind: "chapter" | "figure";
  /** What a figure was set to, in words; left out: its initial state. */
  state?: string;
  /** Day of reading, as 2026-11-23; left out in files that the site itself offers. */
  accessed?: string;
};

export const citationFormats = {
  bib: "application/x-bibtex",
  ris: "application/x-research-info-systems",
  json: "application/vnd.citationstyles.csl+json",
} as const;
export type CitationFormat = keyof typeof citationFormats;

/** The text of a file. */
export function cite(part: Part, site: Site, format: CitationFormat): string {
  return { bib: bibtex, ris, json: csl }[format](part, site);
}

const note = ({ kind, source, changed, state }: Part): string =>
  [
    `Interactive ${kind} after ${sourceText(source, "the DeepSeek-V3 Technical Report")}`,
    ...(state ? [state] : []),
    ...(changed ? [`last changed ${changed}`] : []),
  ].join("; ");

function bibtex(part: Part, site: Site): string {
  const fields = [
    ["author", `{{${tex(site.authors)}}}`],
    ["title", `{${tex(part.title)}}`],
    ["howpublished", `{${tex(site.name)}, version ${tex(site.version)}}`],
    ["year", `{${site.released.slice(0, 4)}}`],
    ...(site.doi ? [["doi", `{${site.doi}}`]] : []),
    ["url", `{${part.address}}`],
    ...(part.accessed ? [["urldate", `{${part.accessed}}`]] : []),
    ["note", `{${tex(note(part))}}`],
  ];
  return `@misc{v3companion-${part.id},\n${fields.map(([name, value]) => `  ${name.padEnd(12)} = ${value},`).join("\n")}\n}\n`;
}

/** @source RIS: two letters, two spaces, a dash, a space; ER ends an entry */
function ris(part: Part, site: Site): string {
  const fields = [
    ["TY", part.kind === "chapter" ? "CHAP" : "FIGURE"],
    ["AU", `${site.authors},`],
    ["TI", part.title],
    ["T2", site.name],
    ["PY", site.released.slice(0, 4)],
    ["DA", site.released.replaceAll("-", "/")],
    ["ET", `version ${site.version}`],
    ["PB", site.name],
    ["LA", "en"],
    ...(site.doi ? [["DO", site.doi]] : []),
    ["UR", part.address],
    ...(part.accessed ? [["Y2", part.accessed.replaceAll("-", "/")]] : []),
    ["N1", note(part)],
    ["ER", ""],
  ];
  return `${fields.map(([name, value]) => `${name}  - ${value}`).join("\r\n")}\r\n`;
}

function csl(part: Part, site: Site): string {
  const entry = {
    id: `v3companion-${part.id}`,
    type: part.kind === "chapter" ? "chapter" : "figure",
    title: part.title,
    author: [{ literal: site.authors }],
    "container-title": site.name,
    publisher: site.name,
    version: site.version,
    issued: dateParts(site.released),
    ...(part.accessed && { accessed: dateParts(part.accessed) }),
    ...(site.doi && { DOI: site.doi }),
    URL: part.address,
    language: "en",
    note: note(part),
  };
  return `${JSON.stringify([entry], null, 2)}\n`;
}

function dateParts(day: string): { "date-parts": number[][] } {
  return { "date-parts": [day.split("-").map(Number)] };
}

function tex(text: string): string {
  return text
    .replace(/[\\{}]/g, "")
    .replace(/[#$%&_]/g, "\\$&")
    .replace(/~/g, "\\textasciitilde{}")
    .replace(/\^/g, "\\textasciicircum{}")
    .replace(/§/g, "\\S");
}
