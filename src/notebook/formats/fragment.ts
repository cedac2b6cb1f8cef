/** @file What writing and reading a link have in common: its limits, its check sum, and bytes as letters of an address. */
import { maxCells, maxSourceLength } from "./cell-list.ts";

/** Longest fragment that is read, in characters: past any link that passes through mail and chat. */
export const maxFragmentLength = 64 * 1024;

/** Unpacked, a link is never larger than this: JSON takes at most 6 bytes for a UTF-16 unit, and 100 for a name and its brackets. */
export const maxUnpackedBytes = 6 * maxSourceLength + 100 * maxCells;

/** One byte for the version, four for the check sum. */
export const headerBytes = 5;

/** Code alone, and code with the places of controls. */
export const versions = { plain: 1, withControls: 2 } as const;

/** FNV-1a, 32 bits: tells a link that was cut or edited from a whole one. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c_9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash >>> 0;
}

/** Bytes in the letters `A–Z a–z 0–9 - _`. */
export function toBase64url(bytes: Uint8Array): string {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192)); // a call takes so many arguments
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null if `text` is not base64url, or not the one way of writing its bytes. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    return toBase64url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
