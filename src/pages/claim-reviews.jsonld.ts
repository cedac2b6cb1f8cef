/** @file The ledger as ClaimReview data (schema.org), for machines that look for checked claims. */
import type { APIContext } from "astro";
import { claimReviews } from "../components/claims/files.ts";
import { ledger } from "../components/claims/ledger.ts";

export async function GET({ site }: APIContext): Promise<Response> {
  const page = new URL(
    `${import.meta.env.BASE_URL.replace(/\/*$/, "/")}chapters/6.1-does-it-tie-out/`,
    site ?? "https://localhost/",
  ).href;
  return new Response(JSON.stringify(claimReviews(await ledger(), page)), {
    headers: { "content-type": "application/ld+json; charset=utf-8" },
  });
}
