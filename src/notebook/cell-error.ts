/** @file What a cell threw, in words and with its line: whatever it is, saying so must not fail. */
import { RuntimeError } from "@observablehq/runtime";
import type { CellError } from "./cell.ts";
import { lineInCell } from "./compile.ts";
import { shortened } from "./display/inspect.ts";

/** An error whose place in the cell is known. */
export class PlacedError extends Error {
  readonly line: number | undefined;

  constructor({ message, line }: CellError) {
    super(message);
    this.line = line;
  }
}

/** Names that a script of a page would know. */
const ofThePage = new Set([
  "window",
  "parent",
  "top",
  "frames",
  "opener",
  "localStorage",
  "sessionStorage",
  "Image",
  "alert",
  "requestAnimationFrame",
]);

/** What a cell threw, if it can be looked at; else an error that says so: whoever looks at it later must not fail. */
export function rethrow(thrown: unknown): never {
  if (canBeRead(thrown)) throw thrown;
  throw new PlacedError({ message: unreadableError });
}

const unreadableError = "The cell threw something that cannot be shown.";

function canBeRead(thrown: unknown): boolean {
  try {
    return (thrown instanceof Error ? `${thrown.name}${thrown.message}${thrown.stack}` : String(thrown)).length >= 0;
  } catch {
    return false;
  }
}

/**
 * What is said of it.
 *
 * @param file  what stacks call the code of the cell; null if it never ran
 */
export function cellError(file: string | null, thrown: unknown): CellError {
  try {
    const { message, line } = errorOf(file, thrown);
    return { message: shortened(message), ...(line !== undefined && { line }) };
  } catch {
    return { message: unreadableError };
  }
}

function errorOf(file: string | null, thrown: unknown): CellError {
  if (thrown instanceof RuntimeError && thrown.input)
    return { message: `${thrown.input} has no value: ${thrown.message}` };
  if (thrown instanceof PlacedError) return { message: thrown.message, line: thrown.line };
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const line = file === null ? undefined : lineInCell(file, thrown);
  const missing =
    thrown instanceof ReferenceError ? /^(?:Can't find variable: )?(\w+)/.exec(thrown.message)?.[1] : undefined;
  if (missing && ofThePage.has(missing))
    return { message: `${missing} is not there: cells run apart from the page`, ...(line !== undefined && { line }) };
  const name = thrown.name === "Error" ? "" : `${thrown.name}: `;
  return { message: `${name}${thrown.message}`, ...(line !== undefined && { line }) };
}
