/**
 * @file The name of a student, which stands for a seed: whoever has the same name gets the same numbers in every exercise,
 * on every page and in every browser. The address may say it (`?student=Ada+Lovelace`); otherwise it is the one that was
 * typed in this browser. There are no accounts, and the name is sent nowhere.
 */
import { hashOf } from "./hash.ts";

/** The key of a name, in an address and in the storage of a browser. */
export const studentKey = "student";

/** Longest name that is read, in characters. */
export const longestName = 80;

/** A name as it is shown: without spaces around it or doubled inside of it. Empty if nothing is left. */
export function tidyName(name: string): string {
  return name.normalize("NFC").trim().replace(/\s+/g, " ").slice(0, longestName);
}

/** The seed of a name, of 32 bits. Large and small letters, and spaces around, are alike. */
export function seedOfName(name: string): number {
  return hashOf(tidyName(name).toLowerCase());
}

/** The name that an address or a storage has; the address goes first. Empty if neither has one. */
export function studentNow(query: string, stored: () => string | null): string {
  const asked = tidyName(new URLSearchParams(query).get(studentKey) ?? "");
  if (asked) return asked;
  try {
    return tidyName(stored() ?? "");
  } catch {
    return ""; // storage may be closed
  }
}
