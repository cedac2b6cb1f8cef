/** @file The public names of the computation module with their documentation, read by the TypeScript compiler when the site is built. */

/** One name of `v3`, for completion in the editor. */
export type ComputeName = {
  name: string;
  kind: "function" | "constant";
  /** `(schedule, ppSize, times): number`, or `: MoeConfig`. */
  signature: string;
  /** Its docstring: description, parameters, result, source. */
  doc: string;
};
