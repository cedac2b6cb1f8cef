/**
 * @file Cells as a link: `scratch/#c=…`, all of the code inside the fragment, which no server gets to see.
 *
 * Base64url of one byte for the version, four for a check sum, then deflated JSON: `[["id", "source"], …]`.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import type { CellSource } from "../cell.ts";
import { maxCells, maxSourceLength, problemOf, type ReadCells } from "./cell-list.ts";

const version = 1;
const headerBytes = 5;

/** Longest fragment that is read, in characters: past any link that passes through mail and chat. */
export const maxFragmentLength = 64 * 1024;

/** Unpacked, a link is never larger than this: JSON takes at most 6 bytes for a UTF-16 unit, and 100 for a name and its brackets. */
const maxUnpackedBytes = 6 * maxSourceLength + 100 * maxCells;

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
  const json = strToU8(JSON.stringify(cells.map(({ id, source }) => [id, source])));
  const body = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(headerBytes + body.length);
  bytes[0] = version;
  new DataView(bytes.buffer).setUint32(1, checksum(json));
  bytes.set(body, headerBytes);
  const text = toBase64url(bytes);
  if (text.length > maxFragmentLength) throw new RangeError(`cells must fit into ${maxFragmentLength} characters of a link (got ${text.length})`);
  return text;
}

/**
 * What a fragment brings. Never throws, whatever the fragment holds.
 *
 * @param fragment  `location.hash`, with or without `#`
 * @returns null if the fragment is not about cells at all
 */
export function readLink(fragment: string): ReadCells | null {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith("c=")) return null;
  if (text.length > maxFragmentLength + 2) return { problem: `The link is too long: ${text.length} characters; at most ${maxFragmentLength} are read.` };
  return unpackCells(text.slice(2));
}

/** The inverse of {@link packCells}. Never throws. */
export function unpackCells(text: string): ReadCells {
  const damaged = { problem: "The link is damaged: part of it is missing or was changed on the way." };
  const bytes = fromBase64url(text);
  if (!bytes || bytes.length <= headerBytes) return damaged;
  if (bytes[0] !== version) return { problem: `The link was made by another version of this site (${bytes[0]}; this one reads ${version}).` };
  let json: Uint8Array;
  let list: unknown;
  try {
    // The buffer is as large as may be and one more: what does not fit is cut off, and told by its length.
    json = inflateSync(bytes.subarray(headerBytes), { out: new Uint8Array(maxUnpackedBytes + 1) });
    if (json.length > maxUnpackedBytes) return { problem: `The link unpacks to more than ${maxUnpackedBytes} bytes and was not opened.` };
    if (checksum(json) !== new DataView(bytes.buffer).getUint32(1)) return damaged;
    list = JSON.parse(strFromU8(json));
  } catch {
    return damaged;
  }
  if (!isPairs(list)) return { problem: "The link holds no notebook." };
  const cells = list.map(([id, source]) => ({ id, source }));
  const problem = problemOf(cells);
  return problem ? { problem: `The link cannot be opened. ${problem}` } : { cells };
}

function isPairs(value: unknown): value is [string, string][] {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string"));
}

/** FNV-1a, 32 bits: tells a link that was cut or edited from a whole one. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c_9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash >>> 0;
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(strFromU8(bytes, true)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null if `text` is not base64url, or not the one way of writing its bytes. */
function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const bytes = new Uint8Array(Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)));
    return toBase64url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
