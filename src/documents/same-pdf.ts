/** @file The same PDF from the same pages: Chromium writes the hour, and counts nodes from wherever it stood. Lengths stay, so that the table of places in the file holds. */

/** The bytes of a PDF with the day of release for its dates and with ids that count from one. @param released  as 2026-11-23 */
export function samePdf(bytes: Uint8Array, released: string): Buffer {
  const text = Buffer.from(bytes).toString("latin1");
  const day = `(D:${released.replaceAll("-", "")}000000+00'00')`;
  const dated = text.replace(/\/(CreationDate|ModDate) \(D:\d{14}\+00'00'\)/g, `/$1 ${day}`);
  // Ids of elements keep their order, since a file lists them by it.
  const ids = [...new Set(dated.match(/\(node\d{8}\)/g))].sort();
  const counted = new Map(ids.map((id, i) => [id, `(node${String(i + 1).padStart(8, "0")})`]));
  return Buffer.from(
    dated.replace(/\(node\d{8}\)/g, (id) => counted.get(id)!),
    "latin1",
  );
}
