/** @file The changelog by version. Build time only. */

/** What one version brought. */
export type Release = {
  version: string;
  /** 2026-11-23; null for what is not released yet. */ day: string | null;
  changes: string[];
};

/** Versions, newest first; sentences of each as they stand, with their Markdown. */
export function releasesOf(changelog: string): Release[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [head, ...lines] = part.split("\n");
      const [, version, day] = /^(\S+)(?:\s+.*?(\d{4}-\d\d-\d\d))?/.exec(head)!;
      return {
        version,
        day: day ?? null,
        changes: lines.filter((line) => line.startsWith("- ")).map((line) => line.slice(2)),
      };
    });
}
