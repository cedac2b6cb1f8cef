/**
 * @file Writes the ledger of this version, `releases/<version>.json`, when a version is made: `npm run release:claims`. It refuses
 * changes that `releases/explanations.yaml` does not explain.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { checkClaim } from "./check.ts";
import { claimFileSchema } from "./claim.ts";
import {
  changesBetween,
  explanationSchema,
  inOrder,
  releaseOf,
  releaseSchema,
  releaseText,
  unexplained,
} from "./changes.ts";

const root = new URL("../../../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };
const claims = readdirSync(new URL("content/claims/", root))
  .sort()
  .flatMap(
    (name) => claimFileSchema.parse(parse(readFileSync(new URL(`content/claims/${name}`, root), "utf8"))).claims,
  );
const now = releaseOf(
  claims.map((claim) => ({ claim, ...checkClaim(claim) })),
  version,
  new Date().toISOString().slice(0, 10),
);
const explanations = explanationSchema
  .array()
  .parse(parse(readFileSync(new URL("releases/explanations.yaml", root), "utf8")));
const releases = readdirSync(new URL("releases/", root))
  .filter((name) => name.endsWith(".json"))
  .map((name) => releaseSchema.parse(JSON.parse(readFileSync(new URL(`releases/${name}`, root), "utf8"))));
const last = inOrder(releases.filter((release) => release.version !== version)).at(-1);
const problems = last ? unexplained(changesBetween(last, now, explanations)) : [];
if (problems.length > 0)
  throw new Error(`releases/explanations.yaml must explain what changed after ${last!.version}: ${problems.join(" ")}`);
writeFileSync(new URL(`releases/${version}.json`, root), releaseText(now));
