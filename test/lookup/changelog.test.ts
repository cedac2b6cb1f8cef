import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { releasesOf } from "../../src/lookup/changelog.ts";

describe("releasesOf(changelog)", () => {
  it("has versions with their days and sentences", () => {
    expect(
      releasesOf("# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-11-23)\n\n- First.\n- Second.\n"),
    ).toEqual([
      { version: "Unreleased", day: null, changes: ["New."] },
      { version: "0.1.0", day: "2026-11-23", changes: ["First.", "Second."] },
    ]);
  });
  it("finds a released version in the changelog", () => {
    const released = releasesOf(readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8")).filter(
      ({ day }) => day !== null,
    );
    expect(released.length).toBeGreaterThan(0);
    for (const { changes } of released) expect(changes.length).toBeGreaterThan(0);
  });
});
