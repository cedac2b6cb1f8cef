/** @file One short text for all bits of a curve: equal for equal runs, on every machine. */

/** FNV-1a over the losses' 64 bits, as eight hexadecimal digits. */
export function lossBits(losses: readonly number[]): string {
  const bytes = new Uint8Array(Float64Array.from(losses).buffer);
  let sum = 0x811c_9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i], 0x0100_0193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}
