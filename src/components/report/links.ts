/** @file Text that names parts of the report, with links to their rows in the map of it. */
import { keepTogether } from "../../kit/declare/keep-together.ts";
import { anchorOf, reportMap } from "./report-map.ts";

/** A piece of a text, with the anchor in the map of the report that it names, if it does. */
export type MappedPart = { readonly text: string; readonly anchor?: string };

const named = /§([0-9](?:\.\d)*)|Appendix ([A-C](?:\.\d)?)|Tables? (\d)|Figure (\d+)|eq\. (\d+)/g;

/** The parts of a text, in order. What stands behind a preprint or a repository belongs to that, up to the next semicolon. */
export function mappedParts(text: string): readonly MappedPart[] {
  return text.split(/(?<=;)/).flatMap((piece) => {
    if (/arXiv:|\w\/\w/.test(piece)) return [{ text: piece }];
    const parts: MappedPart[] = [];
    let end = 0;
    for (const match of piece.matchAll(named)) {
      const [all, section, appendix, table, figure, equation] = match;
      const anchor = anchorIn(section ?? appendix, table, figure, equation);
      if (anchor === undefined) continue;
      if (match.index > end) parts.push({ text: piece.slice(end, match.index) });
      parts.push({ text: all, anchor });
      end = match.index + all.length;
    }
    return end < piece.length ? [...parts, { text: piece.slice(end) }] : parts;
  });
}

function anchorIn(section?: string, table?: string, figure?: string, equation?: string): string | undefined {
  if (section !== undefined)
    return reportMap.sections.some(({ number }) => number === section) ? anchorOf("section", section) : undefined;
  if (table !== undefined)
    return reportMap.tables.some(({ number }) => String(number) === table) ? anchorOf("table", table) : undefined;
  if (equation !== undefined)
    return reportMap.equations.some(({ number }) => String(number) === equation)
      ? anchorOf("equation", equation)
      : undefined;
  // Of the two figures with the number 10, the first.
  const of = reportMap.figures.find(({ number }) => number.split(" ")[0] === figure);
  return of && anchorOf("figure", of.number);
}

/** The same as HTML. @param root  path of the site's root, ending in a slash */
export function mappedHtml(text: string, root: string): string {
  return mappedParts(text)
    .map(({ text: piece, anchor }) =>
      anchor === undefined ? escape(piece) : `<a href="${root}report/#${anchor}">${escape(piece)}</a>`,
    )
    .join("");
}

function escape(text: string): string {
  return keepTogether(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
