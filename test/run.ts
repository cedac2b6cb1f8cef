/**
 * @file `npm test`: every check there is; the last line has the totals of all of them. It keeps two cores busy:
 *
 * ```
 *   format, lint ─┬─ build ──→ second build ──→ types ─┬──→ browser tests ─┬─→ browser tests that measure time
 *                 └─ unit tests ───────────────────────┴───────────────────┘
 * ```
 *
 * Browser tests begin when either core is free of what it began with. Builds and types follow each other because all of them write what Astro generates; it is no use to read while another writes it.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { chromiumPath } from "./browser/chromium.ts";

// Chapters' scripts run in processes of their own, which load the same modules again: compiled once, that takes a quarter.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "../node_modules/.cache/node");

let passed = 0;
let failed = 0;
let skipped = 0;
/** Names of what failed, said once more at the end: thousands of lines stand between a failure and the totals. */
const failures: string[] = [];
/** Tests in a browser that failed once and passed when tried again. They fail nothing, and are to be looked into. */
const unsteady: string[] = [];
const started = performance.now();

await step("format", ["oxfmt", "--check"]);
await step("lint", ["oxlint", "--deny-warnings"]);
const built = step("build", ["astro", "build"], "after");
const compared = built.then(compareWithSecondBuild);
const checked = compared.then(async () => {
  await step("types", ["node", "node_modules/typescript-native/bin/tsc", "--noEmit"], "after");
  await step("types of .astro files", ["astro", "check", "--tsconfig", "tsconfig.pages.json"], "after");
});
const tested = suite("unit and property tests", "vitest.config.ts");
await built;
await Promise.race([tested, checked]);
try {
  process.env.CHROME_PATH = chromiumPath();
  await suite("browser tests", "vitest.browser.config.ts", "readers");
  await tested;
  await checked;
  await suite("browser tests that measure time", "vitest.browser.config.ts", "time");
} catch (error) {
  fail("browser tests", (error as Error).message);
}
await tested;
await checked;
for (const test of unsteady) console.log(`passed at the second try only: ${test}`);
for (const failure of failures) console.log(`failed: ${failure}`);
if (skipped > 0)
  console.log(`${skipped} skipped: for want of a browser or of a version of Node, which their tests have named`);
console.log(`${passed} passed, ${failed} failed, in ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
process.exit(failed === 0 ? 0 : 1);

/** One command that passes or fails as a whole. What it says is shown meanwhile, or after it has ended. */
async function step(name: string, command: string[], shown: "meanwhile" | "after" = "meanwhile"): Promise<boolean> {
  const isFine = await run(name, command, shown);
  if (isFine) passed++;
  else fail(name);
  return isFine;
}

/** Counts something that failed, and keeps its name and what is known of why for the end. */
function fail(name: string, reason = ""): void {
  failed++;
  failures.push(reason === "" ? name : `${name}: ${reason}`);
}

function run(name: string, [command, ...args]: string[], shown: "meanwhile" | "after"): Promise<boolean> {
  const start = performance.now();
  if (shown === "meanwhile") console.log(`\n— ${name}`);
  const child = spawn(command, args, { stdio: shown === "meanwhile" ? "inherit" : ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => said.push(part));
  return new Promise((ended) => {
    child.on("error", (error) => said.push(Buffer.from(error.message)));
    child.on("close", (status) => {
      if (shown === "after") console.log(`\n— ${name}\n${Buffer.concat(said).toString().trimEnd()}`);
      console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
      ended(status === 0);
    });
  });
}

/** A suite of vitest, with its own numbers; one that ends without numbers has failed. */
async function suite(name: string, config: string, project?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "v3-tests-"));
  const report = join(folder, "report.json");
  const isFine = await run(
    name,
    [
      ...["vitest", "run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      ...(project ? ["--project", project] : []),
    ],
    "meanwhile",
  );
  try {
    const totals = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
      numPendingTests: number;
      testResults: {
        name: string;
        status: string;
        message: string;
        assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
      }[];
    };
    passed += totals.numPassedTests;
    skipped += totals.numPendingTests;
    for (const file of totals.testResults) {
      const failedTests = file.assertionResults.filter(({ status }) => status === "failed");
      const where = relative(process.cwd(), file.name);
      for (const test of file.assertionResults)
        if (test.status === "passed" && test.failureMessages.length > 0)
          unsteady.push(`${where}: ${test.fullName}: ${test.failureMessages.join("\n")}`);
      for (const test of failedTests) fail(`${where}: ${test.fullName}`, test.failureMessages.join("\n"));
      // A file that cannot even be loaded leaves no failed test behind.
      if (file.status === "failed" && failedTests.length === 0) fail(where, file.message);
    }
    // Nor does an error outside every test.
    if (!isFine && totals.numFailedTests + totals.numFailedTestSuites === 0) fail(name, "an error outside every test");
    if (totals.numPassedTests + totals.numFailedTests === 0) fail(name, "no test ran");
  } catch {
    fail(name, "ended without a report");
  }
  rmSync(folder, { recursive: true });
}

/** Two builds of the same files must agree in every byte. */
async function compareWithSecondBuild(isBuilt: boolean): Promise<void> {
  const other = mkdtempSync(join(tmpdir(), "v3-build-"));
  const isBuiltAgain = await step("a second build", ["astro", "build", "--outDir", other, "--silent"], "after");
  const [first, second] = isBuilt && isBuiltAgain ? ["dist", other].map(hashes) : [];
  rmSync(other, { recursive: true });
  if (!first || !second) return;
  const different = [...new Set([...first.keys(), ...second.keys()])].filter(
    (file) => first.get(file) !== second.get(file),
  );
  if (different.length === 0) passed++;
  else fail("two builds agree in every byte", `they differ in ${different.slice(0, 10).join(", ")}`);
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
