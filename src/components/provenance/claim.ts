/** @file Where a claim of the ledger stands in the repository, what its check asks, and the tests that would fail. Build time only. */
import { exportNamed, testsOf, type ModuleExport } from "./module-files.ts";

const files = import.meta.glob<string>("../../../content/claims/*.yaml", {
  eager: true,
  query: "?raw",
  import: "default",
});

/** Every claim is checked against the verdict that it declares, and the ledger as a whole. */
const testsOfLedger = ["test/components/claims/check.test.ts", "test/components/claims/whole.test.ts"];

export type ClaimProvenance = {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly functions: readonly ModuleExport[];
  readonly tests: readonly string[];
};

/** @param file  name in `content/claims`, without its ending  @throws Error if the claim does not stand there */
export function claimProvenance(file: string, id: string, expression: string | undefined): ClaimProvenance {
  const lines = files[`../../../content/claims/${file}.yaml`].split("\n");
  const at = lines.findIndex((line) => line.trim() === `- id: ${id}`);
  if (at < 0) throw new Error(`content/claims/${file}.yaml: there is no claim "${id}"`);
  const names = [...new Set(expression?.match(/[A-Za-z_$][\w$]*/g) ?? [])];
  const functions = names.flatMap((name) => exportNamed(name) ?? []);
  return {
    file: `content/claims/${file}.yaml`,
    line: at + 1,
    functions,
    tests: [...testsOf(functions), ...testsOfLedger],
  };
}
