/** @file Where a line must not break: between a number and its unit, around an equals sign, before the number of a figure. */

const units = "(?:[KMGT]i?B(?:/s)?|B|[KMG]bit/s|[kMGTPE]?FLOPS?(?:/s)?|[mnµ]?s|h|Hz|kWh|W|%|million|billion|trillion)";

const rules: [RegExp, string][] = [
  // 100 GB/s, 130 ms, 14.8 trillion.
  [new RegExp(`(?<=\\d) (?=${units}(?![\\p{L}\\d]))`, "gu"), "\u00a0"],
  // A = −1, 1 × 128; another product may break before its sign.
  [/(?<=[\p{L}\d)]) = (?=[−\p{L}\d(])/gu, "\u00a0=\u00a0"],
  [/(?<=\d) × (?=\d)/g, "\u00a0×\u00a0"],
  [/(?<=×) (?=[\p{L}\d])/gu, "\u00a0"],
  // Figure 5, chapters 3.7 and 3.8, eq. 12, p. 9, § 4.
  [/(?<=(?<![\p{L}\d])(?:chapters?|tables?|figures?|equations?|eqs?\.|pp?\.|pages?)|§) (?=\d)/giu, "\u00a0"],
  [/(?<=\bappendix) (?=[A-C]\b)/gi, "\u00a0"],
];

/** A sentence or a label, with no-break spaces where it must hold together. */
export function keepTogether(text: string): string {
  return rules.reduce((kept, [place, space]) => kept.replace(place, space), text);
}
