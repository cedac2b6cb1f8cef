/** @file The names of `v3` with their documentation: the editor of live cells completes from them. */
import { resolve } from "node:path";
import { readComputeNames } from "../../notebook/read-compute-names.ts";

export const GET = (): Response => Response.json(readComputeNames(resolve("src/compute/index.ts")));
