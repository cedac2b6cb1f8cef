/** @file Pages of the report: where each section and table begins in the PDF of its first version (26 December 2024), by `content/report.yaml`. */
import { reportMap } from "../report/report-map.ts";

export const reportPdf = "https://arxiv.org/pdf/2412.19437v1";

const pageOfSection = new Map(reportMap.sections.map(({ number, page }) => [number, page]));
const pageOfTable = new Map(reportMap.tables.map(({ number, page }) => [String(number), page]));

/** Page on which a section ("3.2.1", "B.1") begins; undefined if the report has none. */
export function sectionPage(section: string): number | undefined {
  return pageOfSection.get(section);
}

/** Page of a table, by its number. */
export function tablePage(table: string): number | undefined {
  return pageOfTable.get(table);
}
