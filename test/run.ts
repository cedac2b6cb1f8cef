/** @file `npm test`: every check there is, one after the other; the last line has the totals of all of them. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "./browser/chromium.ts";

let passed = 0;
let failed = 0;
let skipped = 0;

step("format", ["oxfmt", "--check"]);
step("types", ["astro", "check"]);
step("lint", ["oxlint", "--deny-warnings"]);
suite("unit and property tests", "vitest.config.ts");
step("build", ["astro", "build"]);
compareBuilds();
try {
  process.env.CHROME_PATH = chromiumPath();
  suite("browser tests", "vitest.browser.config.ts");
} catch (error) {
  failed++;
  console.error((error as Error).message);
}
if (skipped > 0) console.log(`${skipped} skipped: for want of a browser, which its tests have named`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** One command that passes or fails as a whole. */
function step(name: string, [command, ...args]: string[]): boolean {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status === 0) passed++;
  else failed++;
  return status === 0;
}

/** A suite of vitest, with its own numbers; one that ends without numbers has failed. */
function suite(name: string, config: string): void {
  console.log(`\n— ${name}`);
  const folder = mkdtempSync(join(tmpdir(), "v3-tests-"));
  const report = join(folder, "report.json");
  const { status } = spawnSync(
    "vitest",
    ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { stdio: "inherit" },
  );
  try {
    const totals = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
      numPendingTests: number;
    };
    passed += totals.numPassedTests;
    failed += totals.numFailedTests;
    skipped += totals.numPendingTests;
    // A file that cannot even be loaded, or an error outside every test, leaves no failed test behind.
    if (status !== 0 && totals.numFailedTests === 0) failed += Math.max(1, totals.numFailedTestSuites);
    if (totals.numPassedTests + totals.numFailedTests === 0) failed++;
  } catch {
    failed++;
    console.error(`${name} ended without a report.`);
  }
  rmSync(folder, { recursive: true });
}

/** Two builds of the same files must agree in every byte. */
function compareBuilds(): void {
  const other = mkdtempSync(join(tmpdir(), "v3-build-"));
  if (step("a second build", ["astro", "build", "--outDir", other, "--silent"])) {
    const [first, second] = [hashes("dist"), hashes(other)];
    const different = [...new Set([...first.keys(), ...second.keys()])].filter(
      (file) => first.get(file) !== second.get(file),
    );
    if (different.length === 0) passed++;
    else {
      failed++;
      console.error(`Two builds differ in ${different.slice(0, 10).join(", ")}`);
    }
  }
  rmSync(other, { recursive: true });
}

function hashes(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}
