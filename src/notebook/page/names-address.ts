/** @file Where the names of the computation module and their documentation lie. */

/** Address of the list that the editor completes from; `base` ends in a slash. */
export default function namesAddress(base: string): string {
  return `${base}sandbox/names.json`;
}
