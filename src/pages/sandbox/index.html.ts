/** @file The page of the frame that live cells run in. Not an Astro page: it has a policy of its own. */
import { framePage } from "../../notebook/sandbox/frame-page.ts";

export const GET = (): Response =>
  new Response(framePage(), { headers: { "content-type": "text/html; charset=utf-8" } });
