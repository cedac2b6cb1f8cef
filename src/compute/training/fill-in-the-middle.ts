/** @file Fill-in-the-middle: a document cut twice and put in another order, so that its middle is predicted from both sides. §4.1 */
import {
  refuse,
  requireArray,
  requireInRange,
  requireIntegers,
  requireNonNegativeInteger,
  requireObject,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { createRandom } from "../random.ts";

/** What §4.1 prints: the share of documents, and the markers around the pieces. @source §4.1 */
export const publishedFillInTheMiddle = deepFreeze({
  rate: 0.1,
  begin: "<|fim_begin|>",
  hole: "<|fim_hole|>",
  end: "<|fim_end|>",
  endOfDocument: "<|eos_token|>",
  source: "§4.1",
} as const);

/**
 * A document as prefix, suffix and middle, in this order and with the report's markers (PSM).
 *
 * @param document  a text; positions count its code points, so that none is cut in two
 * @param options.from  code points before the middle
 * @param options.to  code points before the suffix
 * @returns `text`, and the three pieces that it is made of
 * @throws RangeError if `document` is not a text, or `from` and `to` are not ascending positions in it
 * @source §4.1; the order is also that of arXiv:2207.14255, PSM
 */
export function fillInTheMiddle(
  document: string,
  options: { from: number; to: number },
): { text: string; prefix: string; middle: string; suffix: string } {
  if (typeof document !== "string") refuse("document", "be a text", document);
  requireObject({ options });
  const { from, to } = options;
  requireNonNegativeInteger({ from, to });
  const points = Array.from(document);
  if (to > points.length) refuse("to", `be at most ${points.length}`, to);
  if (from > to) refuse("from", `be at most ${to}`, from);
  const [prefix, middle, suffix] = [points.slice(0, from), points.slice(from, to), points.slice(to)].map((piece) =>
    piece.join(""),
  );
  const { begin, hole, end, endOfDocument } = publishedFillInTheMiddle;
  return { text: begin + prefix + hole + suffix + end + middle + endOfDocument, prefix, middle, suffix };
}

/** Which documents are cut, and where. `from` and `to` are 0 for the others. */
export type MiddleCuts = { readonly chosen: Uint8Array; readonly from: Uint32Array; readonly to: Uint32Array };

/**
 * Draws which documents are put in the other order, and where they are cut: two places, each uniform from 0 to the length.
 *
 * The report gives the rate; how places are drawn it does not say, and this is the way of the code named below.
 *
 * @param lengths  of each document, in whatever is to be cut: code points or tokens
 * @param options.rate  share of documents, 0 to 1; 0.1 in the report
 * @throws RangeError if a length is not an integer from 0 to 2³² − 2, `rate` lies outside, or `seed` is not an integer from 0 to 2³² − 1
 * @source §4.1; places: bigcode-project/Megatron-LM, megatron/data/gpt_dataset.py
 */
export function drawMiddleCuts(lengths: ArrayLike<number>, options: { rate?: number; seed: number }): MiddleCuts {
  requireArray({ lengths });
  requireObject({ options });
  const { rate = publishedFillInTheMiddle.rate, seed } = options;
  requireInRange({ rate }, 0, 1);
  requireIntegers({ lengths }, 2 ** 32 - 2);
  const random = createRandom(seed);
  const [chosen, from, to] = [
    new Uint8Array(lengths.length),
    new Uint32Array(lengths.length),
    new Uint32Array(lengths.length),
  ];
  for (let document = 0; document < lengths.length; document++) {
    if (random.uniform() >= rate) continue;
    const places = [random.integer(lengths[document] + 1), random.integer(lengths[document] + 1)];
    chosen[document] = 1;
    from[document] = Math.min(...places);
    to[document] = Math.max(...places);
  }
  return { chosen, from, to };
}
