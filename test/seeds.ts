/**
 * @file Properties are tried with the same cases in every run: what fails once fails again, wherever it is run. `FC_SEED=7` tries
 * other cases.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
