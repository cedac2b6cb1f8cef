/** @file The source of a number as text with links: sections of the report lead to its page, preprints and repositories to theirs. */
import { reportPdf, sectionPage, tablePage } from "./report-pages.ts";

/** A piece of a source's text, with the address it leads to if it has one. */
export type SourcePart = { readonly text: string; readonly href?: string };

const patterns: readonly { pattern: RegExp; href(match: RegExpExecArray): string | undefined }[] = [
  { pattern: /arXiv:(\d{4}\.\d{5})/, href: ([, id]) => `https://arxiv.org/abs/${id}` },
  {
    pattern: /([\w.-]+\/[\w.-]+), (?:issue|pull request) (\d+)/,
    href: ([, repository, number]) => `https://github.com/${repository}/issues/${number}`,
  },
  {
    pattern: /(deepseek-ai\/[\w.-]+), ([\w./-]+\.(?:py|md|json|cuh?|cpp))/,
    href: ([, repository, path]) => `https://github.com/${repository}/blob/main/${path}`,
  },
  {
    pattern: /config_671B\.json/,
    href: () => "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/inference/configs/config_671B.json",
  },
  {
    pattern: /README_WEIGHTS\.md/,
    href: () => "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/README_WEIGHTS.md",
  },
  { pattern: /(?:§|Appendix )([0-9A-C](?:\.\d)*)/, href: ([, section]) => onPage(sectionPage(section)) },
  { pattern: /Table (\d)\b/, href: ([, table]) => onPage(tablePage(table)) },
];

/**
 * The parts of a source's text, in order.
 *
 * A table named after a preprint belongs to that, not to the report.
 */
export function linkedSource(source: string): readonly SourcePart[] {
  const parts: SourcePart[] = [];
  let rest = source;
  let isElsewhere = false;
  while (rest !== "") {
    const next = patterns
      .map(({ pattern, href }) => ({ match: pattern.exec(rest), href }))
      .filter(
        (candidate): candidate is { match: RegExpExecArray; href: (typeof candidate)["href"] } =>
          candidate.match !== null,
      )
      .sort((a, b) => a.match.index - b.match.index)[0];
    if (!next) break;
    const { match, href } = next;
    const isOfReport = match[0].startsWith("§") || match[0].startsWith("Table") || match[0].startsWith("Appendix");
    if (match.index > 0) parts.push({ text: rest.slice(0, match.index) });
    const address = isOfReport && isElsewhere ? undefined : href(match);
    parts.push(address ? { text: match[0], href: address } : { text: match[0] });
    if (!isOfReport) isElsewhere = true;
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest !== "") parts.push({ text: rest });
  return parts;
}

function onPage(page: number | undefined): string | undefined {
  return page === undefined ? undefined : `${reportPdf}#page=${page}`;
}
