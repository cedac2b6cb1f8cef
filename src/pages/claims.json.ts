/** @file The ledger as JSON: every claim with what its check found in this version. */
import { ledger } from "../components/claims/ledger.ts";
import { version } from "../../package.json";

export async function GET(): Promise<Response> {
  const claims = (await ledger()).map(({ claim, found }) => ({ ...claim, found }));
  return Response.json({ version, report: "arXiv:2412.19437", claims });
}
