/**
 * @file The policy of a page stands before its first script. A policy in a `<meta>` holds for what comes after it, and
 * Astro writes it at the end of the head.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** Moves the policy of every built page right behind its character set. */
export function policyFirst(): AstroIntegration {
  return {
    name: "policy-first",
    hooks: {
      "astro:build:done": ({ dir }) => {
        const folder = fileURLToPath(dir);
        for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
          if (!file.endsWith(".html")) continue;
          const path = join(folder, file);
          writeFileSync(path, withPolicyFirst(readFileSync(path, "utf8")));
        }
      },
    },
  };
}

/** The page with its policy behind `<meta charset>`; unchanged where there is none of the two. */
export function withPolicyFirst(html: string): string {
  const policy = /<meta http-equiv="content-security-policy"[^>]*>/.exec(html)?.[0];
  const charset = /<meta charset="[^"]*">/.exec(html)?.[0];
  if (!policy || !charset) return html;
  return html.replace(policy, "").replace(charset, () => charset + policy);
}
