/** @file Pages of the report: where each section and table begins in the PDF of its first version (26 December 2024). */

export const reportPdf = "https://arxiv.org/pdf/2412.19437v1";

/** First page of each section, by its number; appendices by their letter. */
const pageOfSection: Readonly<Record<string, number>> = {
  "1": 4, "2": 6, "2.1": 6, "2.1.1": 7, "2.1.2": 8, "2.2": 10,
  "3": 11, "3.1": 11, "3.2": 12, "3.2.1": 12, "3.2.2": 13, "3.2.3": 14, "3.3": 14, "3.3.1": 15, "3.3.2": 16, "3.3.3": 18,
  "3.4": 18, "3.4.1": 19, "3.4.2": 19, "3.5": 20, "3.5.1": 20, "3.5.2": 20,
  "4": 22, "4.1": 22, "4.2": 22, "4.3": 23, "4.4": 24, "4.4.1": 24, "4.4.2": 24, "4.5": 26, "4.5.1": 26, "4.5.2": 27, "4.5.3": 27,
  "5": 28, "5.1": 28, "5.2": 29, "5.2.1": 29, "5.2.2": 30, "5.3": 30, "5.3.1": 30, "5.3.2": 31, "5.3.3": 33, "5.3.4": 33, "5.4": 34, "5.4.1": 34, "5.4.2": 34, "5.4.3": 35,
  "6": 35, "B": 47, "B.1": 47, "B.2": 47, "C": 48,
};

const pageOfTable: Readonly<Record<string, number>> = { "1": 5, "2": 13, "3": 25, "4": 26, "5": 27, "6": 31, "7": 33, "8": 34, "9": 34 };

/** Page on which a section ("3.2.1", "B.1") begins; undefined if the report has none. */
export function sectionPage(section: string): number | undefined {
  return pageOfSection[section];
}

/** Page of a table, by its number. */
export function tablePage(table: string): number | undefined {
  return pageOfTable[table];
}
