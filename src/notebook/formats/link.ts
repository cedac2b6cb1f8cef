/**
 * @file Cells as a link: `scratch/#c=…`, all of the code inside the fragment, which no server gets to see.
 *
 * Base64url of one byte for the version, four for a check sum, then deflated JSON: `[["id", "source"], …]`, and where
 * controls were moved `["id", "source", [places]]`. `read-link.ts` is the way back.
 */
import { deflateSync, strToU8 } from "fflate";
import type { CellSource } from "../cell.ts";
import { problemOf } from "./cell-list.ts";
import { checksum, headerBytes, maxFragmentLength, toBase64url, versions } from "./fragment.ts";

/**
 * Address of the scratchpad with these cells in it, relative to the site's root.
 *
 * @throws RangeError if `cells` is no notebook, or does not fit into a link
 */
export function scratchLink(cells: readonly CellSource[]): string {
  return `scratch/#c=${packCells(cells)}`;
}

/**
 * Cells as text that may stand in a fragment: `A–Z a–z 0–9 - _` only.
 *
 * @throws RangeError if `cells` is no notebook, or is longer than `maxFragmentLength` when packed
 */
export function packCells(cells: readonly CellSource[]): string {
  const problem = problemOf(cells);
  if (problem) throw new RangeError(`cells must be a notebook (got: ${problem})`);
  const json = strToU8(
    JSON.stringify(cells.map(({ id, source, controls }) => (controls ? [id, source, controls] : [id, source]))),
  );
  const body = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(headerBytes + body.length);
  bytes[0] = cells.some(({ controls }) => controls) ? versions.withControls : versions.plain;
  new DataView(bytes.buffer).setUint32(1, checksum(json));
  bytes.set(body, headerBytes);
  const text = toBase64url(bytes);
  if (text.length > maxFragmentLength)
    throw new RangeError(`cells must fit into ${maxFragmentLength} characters of a link (got ${text.length})`);
  return text;
}
