/**
 * @file The policy of a page stands before its first script. A policy in a `<meta>` holds for what comes after it, and
 * Astro writes it at the end of the head, with the hashes of all styles and scripts of the site (1.1 KB of 43): a page
 * keeps those of its own.
 */
import { createHash } from "node:crypto";
import type { AstroIntegration } from "astro";
import { changeBuiltHtml } from "./built-html.ts";

/** Moves the policy of every built page right behind its character set. */
export function policyFirst(): AstroIntegration {
  return changeBuiltHtml("policy-first", withPolicyFirst);
}

/** The page with its policy behind `<meta charset>`, as short as the page allows; unchanged where there is none of the two. */
export function withPolicyFirst(html: string): string {
  const policy = /<meta http-equiv="content-security-policy"[^>]*>/.exec(html)?.[0];
  const charset = /<meta charset="[^"]*">/.exec(html)?.[0];
  if (!policy || !charset) return html;
  return html.replace(policy, "").replace(charset, () => charset + withOwnHashes(policy, html));
}

/** The policy without hashes of what the page does not hold. */
function withOwnHashes(policy: string, html: string): string {
  const own = new Set(
    [...html.matchAll(/<(script|style)\b[^>]*>([\s\S]*?)<\/\1>/g)].map(
      ([, , text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
    ),
  );
  return policy.replace(/ ('sha256-[^']+')/g, (written, hash: string) => (own.has(hash) ? written : ""));
}
