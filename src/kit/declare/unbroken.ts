/** @file Labels that no end of a line parts from their number: "Table 3", "eq. 12", "Appendix B". */

const label = /(\b(?:chapters?|tables?|figures?|equations?|eqs?\.|pp?\.|pages?)|§) (?=\d)|(\bappendix) (?=[A-C]\b)/gi;

/** The text with a no-break space between a label and its number. */
export function unbroken(text: string): string {
  return text.replace(label, "$1$2\u00a0");
}
