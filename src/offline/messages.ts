/** @file What the service worker tells pages, and what the build says about it. */

/** Files kept so far. */
export type Progress = { kept: number; of: number };

/** `offline.json`: what would be kept. */
export type Offer = { version: string; files: number; bytes: number };
