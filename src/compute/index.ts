/** @file Public face of the computation module: its table of contents, nothing else. */
export { createRandom, maxSeed, type Random } from "./random.ts";
