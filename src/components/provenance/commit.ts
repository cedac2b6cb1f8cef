/** @file The commit that the site is built from, for links to lines of the repository. Build time only. */
import { execFileSync } from "node:child_process";

let known: string | null | undefined;

/** Its hash; null outside of a clone, where `COMMIT` may name it. */
export function builtCommit(): string | null {
  if (known === undefined) known = process.env.COMMIT ?? fromGit();
  return known;
}

/** A file of the repository as it was when the site was built. @param line  counted from 1 */
export function fileLink(repository: string, path: string, line: number | null = null): string {
  return `${repository}/blob/${builtCommit() ?? "main"}/${path}${line === null ? "" : `#L${line}`}`;
}

function fromGit(): string | null {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}
