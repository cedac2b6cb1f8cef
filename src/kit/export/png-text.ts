/** @file Text inside a PNG file. */
import type { Provenance } from "./provenance.ts";

/**
 * A PNG file with text chunks (`iTXt`, UTF-8, not compressed) after its header.
 *
 * @source PNG specification, third edition, §11.3.3.4
 */
export function withText(png: Uint8Array, { lines }: Provenance): Uint8Array<ArrayBuffer> {
  const afterHeader = 8 + 25; // signature, then IHDR: length, type, 13 bytes, CRC
  const chunks = lines.map(({ name, text }) => chunk("iTXt", new TextEncoder().encode(`${name}\0\0\0\0\0${text}`)));
  const parts = [png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + content.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, content.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(content, 8);
  view.setUint32(8 + content.length, crc32(whole.subarray(4, 8 + content.length)));
  return whole;
}

/** CRC-32 of the PNG specification, bit by bit: text chunks are short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
