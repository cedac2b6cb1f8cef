/** @file The ledger as a table for spreadsheets. */
import { ledger } from "../components/claims/ledger.ts";
import { claimsAsCsv } from "../components/claims/files.ts";

export async function GET(): Promise<Response> {
  return new Response(claimsAsCsv(await ledger()), { headers: { "content-type": "text/csv; charset=utf-8" } });
}
