/** @file Bits per byte: a loss that does not depend on how a tokenizer cuts the text. Table 3 has it for Pile-test. */
import { requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { logarithm } from "../logarithm.ts";

/**
 * Bits per byte of a loss in nats per token.
 *
 * @param options.natsPerToken  mean cross-entropy of a token
 * @param options.bytesPerToken  mean length of a token in UTF-8
 * @throws RangeError if the loss is negative or the length is not positive
 * @source §4.4.1: “Bits-Per-Byte (BPB)”; nats / (bytes × ln 2)
 */
export function bitsPerByte(options: { natsPerToken: number; bytesPerToken: number }): number {
  requireObject({ options });
  const { natsPerToken, bytesPerToken } = options;
  requireNonNegative({ natsPerToken });
  requirePositive({ bytesPerToken });
  return natsPerToken / (bytesPerToken * logarithm(2));
}

/**
 * The loss in nats per token that a number of bits per byte stands for; the inverse of `bitsPerByte`.
 *
 * @throws RangeError if the bits are negative or the length is not positive
 * @source §4.4.1
 */
export function natsPerToken(options: { bitsPerByte: number; bytesPerToken: number }): number {
  requireObject({ options });
  const { bitsPerByte: bits, bytesPerToken } = options;
  requireNonNegative({ bitsPerByte: bits });
  requirePositive({ bytesPerToken });
  return bits * bytesPerToken * logarithm(2);
}
