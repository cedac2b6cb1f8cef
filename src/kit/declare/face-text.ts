/** @file What the page needs of a figure as the text of a script element: JSON, which has no −0 and no `<`. */

/** A value as text: plain data, numbers to the last bit. */
export function writeData(data: object): string {
  return JSON.stringify(data, (_, value: unknown) => (Object.is(value, -0) ? negativeZero : value)).replaceAll(
    "<",
    "\\u003c",
  );
}

/** The value that `writeData` wrote. */
export function readData<T>(text: string): T {
  return JSON.parse(text, (_, value: unknown) => (value === negativeZero ? -0 : value)) as T;
}

/** What no text of a figure is. */
const negativeZero = "\u0000-0";
