/** @file The cells of a link (`link.ts`). The browser itself unpacks them, so that a page at rest loads no code for it. */
import type { CellSource, ControlValue } from "../cell.ts";
import { problemOf, type ReadCells } from "./cell-list.ts";
import { checksum, fromBase64url, headerBytes, maxFragmentLength, maxUnpackedBytes, versions } from "./fragment.ts";

/**
 * What a fragment brings. Never throws, whatever the fragment holds.
 *
 * @param fragment  `location.hash`, with or without `#`
 * @returns null if the fragment is not about cells at all
 */
export async function readLink(fragment: string): Promise<ReadCells | null> {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith("c=")) return null;
  if (text.length > maxFragmentLength + 2)
    return { problem: `The link is too long: ${text.length} characters; at most ${maxFragmentLength} are read.` };
  return unpackCells(text.slice(2));
}

/** The inverse of `packCells`. Never throws. */
export async function unpackCells(text: string): Promise<ReadCells> {
  const damaged = { problem: "The link is damaged: part of it is missing or was changed on the way." };
  const bytes = fromBase64url(text);
  if (!bytes || bytes.length <= headerBytes) return damaged;
  if (!(Object.values(versions) as number[]).includes(bytes[0]))
    return {
      problem: `The link was made by another version of this site (${bytes[0]}; this one reads ${Object.values(versions).join(" and ")}).`,
    };
  let list: unknown;
  try {
    const json = await inflate(bytes.subarray(headerBytes), maxUnpackedBytes);
    if (json === null)
      return { problem: `The link unpacks to more than ${maxUnpackedBytes} bytes and was not opened.` };
    if (checksum(json) !== new DataView(bytes.buffer).getUint32(1)) return damaged;
    list = JSON.parse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(json));
  } catch {
    return damaged;
  }
  const cells = cellsOf(list);
  if (!cells) return { problem: "The link holds no notebook." };
  const problem = problemOf(cells);
  return problem ? { problem: `The link cannot be opened. ${problem}` } : { cells };
}

/** Null if it is more than `most` bytes; no more than those are unpacked. */
async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

/** Null if it is not a list of `[id, source]` and `[id, source, controls]`. */
function cellsOf(list: unknown): CellSource[] | null {
  if (!Array.isArray(list)) return null;
  const cells = list.map((entry: unknown) => {
    if (!Array.isArray(entry) || typeof entry[0] !== "string" || typeof entry[1] !== "string" || entry.length > 3)
      return null;
    const [id, source, controls] = entry as [string, string, unknown];
    if (entry.length === 2) return { id, source };
    return Array.isArray(controls) && controls.length <= mostControls && controls.every(isControlValue)
      ? { id, source, controls }
      : null;
  });
  return cells.every((cell) => cell !== null) ? cells : null;
}

/** More controls than any cell has. */
const mostControls = 1_000;

function isControlValue(value: unknown): value is ControlValue {
  return (
    value === null ||
    ["number", "string", "boolean"].includes(typeof value) ||
    (Array.isArray(value) && value.every((place) => typeof place === "number"))
  );
}
