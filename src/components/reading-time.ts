/** @file How long a chapter takes to read. */

/** Words that an adult reads in a minute of expository prose. */
const wordsPerMinute = 200;

/** Minutes for the prose of an MDX file, at least 1: markup, formulas and code do not count. */
export function minutesToRead(mdx: string): number {
  const prose = mdx
    .replace(/```[\s\S]*?```/g, " ")
    .replace(/\$\$[\s\S]*?\$\$/g, " ")
    .replace(/<Printed[^>]*>[^<]*<\/Printed>/g, " x ")
    .replace(/\$[^$\n]+\$/g, " x ")
    .replace(/<[^>]*>/g, " ")
    .replace(/^import .*$/gm, " ");
  const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}’'.,-]*/gu)?.length ?? 0;
  return Math.max(1, Math.round(words / wordsPerMinute));
}
