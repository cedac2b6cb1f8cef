/** @file Losses of a tiny V3 on a batch: main model and prediction module (§2.2, eq. 24 and 25), and by domain. */
import { crossEntropyOfRows } from "../cross-entropy.ts";
import type { Tensor } from "../tape.ts";
import { runMain, runModule, type TinyPass } from "./forward.ts";

/**
 * Losses of a batch on the tape: main model, and prediction module with weight λ. Each depth is divided by the length of
 * the sequence, as eq. 24 has it, though a module has one prediction less.
 *
 * @param symbols  [batch × (length + 1)]: each sequence and one symbol more
 */
export function tinyLoss(
  pass: TinyPass,
  symbols: Uint8Array,
  { batch, length, mtpWeight }: { batch: number; length: number; mtpWeight: number },
): { loss: number; mtpLoss: number | null; lossOfRow: Float64Array; logits: Tensor; moduleLogits: Tensor | null } {
  const part = (from: number, count: number): Uint8Array =>
    Uint8Array.from(
      { length: batch * count },
      (_, i) => symbols[Math.floor(i / count) * (length + 1) + from + (i % count)],
    );
  const { hidden, logits } = runMain(pass, part(0, length), length);
  const lossOfRow = crossEntropyOfRows(pass.tape, logits, part(1, length));
  const loss = mean(lossOfRow);
  if (!pass.network.module) return { loss, mtpLoss: null, lossOfRow, logits, moduleLogits: null };
  const kept = length - 1;
  const moduleLogits = runModule(pass, hidden, part(1, kept), { length, kept });
  const mtpLoss = mean(crossEntropyOfRows(pass.tape, moduleLogits, part(2, kept), (mtpWeight * kept) / length));
  return { loss, mtpLoss, lossOfRow, logits, moduleLogits };
}

/** Mean loss of each domain's tokens. */
export function lossesByDomain(
  lossOfRow: Float64Array,
  domainOfSequence: Uint8Array,
  length: number,
  domains: number,
): number[] {
  const sums = new Float64Array(domains);
  const counts = new Float64Array(domains);
  lossOfRow.forEach((loss, row) => {
    const domain = domainOfSequence[Math.floor(row / length)];
    sums[domain] += loss;
    counts[domain]++;
  });
  return Array.from(sums, (sum, domain) => sum / counts[domain]);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
